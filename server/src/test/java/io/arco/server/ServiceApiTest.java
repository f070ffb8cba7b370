package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ContractClient.Answer;
import io.arco.testing.Await;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The server about itself. */
final class ServiceApiTest {
  private static final String CATALOGS = "/api/v1/catalogs";

  @Test
  void everyOperationOfTheContractAnswers() {
    try (RunningServer server =
        RunningServer.on(Configs.inMemory("search.buildWaitMillis", "30000"))) {
      ContractClient client = server.client();
      String tables = CATALOGS + "/c/schemas/s/tables";
      client.post(CATALOGS, "{\"name\":\"c\"}").expect(201);
      client.post(CATALOGS + "/c/schemas", "{\"name\":\"s\"}").expect(201);
      client.post(tables, "{\"name\":\"t\"}").expect(201);
      client
          .post("/api/v1/manifests", "{\"assets\":[{\"key\":\"a.b\",\"kind\":\"sql\"}]}")
          .expect(201);
      String request = "{\"selection\":\"*\"}";
      client.post("/api/v1/plans:preview", request).expect(200);
      String plan = client.post("/api/v1/plans", request).expect(201).header("Location");
      for (String path :
          new String[] {
            "/api/v1/changes",
            "/api/v1/diff?from=0",
            "/api/v1/manifests",
            "/api/v1/manifests/current",
            "/api/v1/assets",
            "/api/v1/assets/a.b",
            "/api/v1/lineage/asset:a.b",
            "/api/v1/plans",
            plan,
            plan + "/items",
            CATALOGS,
            CATALOGS + "/c",
            CATALOGS + "/c/schemas",
            CATALOGS + "/c/schemas/s",
            tables,
            tables + "/t",
            CATALOGS + "/c/history",
            CATALOGS + "/c/schemas/s/history",
            tables + "/t/history",
            "/api/v1/search?q=t",
            "/openapi.json",
            "/health/live",
            "/health/ready",
            "/browser",
            "/browser/page.js",
            "/metrics"
          }) {
        client.get(path).expect(200);
      }
      exerciseObjects(client);
      exerciseRuns(client);
      client.patch(tables + "/t", "{}").expect(200);
      client.put(tables + "/t", "{}").expect(200);
      client.patch(CATALOGS + "/c/schemas/s", "{}").expect(200);
      client.patch(CATALOGS + "/c", "{}").expect(200);
      client.post("/api/v1/snapshots", null).expect(200);
      client
          .post(
              "/api/v1/transactions",
              "{\"operations\":[{\"operation\":\"alterCatalog\",\"path\":{\"catalog\":\"c\"},\"body\":{}}]}")
          .expect(200);
      client.post("/api/v1/query", "{\"sql\":\"select 1\"}").expect(200);
      String query =
          client
              .post("/api/v1/query-data", "{\"sql\":\"select 1\"}")
              .expect(200)
              .header("X-Arco-Query-Id");
      client.get("/api/v1/queries").expect(200);
      client.delete("/api/v1/queries/" + query).expect(200);
      client.get(fileUrl(client)).expect(200);
      exerciseDropped(client, tables + "/t");
      client.delete(CATALOGS + "/c/schemas/s").expect(200);
      client.delete(CATALOGS + "/c").expect(200);
      TreeSet<String> described = new TreeSet<>();
      ContractClient.contract().operations().forEach(it -> described.add(it.getOperationId()));
      assertEquals(described, new TreeSet<>(client.exercised()));
    }
  }

  private static String fileUrl(ContractClient client) {
    return client
        .post("/api/v1/browser/urls", "{\"tables\":[\"catalog.catalogs\"]}")
        .expect(200)
        .json()
        .at("/tables/0/files/0/url")
        .asText();
  }

  /** Every operation on runs, and of workers. */
  private static void exerciseRuns(ContractClient client) {
    String runs = TestWorker.RUNS;
    String run = runs + "/" + newRun(client);
    TestWorker.Held held = new TestWorker(client, "w").one();
    held.started().expect(200);
    held.heartbeat().expect(200);
    held.log(1, "begins").expect(200);
    client.get("/api/v1/tasks/" + held.taskId() + "/logs").expect(200);
    held.failed("CONFIGURATION").expect(200);
    for (String path :
        new String[] {
          runs, run, run + "/tasks", run + "/tasks/0", "/api/v1/explain?task=" + held.taskId()
        }) {
      client.get(path).expect(200);
    }
    client.post(run + "/rerun", "{\"mode\":\"FROM_FAILURE\"}").expect(201);
    client.post(runs + "/" + newRun(client) + "/cancel", "{}").expect(200);
  }

  private static String newRun(ContractClient client) {
    return client
        .post(TestWorker.RUNS, "{\"selection\":\"*\"}")
        .expect(201)
        .json()
        .path("run")
        .asText();
  }

  private static void exerciseDropped(ContractClient client, String table) {
    String id = client.delete(table).expect(200).json().path("id").asText();
    client.get("/api/v1/dropped").expect(200);
    client.post("/api/v1/dropped/" + id + "/undrop", "{}").expect(200);
    client.delete(table).expect(200);
    client.delete("/api/v1/dropped/" + id).expect(200);
  }

