package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.Map;
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
  @ValueSource(
      strings = {
        "insert into a.b.c values (1)",
        "update a.b.c set x = 1",
        "delete from a.b.c",
        "merge into a.b.c using a.b.d on true when matched then delete",
        "truncate a.b.c",
        "create table x (i int)",
        "create view x as select 1",
        "create macro f() as 1",
        "create secret s (type s3)",
        "drop table a.b.c",
        "alter table a.b.c add column x int",
        "copy (select 1) to '/tmp/x.csv'",
        "copy a.b.c from '/etc/passwd'",
        "export database '/tmp/x'",
        "import database '/tmp/x'",
        "attach '/tmp/x.db' as x",
        "detach x",
        "use system",
        "pragma version",
        "pragma database_list",
        "set threads = 1",
        "reset threads",
        "set variable x = 1",
        "call range(3)",
        "call pragma_version()",
        "install httpfs",
        "load httpfs",
        "checkpoint",
        "vacuum",
        "analyze",
        "begin",
        "commit",
        "explain select 1",
        "explain analyze select 1",
        "prepare p as select 1",
        "execute p",
        "deallocate p",
        "describe select 1",
        "describe a.b.c",
        "show tables",
        "show all tables",
        "show databases",
        "summarize a.b.c",
        "from (describe a.b.c)",
        "from (summarize a.b.c)",
        "from (show tables)",
        "pivot a.b.c on x using sum(y)",
        "select 1; drop view x",
        "select 1; select 2",
        "select 1;;; select 2",
        "select * from read_csv('/etc/passwd')",
        "select * from read_csv_auto('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from read_json('/etc/passwd')",
        "select * from read_parquet('/tmp/x.parquet')",
        "select * from parquet_scan('/tmp/x.parquet')",
        "select * from parquet_metadata('/tmp/x.parquet')",
        "select * from read_duckdb('/tmp/x.db')",
        "select * from glob('/*')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "from '/etc/passwd'",
        "from 'x.parquet'",
        "from \"x.parquet\"",
        "from 's3://bucket/x.parquet'",
        "from x",
        "from t0",
        "from arco_tables.t0",
        "from schema.tbl",
        "from a.b.c at (version => 3)",
        "from sqlite_master",
        "from pg_catalog.pg_class",
        "from information_schema.tables",
        "from duckdb_settings()",
        "from duckdb_secrets()",
        "from duckdb_tables",
        "from pragma_version()",
        "from query('select 1')",
        "from query_table('x')",
        "from json_execute_serialized_sql('{}')",
        "from main.range(3)",
        "from system.main.duckdb_settings()",
        "from test_all_types()",
        "from which_secret('x', 's3')",
        "from repeat_row(1, num_rows = 3)",
        "select getenv('HOME')",
        "select main.getenv('HOME')",
        "select ('HOME').getenv()",
        "select getvariable('x')",
        "select current_setting('threads')",
        "select system.main.current_setting('threads')",
        "select CURRENT_SETTING('threads')",
        "select \"current_setting\"('threads')",
        "select write_log('x')",
        "select json_serialize_sql('select 1')",
        "select json_serialize_plan('select * from x')",
        "select nextval('s')",
        "select setseed(0.5)",
        "select sleep_ms(1000)",
        "select pg_sleep(1)",
        "select pg_get_viewdef(1)",
        "select has_table_privilege('x', 'select')",
        "select current_query()",
        "select txid_current()",
        "select no_such_function(1)",
        "select sum(current_setting('threads')) over ()",
        "select * from a.b.c where x in (select getenv('HOME'))",
        "select * from a.b.c order by getenv('HOME')",
        "select * from a.b.c limit getenv('HOME')",
        "select 1 from range(getenv('HOME')::int)",
        "select list_transform([1], x -> getenv('HOME'))",
        "select columns(c -> getenv('HOME') = c) from a.b.c",
        "select * replace (getenv('HOME') as x) from a.b.c",
        "select case when getenv('HOME') = '' then 1 end",
        "values (getenv('HOME'))",
        "with x as (select getenv('HOME')) from x",
        "select count(*) filter (getenv('HOME') = '') from a.b.c",
        "select 1 /* ' */ , getenv(/* */ 'HOME')",
        "select ge\u0074env('HOME')",
        "select ?",
        "select $1",
        "select $name",
        "select * from a.b.c where x = ?",
        "with x as (select 1) select * from x, y",
        "with x as (select * from x) select 1",
        "select (with x as (select 1) select * from x) from x",
        "select * from (with x as (select 1) select * from x) y, x",
        "with y as (select * from x), x as (select 1) select * from y",
        "select repeat('x', 1000000000)",
        "select ('x').repeat(1000000000)",
        "select y.repeat(1000000000) from (values ('x')) t(y)",
        "select lpad('x', 1000000000, 'y')",
        "select repeat('x', '1000000000')",
        "select repeat('x', x) from range(3) t(x)",
        "select range(1000000000)",
        "select list_resize([1], 1000000000)",
        "select format('{:>1000000000}', 'x')",
        "select printf('%1000000000d', 1)",
        "select (select (select (select (select (select (select (select (select (select (select"
            + " (select (select (select 1)))))))))))))",
        "select split_part(split_part(split_part(split_part(split_part('a', 'b', 1), 'b', 1), 'b',"
            + " 1), 'b', 1), 'b', 1)",
      })
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
