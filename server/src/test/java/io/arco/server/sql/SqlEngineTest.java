package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What allowed queries answer over real files. */
class SqlEngineTest {
  @TempDir static Path folder;
  private static SqlFixture sql;
  private static SqlSource source;

  @BeforeAll
  static void open() throws IOException {
    sql = new SqlFixture(SqlLimits.DEFAULTS);
    Path odd = Files.createDirectories(folder.resolve("odd [a]*'\"ü"));
    Path nasty =
        SqlFixture.parquet(
            odd.resolve("ta ble.parquet"),
            "select 1 as \"Cost Total $\", 2 as \"select\", 3 as \"a\"\"b\", 4 as \"ünï\"");
    Path cities =
        SqlFixture.parquet(
            folder.resolve("cities.parquet"),
            "select * from (values (1, 'Oslo', 5.5), (2, 'Rome', 12.25), (3, null, -1)) t(id, name,"
                + " heat)");
    for (String year : List.of("2023", "2024")) {
      Files.createDirectories(folder.resolve("year=" + year));
      SqlFixture.parquet(folder.resolve("year=" + year + "/x.parquet"), "select 7 as v");
    }
    source =
        new SqlSource(
            "one",
            List.of(
                SqlFixture.table("system", "catalog", "tables", cities),
                SqlFixture.table("Geo", "main", "cities", cities),
                SqlFixture.table("geo", "main", "cities", nasty),
                SqlFixture.table("c a t", "s.c\"h", "select", nasty),
                SqlFixture.table("memory", "temp", "t0", cities),
                SqlFixture.table("ü", "information_schema", "lone", cities),
                new SqlTable(
                    new TableName("p", "q", "parted"),
                    List.of(),
                    List.of(
                        folder.resolve("year=2023/x.parquet"),
                        folder.resolve("year=2024/x.parquet")),
                    true),
                new SqlTable(
                    new TableName("p", "q", "empty"),
                    List.of(new SqlColumn("a", "BIGINT"), new SqlColumn("b c", "VARCHAR[]")),
                    List.of(),
                    false),
                new SqlTable(
                    new TableName("p", "q", "typed"),
                    List.of(new SqlColumn("name", "VARCHAR"), new SqlColumn("id", "DOUBLE")),
                    List.of(cities),
                    false),
                new SqlTable(
                    new TableName("p", "q", "grown"),
                    List.of(
                        new SqlColumn("id", "BIGINT"),
                        new SqlColumn("owner", "VARCHAR"),
                        new SqlColumn("tags", "MAP(VARCHAR, VARCHAR)")),
                    List.of(
                        cities,
                        SqlFixture.parquet(
                            folder.resolve("tagged.parquet"),
                            "select 9 as id, map {'pii': 'x'} as tags")),
                    false)));
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @Test
  void aColumnThatFilesDoNotHaveYetIsNullAndAMapIsEmpty() {
    String select = "select id, owner, tags from p.q.grown where id in (1, 9) order by id";
    JsonNode rows = sql.json(select, source).path("rows");
    assertEquals("[[1,null,[]],[9,null,[{\"key\":\"pii\",\"value\":\"x\"}]]]", rows.toString());
    assertEquals(
        "[[4]]", sql.json("select count(*) from p.q.grown", source).path("rows").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "select count(*) from system.catalog.tables | [[3]]",
        "select name from system.catalog.tables where id = 1 | [[`Oslo`]]",
        "select tables.id from system.catalog.tables order by tables.id desc limit 1 | [[3]]",
        "select system.catalog.tables.name from system.catalog.tables limit 1 | [[`Oslo`]]",
        "select catalog.tables.name from system.catalog.tables limit 1 | [[`Oslo`]]",
        "select System.\"catalog\" . tables.name from SYSTEM.Catalog.TABLES limit 1 | [[`Oslo`]]",
        "select t.id from system.catalog.tables as t where t.id = 2 | [[2]]",
        "from system.catalog.tables select id where id = 2 | [[2]]",
        "select x from system.catalog.tables as t(x) where x = 2 | [[2]]",
        "select count(*) from Geo.main.cities | [[3]]",
        "select count(*) from geo.main.cities | [[1]]",
        "select \"Cost Total $\", \"a\"\"b\", \"select\", ünï from geo.main.cities | [[1,3,2,4]]",
        "select \"c a t\".\"s.c\"\"h\".\"select\".\"select\" from \"c a t\".\"s.c\"\"h\".\"select\""
            + " | [[2]]",
        "select count(*) from memory.temp.t0 | [[3]]",
        "with t0 as (select 1 as one) select count(*), max(one) from memory.temp.t0, t0 | [[3,1]]",
        "with cities as (select 9) select count(*) from Geo.main.cities, cities | [[3]]",
        "select 'ü', count(*) /* é */ from ü.information_schema.lone where 'ß' <> '' | [[`ü`,3]]",
        "select year, sum(v)::int from p.q.parted group by all order by all | [[2023,7],[2024,7]]",
        "select * from p.q.empty | []",
        "select typeof(a), typeof(\"b c\") from (select 1) left join p.q.empty on true |"
            + " [[`BIGINT`,`VARCHAR[]`]]",
        "select * from p.q.typed where id = 1 | [[`Oslo`,1.0]]",
        "values (1, 2), (3, 4) | [[1,2],[3,4]]",
        "select a.name from system.catalog.tables a, lateral (select a.id + 1 as x) b where b.x = 2"
            + " | [[`Oslo`]]",
        "select count(*) from system.catalog.tables a join Geo.main.cities b using (id) | [[3]]",
        "select max(b.id) from system.catalog.tables a asof join Geo.main.cities b on a.id >= b.id"
            + " | [[3]]",
        "select columns('i.') from system.catalog.tables limit 1 | [[1]]",
        "select columns(c -> c = 'id') from system.catalog.tables limit 1 | [[1]]",
        "select max(columns(* exclude (name, heat))) from system.catalog.tables | [[3]]",
        "select tables.* exclude (heat) from system.catalog.tables limit 1 | [[1,`Oslo`]]",
        "select list_transform([1, 2], lambda x: x + 1) | [[[2,3]]]",
        "select [x * 2 for x in [1, 2, 3] if x > 1] | [[[4,6]]]",
        "select {'a': {'b': 5}}.a.b, struct_pack(k := 1).k | [[5,1]]",
        "select id from system.catalog.tables qualify row_number() over (order by id desc) = 1 |"
            + " [[3]]",
        "select count(*) filter (id > 1), string_agg(name, ',' order by id) from"
            + " system.catalog.tables | [[2,`Oslo,Rome`]]",
        "select id, count(*) from system.catalog.tables group by grouping sets ((id), ()) order by"
            + " 1 | [[1,1],[2,1],[3,1],[null,3]]",
        "with recursive f(n) as (select 1 union all select n + 1 from f where n < 4) select max(n)"
            + " from f | [[4]]",
        "select count(*) from range(5) a, generate_series(1, 3) b, unnest([1, 2]) c | [[30]]",
        "select unnest(range(3)) | [[0],[1],[2]]",
        "from system.catalog.tables pivot (count(*) for id in (1, 2)) select count(*) | [[3]]",
        "select count(*) from (unpivot system.catalog.tables on id, heat into name n value v) |"
            + " [[6]]",
        "select exists (from Geo.main.cities where id = 2), (select max(id) from"
            + " memory.temp.t0) | [[true,3]]",
        "select extract(year from date '2024-02-03'), concat('x', lpad('7', 3, '0')), name ilike"
            + " 'o%' from system.catalog.tables limit 1 | [[2024,`x007`,true]]",
        "select 1 as a, 2 as a; | [[1,2]]",
        "select date '2024-01-31' + interval 1 month | [[`2024-02-29T00:00:00`]]",
        "select count(*) from system.catalog.tables using sample 0 rows | [[0]]",
      })
  void allowedQueriesAnswer(String text, String rows) {
    assertEquals(rows.replace('`', '"'), sql.rows(text, source), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INVALID_SQL | select nope from system.catalog.tables",
        "INVALID_SQL | select filename from system.catalog.tables",
        "INVALID_SQL | select cast('x' as int) from system.catalog.tables",
        "INVALID_SQL | select error('no')",
        "TABLE_NOT_FOUND | select * from system.catalog.nope",
        "SQL_NOT_ALLOWED | select * from GEO.main.cities",
        "SQL_NOT_ALLOWED | select Geo.main.cities.id from Geo.main.cities, memory.temp.cities",
      })
  void failuresHaveTheirCode(ErrorCode code, String text) {
    Problem problem =
        assertThrows(
                ProblemException.class,
                () -> sql.run(text, source, ResultFormat.JSON, SqlOptions.DEFAULTS))
            .problem();
    assertEquals(code, problem.code(), text);
    assertEquals("[[1]]", sql.rows("select 1", source));
  }

  @Test
  void aFailureAmongManyRowsIsToldWhicheverThreadOfTheEngineMeetsIt() {
    String text =
        "select case when i < 190000 then md5(i || 'a') else error('no such i') end as x"
            + " from range(200000) t(i)";
    for (int i = 0; i < 40; i++) {
      Problem problem =
          assertThrows(
                  ProblemException.class,
                  () -> sql.run(text, source, ResultFormat.CSV, new SqlOptions(200_000, Map.of())))
              .problem();
      assertEquals(ErrorCode.INVALID_SQL, problem.code(), problem.toString());
      assertTrue(problem.details().toString().contains("no such i"), problem.toString());
    }
  }

  @Test
  void messagesShowNeitherTheRewrittenTextNorPaths() {
    String message =
        sql.failure("select nope from system.catalog.tables", source).details().toString();
    assertFalse(message.contains(EngineBase.SCHEMA), message);
    assertFalse(message.contains("LINE"), message);
    SqlSource gone =
        new SqlSource(
            "gone", List.of(SqlFixture.table("a", "b", "c", folder.resolve("gone.parquet"))));
    assertEquals(
        "TABLE_NOT_READABLE: The table's files can't be read as one Parquet table. {table=a.b.c}",
        sql.failure("from a.b.c", gone).asException().getMessage());
  }

  @Test
  void columnsKeepTheirNamesAndExtraFieldsAreAdded() {
    SqlResult result =
        sql.run(
            "select 1 as a, 'x' as a, 1.5 as \"c \"\"d\"",
            source,
            ResultFormat.JSON,
            new SqlOptions(0, Map.of("sequence", 12L)));
    assertEquals(
        "{\"columns\":[{\"name\":\"a\",\"type\":\"INTEGER\"},{\"name\":\"a\",\"type\":\"VARCHAR\"},"
            + "{\"name\":\"c \\\"d\",\"type\":\"DECIMAL(2,1)\"}],\"rows\":[[1,\"x\",\"1.5\"]],"
            + "\"sequence\":12,\"truncated\":false}",
        SqlFixture.text(result));
  }

  @Test
  void aNameArrowCannotReadIsRefused() {
    String longSum = "1" + " + 1".repeat(150) + " + " + "length('" + "é".repeat(20_000) + "')";
    sql.assertFails(ErrorCode.INVALID_SQL, "select " + longSum, source);
    assertEquals("[[20151]]", sql.rows("select " + longSum + " as n", source));
  }

  @Test
  void csvIsQuotedWhereItMustBe() {
    assertEquals(
        "a,\"b,c\"\r\n,\"\"\r\n\"x\"\"y\r\nz\",\"1,2\"\r\n",
        sql.csv(
            "select * from (values (null, ''), (e'x\"y\\r\\nz', '1,2')) t(a, \"b,c\")", source));
  }

  @Test
  void moreRowsThanWantedAreCutAndItIsSaid() {
    for (ResultFormat format : ResultFormat.values()) {
      SqlResult cut = sql.run("from range(10000)", source, format, new SqlOptions(5_000, Map.of()));
      assertEquals("5000 true", cut.rows() + " " + cut.truncated(), format.name());
      SqlResult whole =
          sql.run("from range(5000)", source, format, new SqlOptions(5_000, Map.of()));
      assertEquals("5000 false", whole.rows() + " " + whole.truncated(), format.name());
    }
    JsonNode byDefault = sql.json("from range(20000)", source);
    assertEquals(SqlLimits.DEFAULTS.defaultRows(), byDefault.path("rows").size());
    assertTrue(byDefault.path("truncated").asBoolean());
  }
}
