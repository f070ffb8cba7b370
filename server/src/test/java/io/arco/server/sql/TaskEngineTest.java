package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task writes, and what is said where it can't. */
final class TaskEngineTest {
  @TempDir static Path folder;
  private static SqlGate gate;

  @BeforeAll
  static void open() {
    gate = new SqlGate(SqlLimits.DEFAULTS);
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  private static long write(String sql, Path target, SqlTable... tables) {
    GatedSql gated = gate.check(sql).toCompletionStage().toCompletableFuture().join();
    try (TaskEngine engine = new TaskEngine(SqlLimits.DEFAULTS, Clock.system());
        TaskEngine.Session session =
            engine.open(new SqlSource("task", List.of(tables)), List.of(target))) {
      return session.write(gated, target, List.of());
    }
  }

  @Test
  void rowsAreWrittenAndCounted() {
    Path target = folder.resolve("rows.parquet");
    assertEquals(3, write("select range as i from range(3)", target));
  }

  @Test
  void aFileThatCantBeWrittenIsNotTakenForOneThatCantBeRead() throws IOException {
    Path target = Files.createDirectories(folder.resolve("it's \"a\" folder.parquet"));
    UnwritableException failure =
        assertThrows(UnwritableException.class, () -> write("select 1 as a", target));
    assertEquals("Is a directory", failure.getMessage());
  }

  @Test
  void aFileThatCantBeReadIsNotTakenForOneThatCantBeWritten() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.parquet"), "PAR1 no PAR1");
    SqlTable table = SqlFixture.table("c", "s", "t", broken);
    ProblemException failure =
        assertThrows(
            ProblemException.class,
            () -> write("select * from c.s.t", folder.resolve("out.parquet"), table));
    assertEquals(ErrorCode.TABLE_NOT_READABLE, failure.problem().code());
  }
}
