package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.crash.RunClient.Said;
import io.arco.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while a task runs: the next one goes on with it though nobody asks. */
final class AwakenedRunTest {
  private static final String MANIFEST =
      """
      {"assets":[{"key":"a.a","kind":"x","timeouts":{"start":"PT5S","heartbeat":"PT5S"},
        "retry":{"maxAttempts":2,"delay":"PT0.1S","jitter":0}}]}
      """;

  @TempDir private Path directory;
  private ServerProcess server;
  private final RunClient client = new RunClient(() -> server.url());

  private void begin() {
    server =
        ServerProcess.start(
            directory.resolve("server"),
            "file:" + directory.resolve("store"),
            "--log-level",
            "warn",
            "--set",
            "compaction.minIntervalMillis=86400000");
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

  /** A run with a task that is leased to a worker that is never heard of again. */
  private String leased() {
    begin();
    sure("POST", "/api/v1/manifests", MANIFEST);
    sure("POST", "/api/v1/snapshots", null);
    String run = sure("POST", "/api/v1/runs", "{\"selection\":\"*\"}").path("run").asText();
    JsonNode leases =
        sure(
            "POST",
            "/api/v1/worker/leases",
            "{\"workerId\":\"dead\",\"maxTasks\":1,\"waitMillis\":10000}");
    assertEquals(1, leases.path("leases").size());
    return run;
  }

  /** How often the journal, as it is in the store, holds this text. */
  private long inJournal(String text) {
    // Not the whole store: what a server is about to put is there for a moment.
    Path journal = directory.resolve("store/tenant=default/workspace=default/journal");
    try (Stream<Path> all = Files.list(journal)) {
      return all.filter(path -> path.toString().endsWith(".json"))
          .filter(path -> read(path).contains(text))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void goesOnUnasked(String run) {
    assertEquals(0, inJournal("\"AttemptsExpired\""));
    begin();
    Await.until("its time is over", () -> inJournal("\"START_TIMEOUT\"") == 1);
    Await.until("it is to be tried again", () -> inJournal("\"RetriesReleased\"") == 1);
    JsonNode task = sure("GET", "/api/v1/runs/" + run + "/tasks/0", null);
    assertEquals("READY", task.at("/task/state").asText());
    assertEquals("START_TIMEOUT", task.at("/attempts/0/reason").asText());
  }

  @Test
  void aRunThatNoSnapshotHoldsGoesOn() {
    String run = leased();
    server.kill();
    goesOnUnasked(run);
  }

  @Test
  void aRunThatASnapshotHoldsGoesOn() {
    String run = leased();
    sure("POST", "/api/v1/snapshots", null);
    server.kill();
    goesOnUnasked(run);
    List<String> log = ArcoProcess.complaints(server.log());
    assertEquals(List.of(), log.stream().filter(line -> line.contains("WARN")).toList());
  }
}
