package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.server.TestWorker.Held;
import io.arco.server.config.ArcoConfig;
import io.arco.store.MemoryStore;
import io.arco.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on servers that know nothing of each other, at once and one after the other. */
final class RunsOnTwoServersTest {
  private static final String RUNS = TestWorker.RUNS;
  private static final int KEYS = 60;
  private static final int WORKERS = 6;
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  /** Three assets of 60 keys, each key made of the same key of the one before. */
  private static String manifest() {
    String values =
        IntStream.range(0, KEYS).mapToObj(i -> "\"k" + i + "\"").collect(Collectors.joining(","));
    String partitions =
        "\"kind\":\"noop\",\"partitions\":[{\"name\":\"k\",\"type\":\"static\",\"values\":["
            + values
            + "]}]";
    return """
    {"assets":[{"key":"a.one",%1$s},
     {"key":"a.three",%1$s,"dependencies":[{"asset":"a.two"}]},
     {"key":"a.two",%1$s,"dependencies":[{"asset":"a.one"}]}]}
    """
        .formatted(partitions);
  }

  @Test
  void workersOfTwoServersDoEachTaskOnce() {
    MemoryStore store = new MemoryStore();
    ArcoConfig config = Configs.inMemory("signingKeys", SECRET);
    try (RunningServer one = RunningServer.on(config, store);
        RunningServer two = RunningServer.on(config, store)) {
      one.client().post("/api/v1/manifests", manifest()).expect(201);
      Map<String, String> done = new ConcurrentHashMap<>();
      Set<String> twice = ConcurrentHashMap.newKeySet();
      List<CompletableFuture<Void>> working = new ArrayList<>();
      String run =
          one.client().post(RUNS, "{\"selection\":\"*\"}").expect(201).json().path("run").asText();
      for (int i = 0; i < 2 * WORKERS; i++) {
        ContractClient here = (i % 2 == 0 ? one : two).client();
        ContractClient there = (i % 2 == 0 ? two : one).client();
        String name = "worker-" + i;
        working.add(
            CompletableFuture.runAsync(
                () -> {
                  TestWorker worker = new TestWorker(here, name);
                  TestWorker elsewhere = new TestWorker(there, name);
                  while (done.size() < 3 * KEYS) {
                    for (Held held : worker.lease(2, 200)) {
                      held.started().expect(200);
                      // What is said to the other server counts as well.
                      Held said = held.hashCode() % 2 == 0 ? elsewhere.again(held) : held;
                      said.heartbeat().expect(200);
                      said.succeeded().expect(200);
                      if (done.put(held.taskId(), name) != null) {
                        twice.add(held.taskId());
                      }
                    }
                  }
                }));
      }
      working.forEach(CompletableFuture::join);
      assertEquals(Set.of(), twice);
      assertEquals(3 * KEYS, done.size());
      JsonNode ended = two.client().get(RUNS + "/" + run).expect(200).json();
      assertEquals("SUCCEEDED", ended.path("state").asText());
      JsonNode tasks =
          two.client().get(RUNS + "/" + run + "/tasks?pageSize=1000").expect(200).json();
      tasks
          .path("items")
          .forEach(task -> assertEquals(1, task.path("attempts").asInt(), task::toString));
      assertTrue(Set.copyOf(done.values()).size() > 1, "one worker did it all");
    }
  }

  @Test
  void aPollThatWaitsOnAServerHearsOfTasksOfAnother() {
    MemoryStore store = new MemoryStore();
    ArcoConfig config = Configs.inMemory("signingKeys", SECRET);
    try (RunningServer one = RunningServer.on(config, store);
        RunningServer two = RunningServer.on(config, store)) {
      String manifest =
          "{\"assets\":[{\"key\":\"a.a\",\"kind\":\"x\"},"
              + "{\"key\":\"a.b\",\"kind\":\"y\",\"dependencies\":[{\"asset\":\"a.a\"}]}]}";
      one.client().post("/api/v1/manifests", manifest).expect(201);
      one.client().post(RUNS, "{\"selection\":\"*\"}").expect(201);
      Held first = new TestWorker(one.client(), "w1").one();
      CompletableFuture<Held> waiting =
          CompletableFuture.supplyAsync(() -> new TestWorker(two.client(), "w2").one());
      Await.until("it waits", () -> waits(two));
      first.succeeded().expect(200);
      assertEquals("a.b", waiting.join().taskKey());
    }
  }

  private static boolean waits(RunningServer server) {
    return server.metric("arco_dispatch_polls_waiting") == 1;
  }

  @Test
  void aServerThatIsStartedAgainGoesOnWithTheRun(@TempDir Path directory) {
    ArcoConfig config = Configs.inMemory("store", "file:" + directory.resolve("store"));
    String manifest =
        """
        {"assets":[
         {"key":"a.a","kind":"x","timeouts":{"heartbeat":"PT3S"},
          "retry":{"delay":"PT1S","jitter":0}},
         {"key":"a.b","kind":"x","timeouts":{"start":"PT3S"},
          "retry":{"delay":"PT1S","jitter":0}},
         {"key":"a.c","kind":"x","retry":{"delay":"PT1S","jitter":0}}]}
        """;
    String run;
    List<Held> held;
    try (RunningServer before = RunningServer.on(config)) {
      before.client().post("/api/v1/manifests", manifest).expect(201);
      run =
          before
              .client()
              .post(RUNS, "{\"selection\":\"*\"}")
              .expect(201)
              .json()
              .path("run")
              .asText();
      held = new TestWorker(before.client(), "w").lease(3, 0);
      assertEquals(3, held.size());
      held.get(0).started().expect(200);
      held.get(2).failed("USER_CODE").expect(200);
      before.client().post("/api/v1/snapshots", null).expect(200);
    }
    try (RunningServer after = RunningServer.on(config)) {
      TestWorker worker = new TestWorker(after.client(), "w");
      // Nobody speaks for the first and the second; the third waits to be tried again.
      for (int i = 0; i < 3; i++) {
        Held again = worker.one();
        assertEquals(2, again.attempt());
        if (again.taskId().equals(held.get(0).taskId())) {
          worker.again(held.get(0)).succeeded().expect(409, "ATTEMPT_MISMATCH");
        }
        again.succeeded().expect(200);
      }
      assertEquals(
          "SUCCEEDED",
          after.client().get(RUNS + "/" + run).expect(200).json().path("state").asText());
    }
  }

  @Test
  void aWorkerGoesOnWithAServerThatWasStartedAgain(@TempDir Path directory) {
    ArcoConfig config = Configs.inMemory("store", "file:" + directory.resolve("store"));
    Held held;
    try (RunningServer before = RunningServer.on(config)) {
      before
          .client()
          .post("/api/v1/manifests", "{\"assets\":[{\"key\":\"a.a\",\"kind\":\"x\"}]}")
          .expect(201);
      before.client().post(RUNS, "{\"selection\":\"*\"}").expect(201);
      held = new TestWorker(before.client(), "w").one();
      held.started().expect(200);
    }
    try (RunningServer after = RunningServer.on(config)) {
      Held going = new TestWorker(after.client(), "w").again(held);
      going.heartbeat().expect(200);
      going.succeeded().expect(200);
    }
  }
}
