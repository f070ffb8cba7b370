package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import io.arco.server.TestWorker.Held;
import io.arco.testing.Await;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs and workers, as both meet them. */
final class RunApiTest {
  private static final String RUNS = TestWorker.RUNS;

  /** {@code shop.b} is made of {@code shop.a}; attempts are tried again almost at once. */
  private static final String PIPELINE =
      """
      {"codeVersion":"v1","assets":[
       {"key":"shop.a","kind":"sql","payload":{"sql":"select 1"},
        "retry":{"maxAttempts":2,"delay":"PT0.01S","jitter":0}},
       {"key":"shop.b","kind":"sql","table":{"catalog":"lake","schema":"shop","name":"b"},
        "dependencies":[{"asset":"shop.a"}]}]}
      """;

  private static RunningServer server;
  private static ContractClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.inMemory();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A workspace of its own for each test. */
  private static final class Place {
    private final String[] headers;
    private final TestWorker worker;

    Place(String tenant) {
      headers = new String[] {"X-Arco-Tenant", tenant};
      worker = new TestWorker(client, "worker-1", headers);
    }

    Place deploy(String manifest) {
      client.post("/api/v1/manifests", manifest, headers).expect(201);
      return this;
    }

    String run(String body) {
      return client.post(RUNS, body, headers).expect(201).json().path("run").asText();
    }

    String run() {
      return run("{\"selection\":\"*\"}");
    }

    JsonNode get(String path) {
      return client.get(path, headers).expect(200).json();
    }

    String state(String run) {
      return get(RUNS + "/" + run).path("state").asText();
    }

    JsonNode task(String run, int number) {
      return get(RUNS + "/" + run + "/tasks/" + number);
    }
  }

  @Test
  void aPartitionIsMadeByOneTaskAtATime() {
    Place place =
        new Place("one-at-a-time").deploy("{\"assets\":[{\"key\":\"shop.a\",\"kind\":\"x\"}]}");
    String first = place.run("{\"selection\":\"*\",\"labels\":{\"n\":\"1\"}}");
    String second = place.run("{\"selection\":\"*\",\"labels\":{\"n\":\"2\"}}");
    Held held = place.worker.one();
    assertEquals(first + ".0", held.taskId());
    assertEquals(List.of(), place.worker.lease(1, 0));
    assertEquals("READY", place.task(second, 0).at("/task/state").asText());
    JsonNode links = place.get("/api/v1/explain?task=" + second + ".0").path("links");
    assertEquals(List.of("RUN_CREATED", "READY", "HELD_BACK"), links.findValuesAsText("fact"));
    assertEquals(first + ".0", links.at("/2/by").asText());
    CompletableFuture<Held> waiting = CompletableFuture.supplyAsync(place.worker::one);
    held.succeeded().expect(200);
    assertEquals(second + ".0", waiting.join().taskId());
  }

  @Test
  void aPipelineOfTwoAssetsIsDone() {
    Place place = new Place("happy").deploy(PIPELINE);
    Answer created =
        client
            .post(RUNS, "{\"selection\":\"*\",\"labels\":{\"team\":\"data\"}}", place.headers)
            .expect(201);
    String run = created.json().path("run").asText();
    assertEquals(RUNS + "/" + run, created.header("Location"));
    Held first = place.worker.one();
    assertEquals("shop.a", first.taskKey());
    assertEquals(run + ".0", first.taskId());
    assertEquals("select 1", first.envelope().at("/payload/sql").asText());
    assertEquals("data", first.envelope().at("/labels/team").asText());
    assertEquals("v1", first.envelope().path("codeVersion").asText());
    assertTrue(first.envelope().path("callbackBaseUrl").asText().startsWith("http://127.0.0.1:"));
    assertEquals(List.of(), place.worker.lease(1, 0));
    first.started().expect(200);
    assertEquals("RUNNING", place.task(run, 0).at("/task/state").asText());
    first.heartbeat().expect(200);
    Answer done =
        first.completed(
            "\"outcome\":\"SUCCEEDED\",\"outputs\":[{\"version\":\"7\",\"rowCount\":3}]");
    assertEquals("SUCCEEDED", done.expect(200).json().path("finalState").asText());
    Held second = place.worker.one();
    assertEquals("shop.b", second.taskKey());
    assertEquals("7", second.envelope().at("/upstream/0/version").asText());
    assertEquals("shop.a", second.envelope().at("/upstream/0/asset").asText());
    assertEquals("b", second.envelope().at("/table/name").asText());
    second.succeeded().expect(200);
    JsonNode ended = place.get(RUNS + "/" + run);
    assertEquals("SUCCEEDED", ended.path("state").asText());
    assertEquals(2, ended.at("/tasks/succeeded").asInt());
    assertEquals("worker-1", place.task(run, 1).at("/attempts/0/worker").asText());
    assertEquals(run + ".0", place.task(run, 1).at("/waitsFor/0").asText());
  }

