package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of registered Parquet tables, over HTTP. */
final class QueryDataTest {
  private static final String TO_A_HUNDRED = "select * from lake.main.hundred order by n";

  @TempDir static Path directory;
  private static DataServer data;

  @BeforeAll
  static void start() {
    data = new DataServer(directory, "sql.defaultRows", "50", "sql.maxRows", "90");
    Path strikes =
        data.parquet(
            "strikes.parquet",
            "select * from (values ('OSL', 10.5), ('FCO', null)) t(airport, \"Cost Total $\")");
    data.table("strikes", strikes);
    data.parquet("airports/a.parquet", "select 'OSL' as code, 'Oslo' as city");
    data.parquet("airports/deep/er/b.PARQ", "select 'FCO' as code, 'Rome' as city");
    data.parquet("airports/_temporary/c.parquet", "select 'XXX' as code, 'half' as city");
    data.parquet("airports/.hidden.parquet", "select 'XXX' as code, 'hidden' as city");
    data.table("airports", data.root.resolve("airports"));
    data.parquet("quakes/year=2023/month=1/x.parquet", "select 4.5 as magnitude");
    data.parquet("quakes/year=2024/month=2/x.parquet", "select 6.5 as magnitude");
    data.table("quakes", data.root.resolve("quakes"));
    data.table("hundred", data.parquet("hundred.parquet", "select range as n from range(100)"));
  }

  @AfterAll
  static void stop() {
    data.close();
  }

  @Test
  void aFileIsATable() {
    JsonNode json =
        data.query("select * from lake.main.strikes order by airport").expect(200).json();
    assertEquals(
        "[{\"name\":\"airport\",\"type\":\"VARCHAR\"},"
            + "{\"name\":\"Cost Total $\",\"type\":\"DECIMAL(3,1)\"}]",
        json.path("columns").toString());
    assertEquals("[[\"FCO\",null],[\"OSL\",\"10.5\"]]", json.path("rows").toString());
    assertFalse(json.path("truncated").asBoolean(true));
  }

  @Test
  void namesMayBeQuoted() {
    assertEquals(
        "[[\"10.5\"]]",
        data.rows(
            "select max(\"s\".\"Cost Total $\") from \"lake\".\"main\".\"strikes\" as \"s\""));
  }

  @Test
  void aDirectoryIsReadWithItsFoldersButNotWhatIsHidden() {
    assertEquals(
        "[[\"FCO\"],[\"OSL\"]]", data.rows("select code from lake.main.airports order by code"));
  }

  @Test
  void foldersOfKeyAndValueAreColumns() {
    assertEquals(
        "[[2023,1,\"4.5\"],[2024,2,\"6.5\"]]",
        data.rows("select year, month, magnitude from lake.main.quakes order by year"));
    assertEquals(
        "[[\"6.5\"]]", data.rows("select magnitude from lake.main.quakes where year = 2024"));
  }

  @Test
  void tablesJoinAndCommonTableExpressionsWork() {
    assertEquals(
        "[[\"Oslo\",\"10.5\"]]",
        data.rows(
            "with dear as (select airport, \"Cost Total $\" as cost from lake.main.strikes"
                + " where \"Cost Total $\" > 1)"
                + " select city, cost from dear join lake.main.airports on airport = code"));
  }

  @Test
  void tablesOfTheServerJoinWithThoseOfUsers() {
    long sequence = data.client.get("/api/v1/catalogs").sequence();
    Answer answer =
        data.client.post(
            DataServer.QUERY + "?minSequence=" + sequence,
            DataServer.body(
                "select t.name, count(*) from system.catalog.tables t, lake.main.strikes s"
                    + " where t.name = 'strikes' group by t.name"));
    assertEquals("[[\"strikes\",2]]", answer.expect(200).json().path("rows").toString());
    assertEquals(sequence, answer.sequence());
  }

  @Test
  void aQueryNeedsNoTable() {
    assertEquals("[[2]]", data.rows("select 1 + 1"));
  }

  @Test
  void theAnswerCarriesTheSequenceOfTheCatalogItUsed() {
    Answer answer = data.query("select 1");
    assertEquals(answer.sequence(), answer.json().path("sequence").asLong());
    long newest = data.client.get("/api/v1/catalogs").sequence();
    assertEquals(newest, answer.sequence());
    String tooHigh = DataServer.QUERY + "?minSequence=" + newest;
    data.client.post(tooHigh, "{\"sql\":\"select 1\"}").expect(200);
  }

