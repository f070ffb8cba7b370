package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate refuses, and what it tells of what it lets through. */
class SqlGateTest {
  private static SqlFixture sql;

  @BeforeAll
  static void open() {
    sql = new SqlFixture(SqlLimits.DEFAULTS);
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @ParameterizedTest
  @MethodSource("io.arco.server.sql.HostileSql#statements")
  void whatIsNotOneHarmlessSelectIsRefused(String text) {
    assertEquals(ErrorCode.SQL_NOT_ALLOWED, sql.refusal(text).code(), text);
    assertEquals(List.of(), sql.check("select 1").tables());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ";",
        "-- nothing",
        "selec 1",
        "select",
        "select 1 from",
        "select 'open",
        "select \"open",
        "select 1 /* open",
        "select 1 \u0000; drop view x",
        "select \ud800",
        "select 1 into x",
        "with w as (insert into x values (1) returning *) from w",
        "from a.b.c.d",
        "select * from a..c",
      })
  void whatDoesNotParseSaysSo(String text) {
    assertEquals(ErrorCode.INVALID_SQL, sql.refusal(text).code(), text);
  }

  @Test
  void aSyntaxErrorNamesTheCharacter() {
    Problem problem = sql.refusal("select 'é' fromm x y");
    assertEquals(
        Map.of("message", "syntax error at or near \"x\"", "position", 18L), problem.details());
  }

  @Test
  void theRefusedThingIsNamed() {
    assertEquals("getenv", sql.refusal("select getenv('HOME')").details().get("function"));
    assertEquals("/etc/passwd", sql.refusal("from '/etc/passwd'").details().get("table"));
    assertEquals("read_csv", sql.refusal("from read_csv('x')").details().get("function"));
  }

  @Test
  void tablesAreNamedAsWrittenAndOnce() {
    GatedSql gated =
        sql.check(
            "with w as (from System.Catalog.tables)"
                + " select * from w, \"A b\".\"s\"\"q\".\"select\" x, a . b /* . */ . c"
                + " where exists (from A.b.c) and 1 in (select 1 from a.b.c)");
    assertEquals(
        List.of(
            new TableName("System", "Catalog", "tables"),
            new TableName("A b", "s\"q", "select"),
            new TableName("a", "b", "c"),
            new TableName("A", "b", "c")),
        gated.tables());
  }

  @Test
  void aVersionIsPartOfWhichTableIsMeant() {
    GatedSql gated =
        sql.check(
            "select * from a.b.c, a.b.c as old At\n"
                + "( Version=>3 ), a.b.d at (version => 9223372036854775807) where old.x in"
                + " (select x from a.b.c AT (VERSION => 3))");
    assertEquals(
        List.of(
            new TableName("a", "b", "c"),
            new TableName("a", "b", "c", Optional.of(new TableVersion.Number(3))),
            new TableName("a", "b", "d", Optional.of(new TableVersion.Number(Long.MAX_VALUE)))),
        gated.tables());
    String rewritten = gated.text(name -> "t");
    assertFalse(rewritten.contains("=>"), rewritten);
  }

  @Test
  void aVersionMayHaveAName() {
    String name = "it's) é; drop";
    String longest = "'".repeat(TableVersion.MAX_NAME);
    GatedSql gated =
        sql.check(
            "select * from a.b.c at (version => 'it''s) é; drop' ), a.b.d at (version =>"
                + Quoted.string(longest)
                + "), a.b.e at (version => '12')");
    assertEquals(
        List.of(
            new TableName("a", "b", "c", Optional.of(new TableVersion.Name(name))),
            new TableName("a", "b", "d", Optional.of(new TableVersion.Name(longest))),
            new TableName("a", "b", "e", Optional.of(new TableVersion.Name("12")))),
        gated.tables());
    String rewritten = gated.text(table -> "t");
    assertFalse(rewritten.contains("=>"), rewritten);
  }

