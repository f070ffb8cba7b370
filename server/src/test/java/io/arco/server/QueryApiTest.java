package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import io.arco.testing.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL over the system tables, and snapshots, from the outside. */
final class QueryApiTest {
  private static final String TABLES = "/api/v1/catalogs/c/schemas/s/tables";

  @TempDir private Path directory;

  @Test
  void whatWasAnsweredIsInTheLatestSnapshot() {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 3);
      Answer answer =
          query(server, "select name, column_count from system.catalog.tables order by name");
      assertEquals("[[\"t0\",2],[\"t1\",2],[\"t2\",2]]", answer.json().get("rows").toString());
      assertEquals(5, answer.json().get("sequence").asLong());
      assertEquals(5, answer.sequence());
      assertEquals("false", answer.header("X-Arco-Truncated"));
    }
  }

  @Test
  void allSystemTablesShowTheSameInstant() {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 20);
      String sql =
          "select (select count(*) from system.catalog.catalogs),"
              + " (select count(*) from system.catalog.schemas),"
              + " (select count(*) from system.catalog.tables),"
              + " (select count(*) from system.catalog.columns),"
              + " (select max(sequence) from system.audit.commits)";
      assertEquals("[[1,1,20,40,22]]", query(server, sql).json().get("rows").toString());
    }
  }

  @Test
  void anEmptyWorkspaceHasItsTablesWithoutRows() {
    try (RunningServer server = RunningServer.inMemory()) {
      Answer answer = query(server, "select * from system.catalog.tables");
      assertEquals(0, answer.json().get("rows").size());
      assertTrue(answer.json().get("columns").size() > 10);
      assertEquals(0, answer.json().get("sequence").asLong());
      Answer snapshot = server.client().post("/api/v1/snapshots", null).expect(200);
      assertEquals("{\"number\":0,\"sequence\":0}", snapshot.json().toString());
    }
  }

  @Test
  void aQuietWorkspaceIsPublishedWithoutBeingAsked() {
    try (RunningServer server = RunningServer.on(onDisk())) {
      fill(server.client(), 1);
      String body = body("select max(sequence) from system.audit.commits", "published");
      Await.until(
          "the snapshot of commit 3",
          () ->
              server
                  .client()
                  .post("/api/v1/query", body)
                  .expect(200)
                  .json()
                  .get("rows")
                  .toString()
                  .equals("[[3]]"));
    }
  }

  @Test
  void aMinimalSequenceIsWaitedFor() {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 2);
      Answer answer =
          server
              .client()
              .post(
                  "/api/v1/query?minSequence=4",
                  body("select max(sequence) from system.audit.commits", "published"))
              .expect(200);
      assertTrue(answer.json().get("sequence").asLong() >= 4);
    }
  }

  @Test
  void anAskedSnapshotIncludesEveryWriteAnsweredBefore() {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 4);
      JsonNode snapshot = server.client().post("/api/v1/snapshots", null).expect(200).json();
      assertEquals(6, snapshot.get("sequence").asLong());
      JsonNode again = server.client().post("/api/v1/snapshots", null).expect(200).json();
      assertEquals(snapshot, again);
    }
  }

  @Test
  void theSameRowsComeAsCsvAndAsArrow() throws IOException {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 2);
      String body = body("select name, version from system.catalog.tables order by 1", "latest");
      Answer csv = server.client().post("/api/v1/query", body, "Accept", "text/csv").expect(200);
      assertEquals("name,version\r\nt0,1\r\nt1,1\r\n", text(csv));
      Answer arrow =
          server
              .client()
              .post("/api/v1/query", body, "Accept", "application/vnd.apache.arrow.stream")
              .expect(200);
      List<String> rows = new ArrayList<>();
      try (RootAllocator allocator = new RootAllocator();
          ArrowStreamReader reader =
              new ArrowStreamReader(new ByteArrayInputStream(arrow.bytes()), allocator)) {
        while (reader.loadNextBatch()) {
          var root = reader.getVectorSchemaRoot();
          for (int i = 0; i < root.getRowCount(); i++) {
            rows.add(root.getVector(0).getObject(i) + " " + root.getVector(1).getObject(i));
          }
        }
      }
      assertEquals(List.of("t0 1", "t1 1"), rows);
      server
          .client()
          .send("POST", "/api/v1/query", body, "Accept", "image/png")
          .expect(406, "NOT_ACCEPTABLE");
    }
  }

  @Test
  void aCutAnswerSaysSo() {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 5);
      String body =
          Json.MAPPER
              .createObjectNode()
              .put("sql", "select name from system.catalog.tables")
              .put("maxRows", 3)
              .put("freshness", "latest")
              .toString();
      Answer answer = server.client().post("/api/v1/query", body).expect(200);
      assertEquals(3, answer.json().get("rows").size());
      assertTrue(answer.json().get("truncated").asBoolean());
      assertEquals("true", answer.header("X-Arco-Truncated"));
    }
  }

  @Test
  void aTenantSeesItsOwnRowsAlone() {
    try (RunningServer server = RunningServer.inMemory()) {
      fill(server.client(), 2);
      String body = body("select count(*) from system.catalog.tables", "latest");
      Answer other =
          server.client().post("/api/v1/query", body, "X-Arco-Tenant", "other").expect(200);
      assertEquals("[[0]]", other.json().get("rows").toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "insert into system.catalog.tables values (1) | 400 | SQL_NOT_ALLOWED",
        "copy system.catalog.tables to '/tmp/x' | 400 | SQL_NOT_ALLOWED",
        "attach 'x.db' | 400 | SQL_NOT_ALLOWED",
        "select * from read_csv('/etc/passwd') | 400 | SQL_NOT_ALLOWED",
        "from '/etc/passwd' | 400 | SQL_NOT_ALLOWED",
        "select getenv('HOME') | 400 | SQL_NOT_ALLOWED",
        "select 1; drop view x | 400 | SQL_NOT_ALLOWED",
        "select * from system.ledger.idempotency_keys | 404 | TABLE_NOT_FOUND",
        "select * from c.s.t0 | 404 | TABLE_NOT_FOUND",
        "select nope from system.catalog.tables | 400 | INVALID_SQL",
        "selec | 400 | INVALID_SQL"
      })
  void whatIsNoSelectOverSystemTablesIsRefused(String sql, int status, String code) {
    try (RunningServer server = RunningServer.inMemory()) {
      server.client().send("POST", "/api/v1/query", body(sql, "latest")).expect(status, code);
      assertEquals("[[1]]", query(server, "select 1").json().get("rows").toString());
    }
  }

  @Test
  void anEndlessQueryEndsWhileOthersAreAnswered() {
    try (RunningServer server = RunningServer.on(Configs.inMemory("sql.timeoutMillis", "5000"))) {
      String endless =
          "select count(*) from range(100000) a, range(100000) b, range(100000) c where a.range ="
              + " b.range + c.range";
      List<Answer> answers = new ArrayList<>();
      Thread asking =
          new Thread(
              () ->
                  answers.add(
                      server.client().send("POST", "/api/v1/query", body(endless, "published"))));
      asking.start();
      for (int i = 0; i < 20; i++) {
        assertEquals("[[7]]", query(server, "select 7").json().get("rows").toString());
      }
      Await.until("the endless query's answer", () -> !answers.isEmpty());
      assertTrue(
          List.of("QUERY_TIMEOUT", "QUERY_TOO_LARGE").contains(answers.get(0).code()),
          text(answers.get(0)));
      assertFalse(asking.isAlive() && answers.isEmpty());
    }
  }

  @Test
  void aRestartedServerAnswersTheSameRows() {
    byte[] before;
    String sql = "select * from system.catalog.columns order by all";
    try (RunningServer server = RunningServer.on(onDisk())) {
      fill(server.client(), 6);
      before = query(server, sql).bytes();
    }
    try (RunningServer server = RunningServer.on(onDisk())) {
      assertArrayEquals(before, query(server, sql).bytes());
      server.client().get(TABLES + "/t5").expect(200);
    }
  }

  private io.arco.server.config.ArcoConfig onDisk() {
    return Configs.inMemory("store", "file:" + directory.resolve("store"));
  }

  private static void fill(ContractClient client, int tables) {
    client.post("/api/v1/catalogs", "{\"name\":\"c\"}").expect(201);
    client.post("/api/v1/catalogs/c/schemas", "{\"name\":\"s\"}").expect(201);
    for (int i = 0; i < tables; i++) {
      String table =
          "{\"name\":\"t"
              + i
              + "\",\"columns\":[{\"name\":\"a\",\"type\":\"int\"},"
              + "{\"name\":\"Cost Total $\",\"type\":\"string\"}]}";
      client.post(TABLES, table).expect(201);
    }
  }

  private static Answer query(RunningServer server, String sql) {
    return server.client().post("/api/v1/query", body(sql, "latest")).expect(200);
  }

  private static String body(String sql, String freshness) {
    return Json.MAPPER.createObjectNode().put("sql", sql).put("freshness", freshness).toString();
  }

  private static String text(Answer answer) {
    return new String(answer.bytes(), StandardCharsets.UTF_8);
  }
}