  /** Every operation of every kind with details. */
  private static void exerciseObjects(ContractClient client) {
    String schema = CATALOGS + "/c/schemas/s";
    exercise(client, schema + "/views", "\"sql\":\"select 1\"");
    exercise(client, schema + "/volumes", "\"location\":\"s3://b\"");
    exercise(client, schema + "/functions", "\"body\":\"1\"");
    exercise(client, schema + "/models", "\"comment\":\"x\"");
    client.post(schema + "/models", "{\"name\":\"m\"}").expect(201);
    exercise(client, schema + "/models/m/versions", "\"status\":\"failed\"");
    client.delete(schema + "/models/m").expect(200);
  }

  private static void exercise(ContractClient client, String list, String details) {
    client.post(list, "{\"name\":\"o\"," + details + "}").expect(201);
    client.get(list).expect(200);
    client.get(list + "/o").expect(200);
    client.get(list + "/o/history").expect(200);
    client.patch(list + "/o", "{" + details + "}").expect(200);
    client.delete(list + "/o").expect(200);
  }

  @Test
  void aServerWhoseStoreIsDownIsAliveButNotReady() {
    GatedStore store = new GatedStore();
    try (RunningServer server = RunningServer.on(Configs.inMemory(), store)) {
      server.client().get("/health/ready").expect(200);
      store.broken(true);
      Await.until("the server notices", () -> server.client().get("/health/ready").status() == 503);
      Answer answer = server.client().get("/health/ready").expect(503, "UNAVAILABLE");
      assertEquals("store", answer.json().at("/details/notReady").asText());
      assertEquals("1", answer.header("Retry-After"));
      server.client().get("/health/live").expect(200);
      Answer read = server.client().get(CATALOGS).expect(503, "UNAVAILABLE");
      assertFalse(new String(read.bytes(), StandardCharsets.UTF_8).contains("secret-host"));
      store.broken(false);
      Await.until("the server notices", () -> server.client().get("/health/ready").status() == 200);
      server.client().get(CATALOGS).expect(200);
    }
  }

  @Test
  void aWriteThatDoesNotEndInTimeHasAnUnknownOutcome() {
    GatedStore store = new GatedStore();
    try (RunningServer server =
        RunningServer.on(Configs.inMemory("ledger.commandTimeoutMillis", "1000"), store)) {
      server.client().get(CATALOGS).expect(200);
      store.shut();
      server.client().post(CATALOGS, "{\"name\":\"c\"}").expect(504, "OUTCOME_UNKNOWN");
      store.open();
      Await.until("it takes effect", () -> server.client().get(CATALOGS + "/c").status() == 200);
    }
  }

  @Test
  void metricsTellOperationsAndTheLedgerButNoTenant() {
    try (RunningServer server = RunningServer.inMemory()) {
      ContractClient client = server.client();
      client.post(CATALOGS, "{\"name\":\"c\"}", "X-Arco-Tenant", "hidden-tenant").expect(201);
      client.get(CATALOGS + "/nope", "X-Arco-Tenant", "hidden-tenant").expect(404);
      Await.until("the requests are counted", () -> metrics(client).contains("status=\"404\""));
      String text = metrics(client);
      for (String line :
          new String[] {
            "arco_http_requests_seconds_count{operation=\"createCatalog\",status=\"201\"} 1",
            "arco_http_requests_seconds_count{operation=\"getCatalog\",status=\"404\"} 1",
            "arco_http_requests_seconds_bucket{operation=\"createCatalog\",status=\"201\",le=",
            "arco_http_in_flight 1.0",
            "arco_ledger_commits_total{writer=\"self\"} 1.0",
            "arco_ledger_batch_commands_count 1",
            "arco_store_requests_seconds_count{operation=\"put\",outcome=\"ok\"}",
            "jvm_memory_used_bytes"
          }) {
        assertTrue(text.contains(line), () -> line + " is not in\n" + text);
      }
      assertFalse(text.contains("hidden-tenant"));
    }
  }

  @Test
  void aRequestThatItsClientLeftIsNoLongerInFlight() throws Exception {
    try (RunningServer server = RunningServer.inMemory()) {
      try (RawHttp http = new RawHttp(server.server().port())) {
        http.write(
            "POST /api/v1/catalogs HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n"
                + "{");
        Await.until(
            "it is in flight", () -> metrics(server.client()).contains("arco_http_in_flight 2.0"));
      }
      Await.until("it is not", () -> metrics(server.client()).contains("arco_http_in_flight 1.0"));
    }
  }

  @Test
  void theContractIsServedAsItIs() {
    try (RunningServer server = RunningServer.inMemory()) {
      assertEquals("3.1.0", server.client().get("/openapi.json").json().path("openapi").asText());
    }
  }

  private static String metrics(ContractClient client) {
    return new String(client.get("/metrics").expect(200).bytes(), StandardCharsets.UTF_8);
  }
}
