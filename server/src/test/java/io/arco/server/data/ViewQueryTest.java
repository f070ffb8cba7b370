package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Views of the catalog, queried like tables. */
final class ViewQueryTest {
  private static final String VIEWS = "/api/v1/catalogs/lake/schemas/main/views";

  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory);
    data.table(
        "sales",
        data.parquet(
            "sales.parquet", "select * from (values ('north', 3), ('south', 4)) t(place, total)"));
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  /** Makes a view; columns are names and types in turn. */
  private static void view(String name, String dialect, String sql, String... columns) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("sql", sql);
    body.put("dialect", dialect);
    List<Map<String, String>> declared = new ArrayList<>();
    for (int i = 0; i < columns.length; i += 2) {
      declared.add(Map.of("name", columns[i], "type", columns[i + 1]));
    }
    body.put("columns", declared);
    data.client.post(VIEWS, new String(Json.bytes(body), StandardCharsets.UTF_8)).expect(201);
  }

  @Test
  void aViewIsReadLikeATable() {
    view("big", "duckdb", "select place, total from lake.main.sales where total > 3; -- all");
    assertEquals("[[\"south\",4]]", data.rows("select * from lake.main.big"));
    assertEquals(
        "[[\"south\",4,\"north\"],[\"south\",4,\"south\"]]",
        data.rows("select b.*, s.place from lake.main.big b, lake.main.sales s order by s.place"));
  }

  @Test
  void itsColumnsAreAsDeclared() {
    view(
        "declared",
        "duckdb",
        "select total, place, 1 from lake.main.sales order by total",
        "Amount \"x\"",
        "decimal(6,2)",
        "where",
        "string");
    Answer answer = data.query("select * from lake.main.declared").expect(200);
    assertEquals(
        "[{\"name\":\"Amount \\\"x\\\"\",\"type\":\"DECIMAL(6,2)\"},"
            + "{\"name\":\"where\",\"type\":\"VARCHAR\"}]",
        answer.json().path("columns").toString());
    assertEquals(
        "[[\"3.00\",\"north\"],[\"4.00\",\"south\"]]", answer.json().path("rows").toString());
  }

  @Test
  void viewsReadViewsAndTablesOfTheServer() {
    view("below", "duckdb", "from lake.main.sales");
    view(
        "above",
        "duckdb",
        "select b.place, t.name from lake.main.below b, system.catalog.tables t where t.name ="
            + " 'sales'");
    long sequence = data.client.get("/api/v1/catalogs").sequence();
    Answer answer =
        data.client.post(
            DataServer.QUERY + "?minSequence=" + sequence,
            DataServer.body("select * from lake.main.above order by place"));
    assertEquals(
        "[[\"north\",\"sales\"],[\"south\",\"sales\"]]",
        answer.expect(200).json().path("rows").toString());
  }

  @Test
  void aViewThatIsChangedIsReadAsItIsNow() {
    view("changing", "duckdb", "select 1 as v");
    assertEquals("[[1]]", data.rows("select v from lake.main.changing"));
    data.client.send("PATCH", VIEWS + "/changing", "{\"sql\":\"select 2 as v\"}").expect(200);
    assertEquals("[[2]]", data.rows("select v from lake.main.changing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "reads_files | select * from read_parquet('/etc/passwd')  | 400 | SQL_NOT_ALLOWED",
        "two_texts   | select 1; drop table x                     | 400 | SQL_NOT_ALLOWED",
        "writes      | insert into lake.main.sales values (1)     | 400 | SQL_NOT_ALLOWED",
        "short_name  | select * from sales                        | 400 | SQL_NOT_ALLOWED",
        "parameter   | select $1                                  | 400 | SQL_NOT_ALLOWED",
        "env         | select getenv('HOME')                      | 400 | SQL_NOT_ALLOWED",
        "unparsable  | selec 1                                    | 400 | INVALID_SQL",
        "unbound     | select nope from lake.main.sales           | 400 | INVALID_SQL",
        "itself      | select * from lake.main.itself             | 422 | TABLE_NOT_READABLE",
        "escapes     | select 1) as t, (select 2                  | 400 | INVALID_SQL"
      })
  void theTextOfAViewPassesTheSameGate(String name, String sql, int status, String code) {
    view(name, "duckdb", sql);
    Answer answer = data.query("select * from lake.main." + name).expect(status, code);
    assertEquals("lake.main." + name, answer.json().at("/details/view").asText());
  }

  @Test
  void aTableThatAViewNamesMustBeThere() {
    view("dangling", "duckdb", "from lake.main.nothing");
    Answer answer = data.query("from lake.main.dangling").expect(404, "TABLE_NOT_FOUND");
    assertEquals("lake.main.nothing", answer.json().at("/details/table").asText());
  }

  @Test
  void viewsInACircleAreNamed() {
    view("round", "duckdb", "from lake.main.trip");
    view("trip", "duckdb", "from lake.main.round");
    Answer answer = data.query("from lake.main.round").expect(422, "TABLE_NOT_READABLE");
    assertEquals(
        "[\"lake.main.round\",\"lake.main.trip\"]",
        answer.json().at("/details/through").toString());
  }

  @Test
  void viewsAreEightDeepAtMost() {
    view("deep1", "duckdb", "from lake.main.sales");
    for (int i = 2; i <= 9; i++) {
      view("deep" + i, "duckdb", "from lake.main.deep" + (i - 1));
    }
    assertEquals("[[2]]", data.rows("select count(*) from lake.main.deep8"));
    Answer answer = data.query("from lake.main.deep9").expect(422, "QUERY_TOO_LARGE");
    assertEquals(8, answer.json().at("/details/limit").asInt());
  }

  @Test
  void viewsThatMultiplyAreBounded() {
    view("many1", "duckdb", "from lake.main.sales" + ", lake.main.sales".repeat(9));
    view("many2", "duckdb", "from lake.main.many1" + ", lake.main.many1".repeat(9));
    view("many3", "duckdb", "from lake.main.many2" + ", lake.main.many2".repeat(9));
    Answer answer = data.query("from lake.main.many3").expect(422, "QUERY_TOO_LARGE");
    assertEquals(1_000, answer.json().at("/details/limit").asInt());
  }

  @Test
  void viewsThatNestTooDeeplyTogetherAreRefused() {
    String six = "select (select (select (select (select (select (select 1))))))";
    view("nested", "duckdb", six + " as v");
    assertEquals("[[1]]", data.rows("select * from lake.main.nested"));
    Answer answer =
        data.query(
                "select * from ("
                    + six
                    + "), ("
                    + six.replace("select 1", "select v from" + " lake.main.nested")
                    + ")")
            .expect(422, "QUERY_TOO_LARGE");
    assertEquals(12, answer.json().at("/details/limit").asInt());
  }

  @Test
  void whatIsNoTextOfTheEngineIsRefusedByName() {
    view("spark", "spark", "select 1");
    Answer answer = data.query("from lake.main.spark").expect(422, "FORMAT_NOT_QUERYABLE");
    assertEquals("the dialect spark", answer.json().at("/details/feature").asText());
    view("unversioned", "duckdb", "select 1");
    data.query("from lake.main.unversioned at (version => 1)").expect(400, "SQL_NOT_ALLOWED");
  }

  @Test
  void viewsOfOthersAreNotSeen() {
    view("mine", "duckdb", "select 1");
    data.query("from lake.main.mine", "X-Arco-Workspace", "other").expect(404);
  }
}