  @Test
  void aWaitingPollIsAnsweredByTheCommitThatMakesATaskReady() {
    Place place = new Place("waits").deploy(PIPELINE);
    CompletableFuture<Held> waiting = CompletableFuture.supplyAsync(place.worker::one);
    String run = place.run();
    Held first = waiting.join();
    CompletableFuture<Held> next = CompletableFuture.supplyAsync(place.worker::one);
    first.succeeded().expect(200);
    assertEquals(run + ".1", next.join().taskId());
  }

  @Test
  void aPollTakesOnlyKindsItNames() {
    Place place =
        new Place("kinds")
            .deploy(
                """
                {"assets":[{"key":"shop.a","kind":"sql"},{"key":"shop.b","kind":"python"}]}
                """);
    place.run();
    List<Held> held = place.worker.lease("\"python\",\"spark\"", 5, 0);
    assertEquals(List.of("shop.b"), held.stream().map(Held::taskKey).toList());
    assertEquals(1, place.worker.lease(5, 0).size());
  }

  @Test
  void aWorkerIsToldOfWhichPartitionItsTaskIs() {
    Place place =
        new Place("partitions")
            .deploy(
                """
                {"assets":[{"key":"shop.a","kind":"sql","partitions":[
                 {"name":"day","type":"time","grain":"day","zone":"Europe/Berlin",
                  "start":"2025-01-01"},
                 {"name":"region","type":"static","values":["eu","us"]}]}]}
                """);
    String key = "day=d:2025-03-30,region=s:ZXU";
    place.run("{\"selection\":\"*\",\"partitions\":{\"keys\":[\"" + key + "\"]}}");
    JsonNode envelope = place.worker.one().envelope();
    assertEquals("shop.a[" + key + "]", envelope.path("taskKey").asText());
    assertEquals(key, envelope.path("partitionKey").asText());
    assertEquals(
        "{\"day\":\"2025-03-30\",\"region\":\"eu\"}", envelope.path("partition").toString());
    assertEquals(
        "{\"day\":{\"start\":\"2025-03-29T23:00:00.000Z\",\"end\":\"2025-03-30T22:00:00.000Z\"}}",
        envelope.path("periods").toString());
  }

  @Test
  void oneRunIsMadeForARunKey() {
    Place place = new Place("keys").deploy(PIPELINE);
    String body = "{\"selection\":\"*\",\"runKey\":\"monday\"}";
    String run = place.run(body);
    Answer again = client.post(RUNS, body, place.headers).expect(200);
    assertEquals(run, again.json().path("run").asText());
    assertFalse(again.json().path("created").asBoolean());
    client.post("/api/v1/manifests", PIPELINE.replace("v1", "v2"), place.headers).expect(201);
    client.post(RUNS, body, place.headers).expect(200);
    String other = body.replace("*", "shop.a");
    Answer conflict = client.post(RUNS, other, place.headers).expect(409, "RUN_KEY_CONFLICT");
    assertEquals(run, conflict.json().at("/details/run").asText());
    assertEquals(1, place.get(RUNS).path("items").size());
  }

