package io.arco.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.ContractClient.Answer;
import java.util.ArrayList;
import java.util.List;

/** A worker for tests: takes tasks and says of them what it is told to. Blocking. */
final class TestWorker {
  static final String RUNS = "/api/v1/runs";
  static final String LEASES = "/api/v1/worker/leases";

  private final ContractClient client;
  private final String name;
  private final String[] headers;

  /** One that calls itself so; the headers say in which workspace it asks for tasks. */
  TestWorker(ContractClient client, String name, String... headers) {
    this.client = client;
    this.name = name;
    this.headers = headers;
  }

  /** A task that the worker has. */
  final class Held {
    private final JsonNode envelope;
    private String token;

    private Held(JsonNode envelope) {
      this.envelope = envelope;
      this.token = envelope.path("taskToken").asText();
    }

    JsonNode envelope() {
      return envelope;
    }

    String taskId() {
      return envelope.path("taskId").asText();
    }

    String taskKey() {
      return envelope.path("taskKey").asText();
    }

    int attempt() {
      return envelope.path("attempt").asInt();
    }

    String token() {
      return token;
    }

    Answer started() {
      return fresh(call("started", ""));
    }

    Answer heartbeat() {
      return fresh(call("heartbeat", ""));
    }

    Answer succeeded() {
      return completed("\"outcome\":\"SUCCEEDED\"");
    }

    Answer failed(String category) {
      return completed(
          "\"outcome\":\"FAILED\",\"error\":{\"category\":\"%s\",\"message\":\"no\"}"
              .formatted(category));
    }

    /** A report that says this. */
    Answer completed(String fields) {
      return call("completed", "," + fields);
    }

    /** A chunk of its log. */
    Answer log(long n, String text) {
      return client.send(
          "PUT",
          "/api/v1/tasks/" + taskId() + "/logs/" + n,
          text,
          "Content-Type",
          "text/plain",
          "Authorization",
          "Bearer " + token);
    }

    private Answer fresh(Answer answer) {
      if (answer.status() == 200) {
        token = answer.json().path("taskToken").asText();
      }
      return answer;
    }

    /** A callback with the token that it has. */
    Answer call(String what, String more) {
      return call(what, more, token);
    }

    Answer call(String what, String more, String bearer) {
      String body =
          "{\"attempt\":%d,\"attemptId\":\"%s\",\"workerId\":\"%s\"%s}"
              .formatted(attempt(), envelope.path("attemptId").asText(), name, more);
      return client.post(
          "/api/v1/tasks/" + taskId() + "/" + what, body, "Authorization", "Bearer " + bearer);
    }
  }

  /** A task that another worker had, or this one through another server. */
  Held again(Held had) {
    Held held = new Held(had.envelope());
    held.token = had.token();
    return held;
  }

  /** Waits for tasks of any kind. */
  List<Held> lease(int max, long waitMillis) {
    return lease("", max, waitMillis);
  }

  /** Waits for tasks of these kinds: JSON texts, apart by commas. */
  List<Held> lease(String kinds, int max, long waitMillis) {
    String named = kinds.isEmpty() ? "" : ",\"kinds\":[" + kinds + "]";
    String body =
        "{\"workerId\":\"%s\",\"maxTasks\":%d,\"waitMillis\":%d%s}"
            .formatted(name, max, waitMillis, named);
    List<Held> held = new ArrayList<>();
    client
        .post(LEASES, body, headers)
        .expect(200)
        .json()
        .path("leases")
        .forEach(envelope -> held.add(new Held(envelope)));
    return held;
  }

  /** Waits for one task. */
  Held one() {
    List<Held> held = lease(1, 20_000);
    if (held.size() != 1) {
      throw new AssertionError("no task came");
    }
    return held.get(0);
  }
}
