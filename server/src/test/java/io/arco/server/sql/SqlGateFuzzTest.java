package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random texts, each asked as a query and as a prepared statement: none gets at a file, a setting
 * or a view that is not its own, none changes anything, and none breaks gate or engine.
 */
final class SqlGateFuzzTest {
  private static final int TEXTS = 1_500;

  /** What only an escape can show: the content of a file that is not one of the query's. */
  private static final String CANARY = "canary-2f1c9e";

  /** In the path of the query's own file, which no answer may tell. */
  private static final String HIDDEN = "hidden-77ab03";

  private static final Set<ErrorCode> OF_GATE =
      Set.of(ErrorCode.INVALID_SQL, ErrorCode.SQL_NOT_ALLOWED, ErrorCode.TOO_LARGE);
  private static final Set<ErrorCode> OF_ENGINE =
      Set.of(
          ErrorCode.INVALID_SQL,
          ErrorCode.SQL_NOT_ALLOWED,
          ErrorCode.TABLE_NOT_FOUND,
          ErrorCode.QUERY_TOO_LARGE);

  @TempDir static Path directory;
  private static Path outside;
  private static SqlFixture sql;
  private static SqlSource source;
  private static List<String> attacks;

  @BeforeAll
  static void open() throws IOException {
    outside = Files.createDirectory(directory.resolve("outside"));
    Path own = Files.createDirectories(directory.resolve(HIDDEN)).resolve("c.parquet");
    SqlFixture.parquet(own, "select i::int as x, 's' || i as s from range(5) r(i)");
    SqlFixture.parquet(outside.resolve("c.parquet"), "select '" + CANARY + "' as x");
    Files.writeString(outside.resolve("c.csv"), "x\n" + CANARY + "\n");
    Files.writeString(outside.resolve("c.json"), "{\"x\":\"" + CANARY + "\"}\n");
    attacks =
        Stream.of("c.parquet", "c.csv", "c.json", "*")
            .map(name -> outside.resolve(name).toString())
            .flatMap(
                path ->
                    Stream.of(
                        "'" + path + "'",
                        "\"" + path + "\"",
                        "read_text('" + path + "')",
                        "read_blob('" + path + "')",
                        "read_csv('" + path + "')",
                        "read_parquet('" + path + "')",
                        "query('from ''" + path + "''')",
                        "a.b.\"" + path + "\"",
                        "glob('" + path + "')"))
            .toList();
    sql = new SqlFixture(SqlLimits.DEFAULTS);
    source = new SqlSource("fuzz", List.of(SqlFixture.table("a", "b", "c", own)));
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static Map<String, Long> files() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        sizes.put(path.toString(), Files.size(path));
      }
    }
    return sizes;
  }

  @Test
  void withoutTheGateTheAttacksSucceed() throws SQLException {
    int seen = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      for (String attack : attacks) {
        seen += shows(connection, attack) ? 1 : 0;
      }
    }
    assertTrue(seen >= 10, seen + " of the attacks show the canary");
  }

  private static boolean shows(Connection connection, String attack) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select x::varchar from " + columns(attack))) {
      return rows.next() && rows.getString(1).contains(CANARY);
    } catch (SQLException e) {
      return false;
    }
  }

  private static String columns(String attack) {
    return attack.startsWith("read_text") || attack.startsWith("read_blob")
        ? "(select content as x from " + attack + ")"
        : attack;
  }

  @Test
  void noTextEscapesAndNoneBreaksAnything() throws IOException {
    Seeds seeds = Seeds.of("SqlGateFuzzTest");
    RandomSql texts = new RandomSql(seeds, attacks);
    Map<String, Long> before = files();
    int ran = 0;
    int refused = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.next();
      if (passes(sql.gate.check(text), text)) {
        ran += runs(text) ? 1 : 0;
      } else {
        refused++;
      }
      if (passes(sql.gate.checkStatement(text), text)) {
        Future<?> shape =
            sql.gate
                .checkStatement(text)
                .compose(gated -> sql.engine.describe(gated, source, () -> false));
        outcome(shape.map(String::valueOf), OF_ENGINE, text);
      }
    }
    System.out.println(TEXTS + " texts: " + refused + " refused by the gate, " + ran + " answered");
    assertTrue(ran > TEXTS / 20, "so few run that this shows nothing: " + ran);
    assertTrue(refused > TEXTS / 10, "so few are refused that this shows nothing: " + refused);
    assertEquals(before, files());
    assertEquals("[[5,\"10\"]]", sql.rows("select count(*), sum(x) from a.b.c", source));
  }

  private static boolean passes(Future<GatedSql> checked, String text) {
    return !outcome(checked.map("passed"), OF_GATE, text).isEmpty();
  }

  private static boolean runs(String text) {
    Future<SqlResult> result =
        sql.engine.run(sql.check(text), source, ResultFormat.CSV, SqlOptions.DEFAULTS);
    return !outcome(result.map(SqlFixture::text), OF_ENGINE, text).isEmpty();
  }

  /** The answer as text, or an empty one where it is a refusal that may be. */
  private static String outcome(Future<String> future, Set<ErrorCode> mayFailWith, String text) {
    String said;
    boolean failed = false;
    try {
      said = SqlFixture.await(future);
    } catch (ProblemException e) {
      assertTrue(mayFailWith.contains(e.problem().code()), () -> e.problem() + " for " + text);
      said = e.problem().text() + e.problem().details();
      failed = true;
    }
    String told = said;
    assertFalse(told.contains(CANARY), () -> "shows the file's content: " + text);
    assertFalse(told.contains(HIDDEN), () -> "shows the path of its own file: " + text);
    assertFalse(told.contains(System.getenv("PATH")), () -> "shows the environment: " + text);
    return failed ? "" : told + ".";
  }
}