  @Test
  void whatFailsIsTriedAgainAndThenSkipsWhatWaitsForIt() {
    Place place = new Place("fails").deploy(PIPELINE);
    String run = place.run();
    Held first = place.worker.one();
    Answer failed = first.failed("USER_CODE").expect(200);
    assertEquals("RETRY_WAIT", failed.json().path("finalState").asText());
    Held second = place.worker.one();
    assertEquals(2, second.attempt());
    assertEquals("FAILED", second.failed("USER_CODE").json().path("finalState").asText());
    assertEquals("FAILED", place.state(run));
    JsonNode tasks = place.get(RUNS + "/" + run + "/tasks?state=SKIPPED");
    assertEquals(run + ".0", tasks.at("/items/0/cause").asText());
    assertEquals("USER_CODE", place.task(run, 0).at("/task/error/category").asText());
    assertEquals(2, place.task(run, 0).path("attempts").size());
  }

  @Test
  void aRepeatedReportGetsTheSameAnswerAndAnotherIsRefused() {
    Place place = new Place("repeats").deploy(PIPELINE);
    place.run();
    Held held = place.worker.one();
    JsonNode first = held.succeeded().expect(200).json();
    JsonNode again = held.succeeded().expect(200).json();
    assertEquals(first.path("finalState"), again.path("finalState"));
    held.failed("USER_CODE").expect(409, "ATTEMPT_ALREADY_COMPLETED");
    held.heartbeat().expect(410, "TASK_EXPIRED");
  }

  @Test
  void onlyTheTokenOfAnAttemptSpeaksForIt() {
    Place place = new Place("tokens").deploy(PIPELINE.replace("[{\"asset\":\"shop.a\"}]", "[]"));
    place.run();
    List<Held> held = place.worker.lease(2, 0);
    Held mine = held.get(0);
    String other = held.get(1).token();
    for (String what : List.of("started", "heartbeat")) {
      mine.call(what, "", other).expect(401, "INVALID_TOKEN");
      mine.call(what, "", mine.token() + "x").expect(401, "INVALID_TOKEN");
    }
    mine.call("completed", ",\"outcome\":\"SUCCEEDED\"", other).expect(401, "INVALID_TOKEN");
    String path = "/api/v1/tasks/" + mine.taskId() + "/completed";
    client.send("POST", path, "{}").expect(401, "INVALID_TOKEN");
    client
        .send(
            "POST",
            path,
            "{}",
            "Authorization",
            "Bearer " + mine.token(),
            "X-Arco-Tenant",
            "another")
        .expect(401, "INVALID_TOKEN");
    mine.succeeded().expect(200);
  }

  @Test
  void aCancelledRunTellsItsWorkersAndStartsNothingMore() {
    Place place = new Place("cancels").deploy(PIPELINE);
    String run = place.run();
    Held held = place.worker.one();
    held.started().expect(200);
    Answer cancelled =
        client
            .post(RUNS + "/" + run + "/cancel", "{\"reason\":\"wrong day\"}", place.headers)
            .expect(200);
    assertEquals("CANCELLING", cancelled.json().path("state").asText());
    JsonNode told = held.heartbeat().expect(200).json();
    assertTrue(told.path("shouldCancel").asBoolean());
    assertEquals("wrong day", told.path("cancelReason").asText());
    held.completed("\"outcome\":\"CANCELLED\"").expect(200);
    assertEquals("CANCELLED", place.state(run));
    assertEquals(List.of(), place.worker.lease(1, 0));
  }

  @Test
  void aRerunDoesWhatDidNotSucceed() {
    Place place = new Place("reruns").deploy(PIPELINE);
    String run = place.run();
    place.worker.one().succeeded().expect(200);
    place.worker.one().failed("CONFIGURATION").expect(200);
    assertEquals("FAILED", place.state(run));
    String rerun = RUNS + "/" + run + "/rerun";
    Answer made = client.post(rerun, "{\"mode\":\"FROM_FAILURE\"}", place.headers).expect(201);
    client.post(rerun, "{\"mode\":\"FROM_FAILURE\"}", place.headers).expect(200);
    String again = made.json().path("run").asText();
    assertEquals(1, place.get(RUNS + "/" + again).at("/tasks/total").asInt());
    assertEquals(run, place.get(RUNS + "/" + again).at("/trigger/parent").asText());
    Held held = place.worker.one();
    assertEquals("shop.b", held.taskKey());
    held.succeeded().expect(200);
    String subset = "{\"mode\":\"SUBSET\",\"tasks\":[0],\"downstream\":true}";
    Answer both = client.post(rerun, subset, place.headers).expect(201);
    String whole = both.json().path("run").asText();
    assertEquals(2, place.get(RUNS + "/" + whole).at("/tasks/total").asInt());
    client
        .post(RUNS + "/" + whole + "/rerun", "{\"mode\":\"FROM_FAILURE\"}", place.headers)
        .expect(409, "RUN_NOT_RERUNNABLE");
  }