  @Test
  void aVersionIsANumberOrANameAsItIsWritten() {
    for (String version :
        List.of(
            "''",
            Quoted.string("x".repeat(TableVersion.MAX_NAME + 1)),
            "null",
            "-1",
            "1.5",
            "'a' || 'b'",
            "true",
            "'a'::blob")) {
      Problem refused = sql.refusal("select * from a.b.c at (version => " + version + ")");
      assertEquals(ErrorCode.SQL_NOT_ALLOWED, refused.code(), version);
    }
  }

  @Test
  void aCteIsNoTableWhereItIsInScopeOnly() {
    assertEquals(List.of(), sql.check("with x as (select 1), y as (from X) from y").tables());
    assertEquals(
        List.of(),
        sql.check("with recursive r as (select 1 union all from r) from r, (from r) z").tables());
    assertEquals(
        List.of(new TableName("x", "x", "x")), sql.check("with x as (from x.x.x) from x").tables());
  }

  @Test
  void aTextOverTheLimitIsTooLarge() {
    String text = "select '" + "x".repeat(SqlLimits.DEFAULTS.textBytes()) + "'";
    assertEquals(ErrorCode.TOO_LARGE, sql.refusal(text).code());
    String wide = "select '" + "é".repeat(SqlLimits.DEFAULTS.textBytes() / 2) + "'";
    assertEquals(ErrorCode.TOO_LARGE, sql.refusal(wide).code());
  }

  static List<IntFunction<String>> nestings() {
    return List.of(
        n -> "select " + "(".repeat(n) + "1" + ")".repeat(n),
        n -> "select " + "[".repeat(n) + "1" + "]".repeat(n),
        n -> "select " + "not ".repeat(n) + "true",
        n -> "select " + "- ".repeat(n) + "1",
        n -> "select 1" + " + 1".repeat(n),
        n -> "select true" + " and true".repeat(n),
        n -> "select 1" + " union all select 1".repeat(n),
        n -> "select * from " + "(from ".repeat(n) + "a.b.c" + ")".repeat(n),
        n -> "select " + "case when a then b else ".repeat(n) + "1" + " end".repeat(n),
        n -> "select * from a.b.c t" + " join a.b.c using (c)".repeat(n),
        n -> "select 1" + "::int".repeat(n),
        n -> "select a" + ".upper()".repeat(n),
        n -> "select a" + "[1]".repeat(n),
        n -> "select " + "upper(".repeat(n) + "a" + ")".repeat(n),
        n -> "select " + "list_transform(a, x -> ".repeat(n) + "x" + ")".repeat(n),
        n -> "with a as (".repeat(n) + "select 1" + ") select 1".repeat(n),
        n -> "select cast(a as " + "struct(a ".repeat(n) + "int" + ")".repeat(n) + ")",
        n -> "select " + "exists(select ".repeat(n) + "1" + ")".repeat(n),
        n -> "select 1" + "/*".repeat(n) + "*/".repeat(n));
  }

  @ParameterizedTest
  @MethodSource("nestings")
  void deepNestingIsAnsweredAtEveryDepth(IntFunction<String> nesting) {
    for (int depth : new int[] {4, 12, 60, 190, 250, 2_000, 4_000, 40_000}) {
      String text = nesting.apply(depth);
      sql.gate
          .check(text)
          .onSuccess(
              gated -> sql.engine.run(gated, source(), ResultFormat.JSON, SqlOptions.DEFAULTS));
      assertTrue(
          SqlFixture.await(sql.gate.check(text).map(true).otherwise(false)) || depth > 4, text);
    }
    assertEquals("[[1]]", sql.rows("select 1", source()));
  }

  private static SqlSource source() {
    return new SqlSource(
        "deep",
        List.of(
            new SqlTable(
                new TableName("a", "b", "c"),
                List.of(new SqlColumn("c", "INTEGER")),
                List.of(),
                false)));
  }
}
