package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.crash.RunClient.Said;
import io.arco.json.Json;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed again and again while workers work: no task is lost, none succeeds twice,
 * and each table is registered by the very commit that ended its task.
 */
final class RunCrashTest {
  private static final int ASSETS = 60;
  private static final int WORKERS = 4;
  private static final int KILLS = 4;

  @TempDir private Path directory;
  private volatile String url;
  private ServerProcess server;
  private String store;
  private final RunClient client = new RunClient(() -> url);
  private final Set<String> succeeded = ConcurrentHashMap.newKeySet();
  private final Map<String, String> locations = new ConcurrentHashMap<>();

  private void begin() {
    server =
        ServerProcess.start(
            directory.resolve("server"),
            store,
            "--log-level",
            "warn",
            "--data-root",
            directory.resolve("data").toString(),
            "--set",
            "compaction.minIntervalMillis=100");
    url = server.url();
  }

  @AfterEach
  void kill() {
    server.close();
  }

  private JsonNode sure(String method, String path, String body) {
    Optional<Said> said = client.ask(method, path, body);
    assertTrue(said.isPresent() && said.get().status() < 300, () -> path + " " + said);
    return said.get().json();
  }

  /** Asset {@code i} is made of the one half as far on, and makes a table of its own. */
  private static String manifest() {
    String assets =
        IntStream.range(0, ASSETS)
            .mapToObj(
                i ->
                    """
                    {"key":"a.t%d","kind":"x","timeouts":{"start":"PT1S","heartbeat":"PT2S"},
                     "retry":{"maxAttempts":100,"delay":"PT0.1S","backoff":"FIXED"}%s}
                    """
                        .formatted(
                            i,
                            i == 0 ? "" : ",\"dependencies\":[{\"asset\":\"a.t" + i / 2 + "\"}]"))
            .collect(Collectors.joining(","));
    return "{\"assets\":[" + assets + "]}";
  }

  @Test
  void whateverIsKilledNothingIsLostAndNothingIsHalfDone() throws IOException {
    SplittableRandom random = new SplittableRandom(Seeds.of("runs and kills").seed());
    Files.createDirectories(directory.resolve("data"));
    store = "file:" + directory.resolve("store");
    begin();
    sure("POST", "/api/v1/catalogs", "{\"name\":\"lake\"}");
    sure("POST", "/api/v1/catalogs/lake/schemas", "{\"name\":\"s\"}");
    sure("POST", "/api/v1/manifests", manifest());
    String run =
        sure("POST", "/api/v1/runs", "{\"selection\":\"*\",\"runKey\":\"once\"}")
            .path("run")
            .asText();
    List<CompletableFuture<Void>> working = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      String name = "worker-" + i;
      working.add(CompletableFuture.runAsync(() -> work(name)));
    }
    for (int i = 1; i <= KILLS; i++) {
      int enough = i * ASSETS / (KILLS + 1) + random.nextInt(5);
      Await.until("tasks are done", () -> succeeded.size() >= enough);
      server.killAfter(random.nextInt(20));
      begin();
    }
    working.forEach(CompletableFuture::join);
    JsonNode ended = sure("GET", "/api/v1/runs/" + run, null);
    assertEquals("SUCCEEDED", ended.path("state").asText());
    assertEquals(ASSETS, ended.at("/tasks/succeeded").asInt());
    JsonNode again = sure("POST", "/api/v1/runs", "{\"selection\":\"*\",\"runKey\":\"once\"}");
    assertEquals(run, again.path("run").asText());
    for (Map.Entry<String, String> entry : locations.entrySet()) {
      JsonNode table =
          sure("GET", "/api/v1/catalogs/lake/schemas/s/tables/" + entry.getKey(), null);
      assertEquals(entry.getValue(), table.path("location").asText());
    }
    server.stop();
    checkJournal();
    ArcoProcess.Ended verified = CommandRun.of("verify", "--store", store);
    assertEquals(0, verified.status(), verified::toString);
  }

  /** Takes tasks and does them until all are done, whatever becomes of the server. */
  private void work(String name) {
    while (succeeded.size() < ASSETS) {
      String ask = "{\"workerId\":\"%s\",\"maxTasks\":1,\"waitMillis\":300}".formatted(name);
      Optional<Said> leased = client.ask("POST", "/api/v1/worker/leases", ask);
      leased.ifPresent(said -> said.json().path("leases").forEach(it -> finish(name, it)));
    }
  }

  /** Reports, and again where nobody answers, as a worker must. */
  private void finish(String name, JsonNode task) {
    String table = task.path("asset").asText().substring(2);
    String location =
        "file://"
            + directory.resolve("data").resolve(table + "-" + task.path("attemptId").asText());
    String report =
        """
        {"attempt":%d,"attemptId":"%s","workerId":"%s","outcome":"SUCCEEDED","outputs":[
         {"table":{"catalog":"lake","schema":"s","name":"%s"},"location":"%s",
          "format":"parquet"}]}
        """
            .formatted(
                task.path("attempt").asInt(),
                task.path("attemptId").asText(),
                name,
                table,
                location);
    String path = "/api/v1/tasks/" + task.path("taskId").asText() + "/completed";
    Optional<Said> said = Optional.empty();
    while (said.isEmpty()) {
      said =
          client.ask(
              "POST", path, report, "Authorization", "Bearer " + task.path("taskToken").asText());
    }
    if (said.get().status() == 200) {
      String before = locations.put(table, location);
      assertTrue(before == null || before.equals(location), () -> table + " succeeded twice");
      succeeded.add(table);
    }
  }

  /** Each success stands in one commit with its table, and no table without one. */
  private void checkJournal() throws IOException {
    Path journal = directory.resolve("store/tenant=default/workspace=default/journal");
    Map<String, Integer> successes = new HashMap<>();
    List<Path> commits;
    try (Stream<Path> files = Files.list(journal)) {
      commits = files.sorted().toList();
    }
    for (Path commit : commits) {
      Set<String> tables = new HashSet<>();
      int ended = 0;
      for (String line : Files.readAllLines(commit)) {
        JsonNode tree = Json.tree(line.getBytes());
        for (JsonNode event : tree.findParents("type")) {
          if (event.path("type").asText().equals("TaskCompleted")) {
            ended++;
            String name = event.at("/data/outputs/0/table/name").asText();
            successes.merge(name, 1, Integer::sum);
          } else if (event.path("type").asText().equals("TableCreated")) {
            tables.add(event.at("/data/name").asText());
          }
        }
      }
      assertEquals(ended, tables.size(), () -> commit + " holds " + tables);
    }
    assertEquals(ASSETS, successes.size());
    successes.forEach((table, count) -> assertEquals(1, count, table));
  }
}
