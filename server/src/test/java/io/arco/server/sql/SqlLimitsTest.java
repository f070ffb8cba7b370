package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit is reached, named, and hurts nobody else. */
class SqlLimitsTest {
  private static final SqlSource NOTHING = new SqlSource("nothing", List.of());
  private static final String ENDLESS =
      "select count(*) from range(1000000000000) a, range(100000) b";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ENDLESS,
        "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
        "select range from range(3000000000000) where range < 5 or range = 2000000000000",
        // Endless only after the first batches.
        "select range from range(3000000000000) where range < 900000 or range = 2000000000000",
      })
  void anEndlessQueryTimesOutWhileOthersAreAnswered(String endless) {
    SqlLimits limits =
        SqlLimits.DEFAULTS.withTimeoutMillis(5_000).withResult(1_000_000, 1_000_000, 64 << 20);
    try (SqlFixture sql = new SqlFixture(limits)) {
      Future<SqlResult> running = sql.start(endless, NOTHING);
      assertEquals("[[1]]", sql.rows("select 1", NOTHING));
      ProblemException problem =
          assertThrows(ProblemException.class, () -> SqlFixture.await(running));
      assertEquals(ErrorCode.QUERY_TIMEOUT, problem.problem().code());
      assertEquals("[[2]]", sql.rows("select 2", NOTHING));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select list(range) from range(1000000000)",
        "select count(*) from (select distinct range from range(1000000000))",
        "select count(*) from range(1000000000) a, range(1000000000) b",
        "select string_agg(range, ',') from range(1000000000)",
      })
  void aQueryThatWantsTooMuchMemoryIsTooLarge(String hog) {
    // Little memory is full soon, on a slow machine too.
    try (SqlFixture sql = new SqlFixture(withMemory(SqlLimits.DEFAULTS, 128 << 20))) {
      sql.assertFails(ErrorCode.QUERY_TOO_LARGE, hog, NOTHING);
      assertEquals("[[1]]", sql.rows("select 1", NOTHING));
    }
  }

  private static SqlLimits withMemory(SqlLimits limits, long bytes) {
    return new SqlLimits(
        limits.textBytes(),
        limits.depth(),
        100_000,
        limits.defaultRows(),
        limits.maxRows(),
        limits.resultBytes(),
        bytes,
        limits.threads(),
        limits.concurrentQueries(),
        limits.queuedQueries(),
        limits.openSources());
  }

  @ParameterizedTest
  @EnumSource
  void aResultIsCutAtItsBytes(ResultFormat format) {
    int bytes = 200_000;
    try (SqlFixture sql = new SqlFixture(SqlLimits.DEFAULTS.withResult(100_000, 100_000, bytes))) {
      SqlResult result =
          sql.run(
              "select range, repeat('x', 100) from range(100000)",
              NOTHING,
              format,
              SqlOptions.DEFAULTS);
      assertTrue(result.truncated());
      assertTrue(result.rows() > 500 && result.rows() < 2_000, "rows " + result.rows());
      assertTrue(result.body().length < bytes + 10_000, "bytes " + result.body().length);
    }
  }

  @Test
  void aQueryBeyondTheQueueIsOverloadedAndClosingEndsTheRest() {
    SqlFixture sql = new SqlFixture(SqlLimits.DEFAULTS.withConcurrency(1, 2, 1));
    List<Future<SqlResult>> futures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      futures.add(sql.start(ENDLESS, NOTHING));
    }
    sql.assertFails(ErrorCode.OVERLOADED, ENDLESS, NOTHING);
    SqlFixture.await(sql.engine.close());
    List<ErrorCode> codes =
        futures.stream()
            .map(f -> assertThrows(ProblemException.class, () -> SqlFixture.await(f)))
            .map(e -> e.problem().code())
            .toList();
    assertEquals(
        List.of(ErrorCode.QUERY_TIMEOUT, ErrorCode.OVERLOADED, ErrorCode.OVERLOADED), codes);
    sql.assertFails(ErrorCode.OVERLOADED, "select 1", NOTHING);
    sql.close();
  }

  @Test
  void noMoreSourcesStayOpenThanTheLimit(@TempDir Path folder) {
    Path file = SqlFixture.parquet(folder.resolve("x.parquet"), "select 42 as x");
    try (SqlFixture sql = new SqlFixture(SqlLimits.DEFAULTS.withConcurrency(2, 100, 3))) {
      List<Future<SqlResult>> futures = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        futures.add(
            sql.start(
                "from a.b.c",
                new SqlSource("s" + i % 7, List.of(SqlFixture.table("a", "b", "c", file)))));
      }
      for (Future<SqlResult> future : futures) {
        assertEquals(1, SqlFixture.await(future).rows());
      }
      assertTrue(sql.engine.openSources() <= 3, "open " + sql.engine.openSources());
    }
  }

  @Test
  void aTableSeesItsOwnFilesOnly(@TempDir Path folder) throws Exception {
    Path mine = SqlFixture.parquet(folder.resolve("mine.parquet"), "select 1 as x");
    Path other = SqlFixture.parquet(folder.resolve("other.parquet"), "select 2 as x");
    SqlSource source = new SqlSource("mine", List.of(SqlFixture.table("a", "b", "c", mine)));
    try (EngineBase base = EngineBase.open(source, SqlLimits.DEFAULTS, opened -> {});
        var connection = base.duplicate();
        var statement = connection.createStatement()) {
      for (String attack :
          List.of(
              "from '" + other + "'",
              "from read_text('/etc/passwd')",
              "copy (select 1) to '" + folder.resolve("out.parquet") + "'",
              "attach '" + folder.resolve("x.db") + "'",
              "set enable_external_access=true",
              "set threads=1",
              "install httpfs",
              "load httpfs")) {
        assertThrows(java.sql.SQLException.class, () -> statement.execute(attack), attack);
      }
    }
  }
}
