package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.planner.run.Explanation.Fact;
import io.arco.server.TestWorker.Held;
import io.arco.testing.Await;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs of every ending: once they have left the state, they are explained as before. */
final class PastExplanationsTest {
  private static final String RUNS = TestWorker.RUNS;
  private static final String EXPLAIN = "/api/v1/explain?";
  private static final String LATER =
      "\"retry\":{\"maxAttempts\":2,\"delay\":\"PT%s\",\"jitter\":0}";

  private static final String MANIFEST =
      """
      {"assets":[{"key":"shop.a","kind":"sql",%1$s},
       {"key":"shop.b","kind":"sql","dependencies":[{"asset":"shop.a"}],%1$s},
       {"key":"shop.c","kind":"sql","dependencies":[{"asset":"shop.b"}]},
       {"key":"slow.a","kind":"sql",%2$s},
       {"key":"late.a","kind":"sql",%1$s,"timeouts":{"start":"PT1S","cancelGrace":"PT1S"}},
       {"key":"late.b","kind":"sql","dependencies":[{"asset":"late.a"}]}]}
      """
          .formatted(LATER.formatted("0.01S"), LATER.formatted("1H"));

  private static RunningServer server;
  private static ContractClient client;
  private static TestWorker worker;
  private static final Map<String, String> RUN_OF = new LinkedHashMap<>();

  /** A server that publishes no snapshot unless it is asked to: until then no run leaves. */
  @BeforeAll
  static void makeRunsOfEveryEnding() {
    server =
        RunningServer.on(
            Configs.inMemory(
                "runs.keptFinished",
                "0",
                "runs.keptFinishedMillis",
                "0",
                "compaction.minIntervalMillis",
                "86400000"));
    client = server.client();
    worker = new TestWorker(client, "w");
    client.post("/api/v1/manifests", MANIFEST).expect(201);
    client.post("/api/v1/snapshots", null).expect(200);
    succeeded();
    failed();
    cancelled();
    expired();
    run("empty", "{\"selection\":\"shop.a\",\"mode\":\"MISSING\"}");
    assertEquals(11, RUN_OF.size());
    for (String run : RUN_OF.values()) {
      assertTrue(get(RUNS + "/" + run).has("endedAt"));
      assertFalse(hasLeft(run));
    }
  }

  private static void succeeded() {
    run("success", all("shop"));
    worker.one().succeeded().expect(200);
    Held second = worker.one();
    second.started().expect(200);
    second.succeeded().expect(200);
    worker.one().succeeded().expect(200);
    run("retry, then success", all("shop"));
    worker.one().failed("INFRASTRUCTURE").expect(200);
    worker.one().succeeded().expect(200);
    worker.one().failed("INFRASTRUCTURE").expect(200);
    worker.one().succeeded().expect(200);
    worker.one().succeeded().expect(200);
  }

  private static void failed() {
    run("failure", all("shop"));
    worker.one().succeeded().expect(200);
    worker.one().failed("CONFIGURATION").expect(200);
    String again = "/rerun";
    String body = "{\"mode\":\"FROM_FAILURE\"}";
    made("rerun", client.post(RUNS + "/" + RUN_OF.get("failure") + again, body).expect(201).json());
    worker.one().succeeded().expect(200);
    worker.one().succeeded().expect(200);
    run("failure of every attempt", all("shop"));
    worker.one().failed("USER_CODE").expect(200);
    worker.one().failed("USER_CODE").expect(200);
  }

  private static void cancelled() {
    String run = run("cancel of a live attempt", all("shop"));
    Held held = worker.one();
    cancel(run);
    held.completed("\"outcome\":\"CANCELLED\"").expect(200);
    run = run("cancel of one that waits to be tried again", all("slow"));
    worker.one().failed("INFRASTRUCTURE").expect(200);
    cancel(run);
    run = run("cancel of one that may be tried again", all("shop"));
    worker.one().failed("INFRASTRUCTURE").expect(200);
    String task = RUNS + "/" + run + "/tasks/0";
    Await.until("released", () -> get(task).at("/task/state").asText().equals("READY"));
    cancel(run);
    run = run("forced cancel", all("late"));
    worker.one().started().expect(200);
    cancel(run);
    untilEnded(run);
  }

  private static void expired() {
    String run = run("time-out", all("late"));
    worker.one();
    worker.one();
    untilEnded(run);
  }

  private static String all(String namespace) {
    return "{\"selection\":\"%s.*\",\"mode\":\"ALL\"}".formatted(namespace);
  }

  private static String run(String name, String body) {
    return made(name, client.post(RUNS, body).expect(201).json());
  }

  private static String made(String name, JsonNode answer) {
    RUN_OF.put(name, answer.path("run").asText());
    return RUN_OF.get(name);
  }

  private static void cancel(String run) {
    client.post(RUNS + "/" + run + "/cancel", "{\"reason\":\"enough\"}").expect(200);
  }

  private static void untilEnded(String run) {
    Await.until("it ends", () -> get(RUNS + "/" + run).has("endedAt"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode get(String path) {
    return client.get(path).expect(200).json();
  }

  /** What a task waits for stands in the state alone. */
  private static boolean hasLeft(String run) {
    JsonNode counted = get(RUNS + "/" + run).at("/tasks/total");
    return counted.asInt() > 0 && !get(RUNS + "/" + run + "/tasks/0").has("waitsFor");
  }

  private static Map<String, JsonNode> explanations() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    RUN_OF.forEach(
        (name, run) -> {
          all.put(name, get(EXPLAIN + "run=" + run));
          int tasks = get(RUNS + "/" + run).at("/tasks/total").asInt();
          for (int task = 0; task < tasks; task++) {
            all.put(name + "." + task, get(EXPLAIN + "task=" + run + "." + task));
          }
        });
    for (String asset : List.of("shop.a", "shop.b", "shop.c", "slow.a", "late.a")) {
      all.put(asset, get(EXPLAIN + "asset=" + asset));
    }
    return all;
  }

  @Test
  void theyAreExplainedAsBefore() {
    Map<String, JsonNode> before = explanations();
    Set<String> facts = new TreeSet<>();
    before.values().forEach(one -> facts.addAll(one.path("links").findValuesAsText("fact")));
    Set<String> expected = new TreeSet<>();
    EnumSet.complementOf(EnumSet.of(Fact.HEARD_OF, Fact.HELD_BACK, Fact.WAITS_FOR))
        .forEach(fact -> expected.add(fact.name()));
    assertEquals(expected, facts);
    client.post("/api/v1/snapshots", null).expect(200);
    List<String> runs = new ArrayList<>(RUN_OF.values());
    runs.remove(RUN_OF.get("empty"));
    for (String run : runs) {
      Await.until("it has left the state", () -> hasLeft(run));
    }
    explanations().forEach((what, after) -> assertEquals(before.get(what), after, what));
    client.get(EXPLAIN + "task=" + runs.get(0) + ".7").expect(404, "TASK_NOT_FOUND");
  }
}
