package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.TestWorker.Held;
import io.arco.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of attempts whose workers are silent, slow or deaf. */
final class RunTimeoutTest {
  private static final String RUNS = TestWorker.RUNS;

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

  /**
   * What a worker of a test is given to say something in time, on a machine that does other things.
   */
  private static final String IN_TIME = "PT3S";

  /** A run of one task with these timeouts, in a workspace of its own. */
  private static final class Place {
    private final String[] headers;
    private final TestWorker worker;
    private final String run;

    Place(String tenant, String timeouts) {
      headers = new String[] {"X-Arco-Tenant", tenant};
      worker = new TestWorker(client, "worker-1", headers);
      String manifest =
          """
          {"assets":[{"key":"shop.a","kind":"sql","timeouts":{%s},
            "retry":{"maxAttempts":2,"delay":"PT0.01S","jitter":0}}]}
          """
              .formatted(timeouts);
      client.post("/api/v1/manifests", manifest, headers).expect(201);
      run =
          client
              .post(RUNS, "{\"selection\":\"*\"}", headers)
              .expect(201)
              .json()
              .path("run")
              .asText();
    }

    JsonNode task() {
      return client.get(RUNS + "/" + run + "/tasks/0", headers).expect(200).json();
    }

    String state() {
      return task().at("/task/state").asText();
    }

    String reason(int attempt) {
      return task().path("attempts").path(attempt - 1).path("reason").asText();
    }
  }

  @Test
  void aTaskThatIsNotStartedInTimeIsTriedAgain() {
    Place place = new Place("start", "\"start\":\"" + IN_TIME + "\"");
    Held lost = place.worker.one();
    Held second = place.worker.one();
    assertEquals(2, second.attempt());
    assertEquals("START_TIMEOUT", place.reason(1));
    lost.started().expect(409, "ATTEMPT_MISMATCH");
    second.succeeded().expect(200);
  }

  @Test
  void whatAFrozenWorkerReportsLateChangesNothing() {
    Place place = new Place("frozen", "\"heartbeat\":\"PT1S\"");
    Held frozen = place.worker.one();
    frozen.started().expect(200);
    Held second = place.worker.one();
    assertEquals("HEARTBEAT_TIMEOUT", place.reason(1));
    JsonNode before = place.task();
    JsonNode late = frozen.succeeded().expect(409, "ATTEMPT_MISMATCH").json();
    assertEquals(2, late.at("/details/expectedAttempt").asInt());
    assertEquals(1, late.at("/details/receivedAttempt").asInt());
    frozen.heartbeat().expect(410, "TASK_EXPIRED");
    assertEquals(before, place.task());
    second.succeeded().expect(200);
    frozen.succeeded().expect(409, "TASK_ALREADY_TERMINAL");
  }

  @Test
  void heartbeatsKeepAnAttemptAlive() {
    Place place = new Place("alive", "\"heartbeat\":\"" + IN_TIME + "\"");
    Held held = place.worker.one();
    long began = held.started().expect(200).sequence();
    // Extensions are committed three times a timeout: these are beyond twice the timeout.
    Await.until(
        "extensions",
        () -> {
          held.heartbeat().expect(200);
          return client.get(RUNS, place.headers).sequence() >= began + 7;
        });
    assertEquals("RUNNING", place.state());
    assertEquals(1, place.task().path("attempts").size());
    held.succeeded().expect(200);
  }

  @Test
  void anAttemptThatRunsTooLongIsEnded() {
    Place place = new Place("long", "\"execution\":\"PT1S\"");
    Held held = place.worker.one();
    held.started().expect(200);
    Await.until("it is ended", () -> held.heartbeat().status() == 410);
    assertEquals("EXECUTION_TIMEOUT", place.reason(1));
    assertEquals(2, place.worker.one().attempt());
  }

  @Test
  void aTaskThatIgnoresItsCancellationIsForced() {
    Place place = new Place("deaf", "\"cancelGrace\":\"" + IN_TIME + "\"");
    Held held = place.worker.one();
    held.started().expect(200);
    client.post(RUNS + "/" + place.run + "/cancel", "{}", place.headers).expect(200);
    assertTrue(held.heartbeat().expect(200).json().path("shouldCancel").asBoolean());
    Await.until("it is forced", () -> held.heartbeat().status() == 410);
    assertEquals("CANCEL_FORCED", place.reason(1));
    assertEquals("CANCELLED", place.state());
    assertEquals(
        "CANCELLED",
        client.get(RUNS + "/" + place.run, place.headers).json().path("state").asText());
    held.succeeded().expect(409, "TASK_ALREADY_TERMINAL");
  }

  @Test
  void theLastAttemptThatIsSilentFailsTheTask() {
    Place place = new Place("silent", "\"start\":\"PT1S\"");
    place.worker.one();
    place.worker.one();
    Await.until("it failed", () -> place.state().equals("FAILED"));
    assertEquals("TIMEOUT", place.task().at("/task/error/category").asText());
  }
}