  @Test
  void runsAreListedNewestFirstAndByWhatTheyAre() {
    Place place = new Place("lists").deploy(PIPELINE);
    String first = place.run("{\"selection\":\"shop.a\",\"labels\":{\"n\":\"1\"}}");
    String second = place.run("{\"selection\":\"shop.b\",\"labels\":{\"n\":\"2\"}}");
    JsonNode page = place.get(RUNS + "?pageSize=1");
    assertEquals(second, page.at("/items/0/id").asText());
    String token = page.path("nextPageToken").asText();
    page = place.get(RUNS + "?pageSize=1&pageToken=" + token);
    assertEquals(first, page.at("/items/0/id").asText());
    assertTrue(page.path("nextPageToken").isMissingNode());
    assertEquals(List.of(first), place.get(RUNS + "?label=n%3D1").findValuesAsText("id"));
    assertEquals(List.of(second), place.get(RUNS + "?asset=shop.b").findValuesAsText("id"));
    assertEquals(0, place.get(RUNS + "?state=FAILED").path("items").size());
    client
        .get(RUNS + "/0199f3a1-7c00-7000-8000-000000000001", place.headers)
        .expect(404, "RUN_NOT_FOUND");
    client.send("GET", RUNS + "?state=DONE", null, place.headers).expect(400, "INVALID_REQUEST");
  }

  @Test
  void aPollThatLeavesIsGivenNothing() throws IOException {
    try (RunningServer alone = RunningServer.inMemory()) {
      String body = "{\"workerId\":\"gone\",\"maxTasks\":1,\"waitMillis\":30000}";
      try (RawHttp http = new RawHttp(alone.server().port())) {
        http.write(
            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(TestWorker.LEASES, body.length(), body));
        Await.until("it waits", () -> waiting(alone) == 1);
      }
      Await.until("it has left", () -> waiting(alone) == 0);
      alone.client().post("/api/v1/manifests", PIPELINE).expect(201);
      alone.client().post(RUNS, "{\"selection\":\"*\"}").expect(201);
      assertEquals(1, new TestWorker(alone.client(), "here").one().attempt());
    }
  }

  private static double waiting(RunningServer server) {
    return server.metric("arco_dispatch_polls_waiting");
  }

  @Test
  void whatIsSaidWronglyIsRefusedWithItsPlace() {
    Place place = new Place("wrong").deploy(PIPELINE);
    assertWrong(place, TestWorker.LEASES, "{\"maxTasks\":1,\"waitMillis\":0}", "/workerId");
    assertWrong(
        place,
        TestWorker.LEASES,
        "{\"workerId\":\"w\",\"maxTasks\":0,\"waitMillis\":0}",
        "/maxTasks");
    assertWrong(
        place,
        TestWorker.LEASES,
        "{\"workerId\":\"w\",\"maxTasks\":1,\"waitMillis\":30001}",
        "/waitMillis");
    assertWrong(place, RUNS, "{}", "/selection");
    assertWrong(place, RUNS, "{\"selection\":\"*\",\"labels\":{\"a\":null}}", "/labels/a");
    String run = place.run();
    assertWrong(place, RUNS + "/" + run + "/rerun", "{}", "/mode");
    client
        .send("POST", RUNS + "/" + run + "/rerun", "{\"mode\":\"FROM_FAILURE\"}", place.headers)
        .expect(409, "RUN_NOT_RERUNNABLE");
    client.send("GET", RUNS + "/x", null, place.headers).expect(400, "INVALID_NAME");
    client.get(RUNS + "/" + run + "/tasks/2", place.headers).expect(404, "TASK_NOT_FOUND");
  }

