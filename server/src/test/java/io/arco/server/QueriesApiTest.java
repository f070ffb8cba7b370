package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.server.ContractClient.Answer;
import io.arco.server.auth.Role;
import io.arco.server.sql.SqlEngine;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queries of a server, seen and ended from the outside. */
final class QueriesApiTest {
  private static final String QUERIES = "/api/v1/queries";

  /** Works for ever before its first batch. */
  private static final String BUSY =
      "select count(*) from range(10000) a, range(10000) b, range(10000) c"
          + " where a.range + b.range + c.range = -1";

  /** Its first batch comes at once, its last never. */
  private static final String ENDLESS =
      "select a.range as n, repeat('x', 100) as x from range(100000) a, range(100000) b";

  @TempDir private Path directory;

  private static RunningServer patient(String... more) {
    String[] settings = {
      "sql.maxRows", "100000000",
      "sql.defaultRows", "100000000",
      "sql.maxResultBytes", "1099511627776",
      "sql.timeoutMillis", "3600000"
    };
    String[] all = java.util.Arrays.copyOf(settings, settings.length + more.length);
    System.arraycopy(more, 0, all, settings.length, more.length);
    return RunningServer.on(Configs.inMemory(all));
  }

  private static String body(String sql) {
    return Json.MAPPER.createObjectNode().put("sql", sql).toString();
  }

  private static SqlEngine engine(RunningServer server) {
    return FlightAccess.engine(server.server());
  }

  private static JsonNode newest(RunningServer server, String... headers) {
    return server.client().get(QUERIES, headers).expect(200).json().at("/items/0");
  }

  /** The newest once it has ended: an answer may be there a moment before. */
  private static JsonNode ended(RunningServer server) {
    Await.until("it has ended", () -> !newest(server).get("state").asText().equals("running"));
    return newest(server);
  }

  private static double metric(RunningServer server, String name) {
    String text = new String(server.client().get("/metrics").bytes(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + text));
  }

  @Test
  void aQueryThatHasEndedIsKnownByTheIdOfItsAnswer() {
    try (RunningServer server = patient()) {
      Answer good =
          server.client().post("/api/v1/query", body("from range(3)"), "X-Request-Id", "mine");
      JsonNode told = ended(server);
      assertEquals(good.header("X-Arco-Query-Id"), told.get("id").asText());
      assertEquals("query", told.get("kind").asText());
      assertEquals("succeeded", told.get("state").asText());
      assertEquals("anonymous", told.get("principal").asText());
      assertEquals("mine", told.get("requestId").asText());
      assertEquals("from range(3)", told.get("statement").asText());
      assertEquals(3, told.get("rows").asLong());
      assertEquals(good.bytes().length, told.get("bytes").asLong());
      assertNull(told.get("code"));
      Answer bad = server.client().send("POST", "/api/v1/query-data", body("select nope"));
      bad.expect(400, "INVALID_SQL");
      JsonNode failed = ended(server);
      assertEquals(bad.header("X-Arco-Query-Id"), failed.get("id").asText());
      assertEquals("query-data", failed.get("kind").asText());
      assertEquals(
          "failed INVALID_SQL", failed.get("state").asText() + " " + failed.get("code").asText());
      // It stays as it is.
      String path = QUERIES + "/" + told.get("id").asText();
      assertEquals(told, server.client().delete(path).expect(200).json());
      server.client().send("DELETE", QUERIES + "/nobody", null).expect(404, "QUERY_NOT_FOUND");
    }
  }

  @Test
  void aQueryIsEndedBeforeItHasAnswered() throws Exception {
    try (RunningServer server = patient()) {
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(
              () -> server.client().send("POST", "/api/v1/query", body(BUSY)));
      Await.until("it runs", () -> engine(server).running() == 1);
      JsonNode told = newest(server);
      assertEquals("running", told.get("state").asText());
      JsonNode ended =
          server.client().delete(QUERIES + "/" + told.get("id").asText()).expect(200).json();
      assertEquals("cancelled", ended.get("state").asText());
      assertEquals("QUERY_CANCELLED", ended.get("code").asText());
      assertEquals(0, engine(server).running());
      assertEquals(1, metric(server, "arco_queries_interrupted_total"));
      assertEquals(
          told.get("id").asText(),
          waiting.get().expect(409, "QUERY_CANCELLED").header("X-Arco-Query-Id"));
    }
  }

  /** The window of a result is all that is made of it while nobody reads. */
  @Test
  void aQueryWhoseReaderIsSlowMakesLittleAndIsEndedToo() throws IOException {
    try (RunningServer server = patient();
        Socket socket =
            StreamedAnswers.ask(
                server.server().port(), "/api/v1/query", body(ENDLESS), "Accept", "text/csv")) {
      assertTrue(socket.getInputStream().read() >= 0);
      Await.until("it is held up", () -> isHeldUp(server));
      JsonNode told = newest(server);
      assertTrue(told.get("bytes").asLong() < 16 << 20, told.toString());
      assertEquals("running", told.get("state").asText());
      JsonNode ended =
          server.client().delete(QUERIES + "/" + told.get("id").asText()).expect(200).json();
      assertEquals("cancelled", ended.get("state").asText());
      assertEquals(0, engine(server).running());
      assertEquals(0, metric(server, "arco_queries_running"));
    }
  }

  private static boolean isHeldUp(RunningServer server) {
    long before = newest(server).get("rows").asLong();
    for (int i = 0; i < 30; i++) {
      if (newest(server).get("rows").asLong() != before) {
        return false;
      }
    }
    return before > 0;
  }

  @Test
  void oneSeesAndEndsOnesOwnAndAnAdminAllOfTheWorkspace() throws Exception {
    TokenHolders holders = new TokenHolders(directory);
    String ann = "Bearer " + holders.add("ann", "acme", Role.READER);
    String bob = "Bearer " + holders.add("bob", "acme", Role.WRITER);
    String eve = "Bearer " + holders.add("eve", "acme", Role.ADMIN);
    String foreign = "Bearer " + holders.add("mallory", "other", Role.ADMIN);
    try (RunningServer server = patient(holders.settings())) {
      ContractClient client = server.client();
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(
              () -> client.send("POST", "/api/v1/query", body(BUSY), "Authorization", ann));
      Await.until("it runs", () -> engine(server).running() == 1);
      String id = newest(server, "Authorization", ann).get("id").asText();
      for (String other : List.of(bob, foreign)) {
        JsonNode list = client.get(QUERIES, "Authorization", other).expect(200).json();
        assertEquals(0, list.get("items").size());
      }
      String path = QUERIES + "/" + id;
      client.send("DELETE", path, null, "Authorization", bob).expect(403, "PERMISSION_DENIED");
      client.send("DELETE", path, null, "Authorization", foreign).expect(404, "QUERY_NOT_FOUND");
      client
          .send("DELETE", path, null, "Authorization", eve, "X-Arco-Workspace", "elsewhere")
          .expect(404, "QUERY_NOT_FOUND");
      assertEquals(1, engine(server).running());
      assertEquals(id, newest(server, "Authorization", eve).get("id").asText());
      client.delete(path, "Authorization", eve).expect(200);
      waiting.get().expect(409, "QUERY_CANCELLED");
    }
  }
}
