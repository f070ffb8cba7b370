package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.TestWorker.Held;
import io.arco.testing.Await;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that have left the state: they are read as before. */
final class EvictedRunTest {
  private static final String RUNS = TestWorker.RUNS;

  private static final String MANIFEST =
      """
      {"assets":[{"key":"shop.a","kind":"sql","checks":[{"name":"some","kind":"row_count",
         "severity":"WARNING","parameters":{"min":1}}]},
       {"key":"shop.b","kind":"sql","dependencies":[{"asset":"shop.a"}]},
       {"key":"shop.c","kind":"sql"}]}
      """;

  private static RunningServer server;
  private static ContractClient client;
  private static TestWorker worker;
  private static final List<String> GONE = new ArrayList<>();
  private static String live;

  @BeforeAll
  static void start() {
    server =
        RunningServer.on(
            Configs.inMemory("runs.keptFinished", "0", "runs.keptFinishedMillis", "0"));
    client = server.client();
    worker = new TestWorker(client, "w");
    client.post("/api/v1/manifests", MANIFEST).expect(201);
    live = run("{\"selection\":\"shop.c\"}");
    Held kept = worker.one();
    for (int i = 0; i < 3; i++) {
      GONE.add(
          run(
              "{\"selection\":\"+shop.b\",\"mode\":\"ALL\",\"labels\":{\"n\":\"%d\"}}"
                  .formatted(i)));
      Held held = worker.one();
      held.log(1, "hello").expect(200);
      held.completed(
              "\"outcome\":\"SUCCEEDED\",\"outputs\":[{\"rowCount\":5}],"
                  + "\"checks\":[{\"name\":\"some\",\"passed\":true,\"measured\":5.0}]")
          .expect(200);
      Held second = worker.one();
      JsonNode before = get(RUNS + "/" + GONE.get(i));
      assertEquals("RUNNING", before.path("state").asText());
      second.failed("CONFIGURATION").expect(200);
    }
    client.post("/api/v1/snapshots", null).expect(200);
    for (String run : GONE) {
      Await.until("it has left the state", () -> hasLeft(run));
    }
    assertEquals(live + ".0", kept.taskId());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String run(String body) {
    return client.post(RUNS, body).expect(201).json().path("run").asText();
  }

  private static JsonNode get(String path) {
    return client.get(path).expect(200).json();
  }

  /** What a task waits for stands in the state alone. */
  private static boolean hasLeft(String run) {
    return !get(RUNS + "/" + run + "/tasks/1").has("waitsFor");
  }

  @Test
  void aRunIsShownWithItsTasksAndAttempts() {
    JsonNode run = get(RUNS + "/" + GONE.get(0));
    assertEquals("FAILED", run.path("state").asText());
    assertEquals("0", run.at("/labels/n").asText());
    assertEquals(1, run.at("/tasks/succeeded").asInt());
    assertEquals(1, run.at("/tasks/failed").asInt());
    assertTrue(run.has("endedAt"));
    JsonNode first = get(RUNS + "/" + GONE.get(0) + "/tasks/0");
    assertEquals("SUCCEEDED", first.at("/task/state").asText());
    assertEquals(5, first.at("/attempts/0/outputs/0/rowCount").asInt());
    assertEquals("WARNING", first.at("/attempts/0/checks/0/severity").asText());
    JsonNode second = get(RUNS + "/" + GONE.get(0) + "/tasks/1");
    assertEquals("CONFIGURATION", second.at("/task/error/category").asText());
    client.get(RUNS + "/" + GONE.get(0) + "/tasks/2").expect(404, "TASK_NOT_FOUND");
    client.get(RUNS + "/0199f3a1-7c00-7000-8000-000000000001").expect(404, "RUN_NOT_FOUND");
  }

  @Test
  void tasksAreListedAndNarrowed() {
    String tasks = RUNS + "/" + GONE.get(1) + "/tasks";
    assertEquals(List.of("0", "1"), get(tasks).findValuesAsText("number"));
    JsonNode page = get(tasks + "?pageSize=1");
    String token = page.path("nextPageToken").asText();
    assertEquals(
        List.of("1"), get(tasks + "?pageSize=1&pageToken=" + token).findValuesAsText("number"));
    assertEquals(List.of("1"), get(tasks + "?state=FAILED").findValuesAsText("number"));
    assertEquals(List.of("0"), get(tasks + "?asset=shop.a").findValuesAsText("number"));
  }

  @Test
  void theListHoldsThoseThatLeftAndThoseThatDidNot() {
    List<String> all = new ArrayList<>();
    String token = "";
    while (token != null) {
      String more = token.isEmpty() ? "" : "&pageToken=" + token;
      JsonNode page = get(RUNS + "?pageSize=1" + more);
      all.addAll(page.findValuesAsText("id"));
      token = page.path("nextPageToken").asText(null);
    }
    assertEquals(List.of(GONE.get(2), GONE.get(1), GONE.get(0), live), withoutReruns(all));
    assertEquals(List.of(GONE.get(1)), get(RUNS + "?label=n%3D1").findValuesAsText("id"));
    assertEquals(List.of(live), get(RUNS + "?state=RUNNING&asset=shop.c").findValuesAsText("id"));
    assertEquals(
        List.of(GONE.get(2), GONE.get(1), GONE.get(0)),
        withoutReruns(get(RUNS + "?asset=shop.b&state=FAILED").findValuesAsText("id")));
  }

  private static List<String> withoutReruns(List<String> ids) {
    return ids.stream().filter(id -> GONE.contains(id) || id.equals(live)).toList();
  }

  @Test
  void logsAndExplanationsAreThere() {
    JsonNode log = get("/api/v1/tasks/" + GONE.get(2) + ".0/logs");
    assertEquals("hello", log.at("/items/0/text").asText());
    assertTrue(log.path("ended").asBoolean());
    client.get("/api/v1/tasks/" + GONE.get(2) + ".7/logs").expect(404, "TASK_NOT_FOUND");
    JsonNode run = get("/api/v1/explain?run=" + GONE.get(2));
    assertEquals(
        List.of("RUN_CREATED", "FAILED", "RUN_ENDED"), run.path("links").findValuesAsText("fact"));
    JsonNode task = get("/api/v1/explain?task=" + GONE.get(2) + ".1");
    assertEquals(
        List.of("RUN_CREATED", "READY", "LEASED", "FAILED"),
        task.path("links").findValuesAsText("fact"));
    assertEquals("no", task.at("/links/3/message").asText());
  }

  @Test
  void aRunThatLeftIsDoneAgain() {
    JsonNode made =
        client
            .post(RUNS + "/" + GONE.get(0) + "/rerun", "{\"mode\":\"FROM_FAILURE\"}")
            .expect(201)
            .json();
    JsonNode run = get(RUNS + "/" + made.path("run").asText());
    assertEquals(1, run.at("/tasks/total").asInt());
    assertEquals(GONE.get(0), run.at("/trigger/parent").asText());
    Held held = worker.one();
    assertEquals("shop.b", held.taskKey());
    held.succeeded().expect(200);
    assertFalse(held.succeeded().expect(200).json().path("finalState").isMissingNode());
  }
}