  private static void assertWrong(Place place, String path, String body, String field) {
    Answer answer = client.send("POST", path, body, place.headers).expect(400, "INVALID_REQUEST");
    assertEquals(field, answer.json().at("/details/field").asText());
  }

  @Test
  void whyATaskStandsWhereItStandsIsExplained() {
    Place place = new Place("explains").deploy(PIPELINE);
    String run = place.run();
    JsonNode waiting = place.get("/api/v1/explain?task=" + run + ".1");
    assertEquals("BLOCKED", waiting.path("state").asText());
    assertTrue(waiting.findValuesAsText("fact").contains("WAITS_FOR"), waiting::toString);
    place.worker.one().failed("CONFIGURATION").expect(200);
    JsonNode skipped = place.get("/api/v1/explain?task=" + run + ".1");
    assertEquals("SKIPPED", skipped.path("state").asText());
    assertEquals("FAILED", place.get("/api/v1/explain?run=" + run).path("state").asText());
    assertEquals("MISSING", place.get("/api/v1/explain?asset=shop.a").path("state").asText());
    for (String wrong :
        List.of("", "?run=x", "?task=x", "?partition=", "?run=" + run + "&task=" + run + ".0")) {
      client.send("GET", "/api/v1/explain" + wrong, null, place.headers).expect(400);
    }
    client.get("/api/v1/explain?task=" + run + ".9", place.headers).expect(404, "TASK_NOT_FOUND");
  }

  @Test
  void progressOfARunningTaskIsShown() {
    Place place = new Place("progress").deploy(PIPELINE);
    String run = place.run();
    Held held = place.worker.one();
    held.started().expect(200);
    held.call("heartbeat", ",\"progressPct\":40,\"message\":\"half way\"").expect(200);
    Await.until("progress", () -> place.task(run, 0).at("/task/progressPct").asDouble() == 40.0);
    assertEquals("half way", place.task(run, 0).at("/task/progressMessage").asText());
  }

  @Test
  void whatAnAttemptReportedIsShownAtOnceAndFromRows() {
    Place place = new Place("reports").deploy(PIPELINE);
    String run = place.run();
    place.worker.one().failed("USER_CODE").expect(200);
    Held again = place.worker.one();
    again
        .completed(
            "\"outcome\":\"SUCCEEDED\",\"outputs\":[{\"rowCount\":3}],\"metrics\":{\"seconds\":1.5},"
                + "\"checks\":[{\"name\":\"some\",\"passed\":true}]")
        .expect(200);
    JsonNode before = place.task(run, 0).path("attempts");
    assertTrue(before.at("/0/outputs").isMissingNode());
    assertEquals("USER_CODE", before.at("/0/error/category").asText());
    assertEquals(3, before.at("/1/outputs/0/rowCount").asInt());
    assertEquals("some", before.at("/1/checks/0/name").asText());
    assertEquals(1.5, before.at("/1/metrics/seconds").asDouble());
    client.post("/api/v1/snapshots", null, place.headers).expect(200);
    assertEquals(before, place.task(run, 0).path("attempts"));
  }

  @Test
  void aRepeatedRequestGetsItsFirstAnswerThoughTheManifestIsAnother() {
    Place place = new Place("repeated").deploy(PIPELINE);
    String body = "{\"selection\":\"shop.b\"}";
    String[] keyed = {"X-Arco-Tenant", "repeated", "Idempotency-Key", "once"};
    JsonNode first = client.post(RUNS, body, keyed).expect(201).json();
    place.deploy("{\"assets\":[{\"key\":\"shop.other\",\"kind\":\"sql\"}]}");
    Answer second = client.post(RUNS, body, keyed).expect(201);
    assertEquals(first, second.json());
    assertEquals("true", second.header("X-Arco-Replayed"));
    client
        .post(RUNS, "{\"selection\":\"shop.other\"}", keyed)
        .expect(409, "IDEMPOTENCY_KEY_REUSED");
  }
}