  @Test
  void csvIsMadeWhereItIsAccepted() {
    Answer answer =
        data.query("select * from lake.main.strikes order by airport", "Accept", "text/csv")
            .expect(200);
    assertEquals("text/csv; charset=utf-8", answer.header("Content-Type"));
    assertEquals("false", answer.header("X-Arco-Truncated"));
    assertEquals(
        "airport,Cost Total $\r\nFCO,\r\nOSL,10.5\r\n",
        new String(answer.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void arrowIsMadeWhereItIsAccepted() throws IOException {
    String type = "application/vnd.apache.arrow.stream";
    Answer answer =
        data.query("select n, n * 2 as twice from lake.main.hundred order by n", "Accept", type)
            .expect(200);
    assertEquals(type, answer.header("Content-Type"));
    assertEquals("true", answer.header("X-Arco-Truncated"));
    assertTrue(answer.sequence() > 0);
    List<String> rows = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(answer.bytes()), allocator)) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        for (int i = 0; i < batch.getRowCount(); i++) {
          rows.add(batch.getVector("n").getObject(i) + ":" + batch.getVector("twice").getObject(i));
        }
      }
    }
    assertEquals(50, rows.size());
    assertEquals("49:98", rows.get(49));
  }

  @Test
  void whatIsCutOffSaysSo() {
    Answer byDefault = data.query(TO_A_HUNDRED).expect(200);
    assertEquals(50, byDefault.json().path("rows").size());
    assertTrue(byDefault.json().path("truncated").asBoolean());
    assertEquals("true", byDefault.header("X-Arco-Truncated"));
    Answer asked =
        data.client
            .post(DataServer.QUERY, "{\"sql\":\"" + TO_A_HUNDRED + "\",\"maxRows\":3}")
            .expect(200);
    assertEquals("[[0],[1],[2]]", asked.json().path("rows").toString());
    Answer most =
        data.client
            .post(DataServer.QUERY, "{\"sql\":\"" + TO_A_HUNDRED + "\",\"maxRows\":1000}")
            .expect(200);
    assertEquals(90, most.json().path("rows").size());
  }

  @Test
  void changedFilesAreSeen() throws IOException {
    Path file = data.parquet("changing.parquet", "select 1 as v");
    data.table("changing", file);
    assertEquals("[[1]]", data.rows("select v from lake.main.changing"));
    Path other = data.parquet("other.parquet", "select 2 as v");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertEquals("[[2]]", data.rows("select v from lake.main.changing"));
  }

  @Test
  void anEmptyDirectoryHasTheRegisteredColumns() {
    Path folder = DataServer.folder(data.root.resolve("empty"));
    String columns =
        ",\"columns\":[{\"name\":\"a b\",\"type\":\"decimal(5,2)\"},"
            + "{\"name\":\"at\",\"type\":\"timestamp\"},{\"name\":\"l\",\"type\":\"list<int>\"},"
            + "{\"name\":\"m\",\"type\":\"map<string, int>\"}]}";
    String body = DataServer.body("empty", "parquet", folder.toUri().toString());
    data.client.post(DataServer.TABLES, body.substring(0, body.length() - 1) + columns).expect(201);
    JsonNode json = data.query("select * from lake.main.empty").expect(200).json();
    assertEquals("[]", json.path("rows").toString());
    assertEquals(
        List.of("DECIMAL(5,2)", "TIMESTAMP WITH TIME ZONE", "INTEGER[]", "JSON"),
        json.path("columns").findValuesAsText("type"));
    data.parquet("empty/now.parquet", "select 5 as v");
    assertEquals("[[5]]", data.rows("select v from lake.main.empty"));
  }

  @Test
  void aLinkToAFileInsideTheRootsIsFollowed() throws IOException {
    Path blob = data.parquet("blobs/x.parquet", "select 9 as v");
    Path linked = DataServer.folder(data.root.resolve("linked"));
    Files.createSymbolicLink(linked.resolve("v.parquet"), blob);
    data.table("linked", linked);
    assertEquals("[[9]]", data.rows("select v from lake.main.linked"));
  }

  @Test
  void tenantsDoNotSeeEachOthersTables() {
    String[] other = {"X-Arco-Tenant", "other"};
    data.query("select * from lake.main.strikes", other).expect(404, "TABLE_NOT_FOUND");
    data.workspace(other);
    data.table("strikes", data.parquet("theirs.parquet", "select 'theirs' as whose"), other);
    assertEquals("[[\"theirs\"]]", data.rows("select whose from lake.main.strikes", other));
    assertEquals("[[2]]", data.rows("select count(*) from lake.main.strikes"));
  }

  @Test
  void namesAreLookedUpAsTheyAreWritten() {
    data.query("select * from LAKE.main.strikes").expect(404, "TABLE_NOT_FOUND");
  }
}
