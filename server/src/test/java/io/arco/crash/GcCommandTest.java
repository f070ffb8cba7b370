package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code arco gc} on a directory, with a real server running on it. */
final class GcCommandTest {
  private static final int OLD = 200;
  private static final int NEW = 20;
  private static final long TWO_DAYS_MILLIS = 48 * 3_600_000L;

  @TempDir Path directory;
  private String store;
  private ServerProcess server;

  @BeforeEach
  void name() {
    store = "file:" + directory.resolve("store");
  }

  @AfterEach
  void kill() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aStoreOfDaysIsCollectedWhileAServerServesIt() throws IOException {
    OldStore.write(directory.resolve("store"), OLD, TWO_DAYS_MILLIS);
    server = ServerProcess.start(directory, store);
    CatalogClient client = client();
    assertEquals(OLD, count(client));
    List<String> before = objects();
    JsonNode dry = gc();
    assertEquals(before, objects());

    for (int i = 0; i < NEW / 2; i++) {
      create(client, "during" + i);
    }
    // A manifest goes when a newer one is there: how soon one is published is not the matter here.
    client.publish();
    JsonNode wet = gc("--apply", "--journal-days", "1");
    for (int i = NEW / 2; i < NEW; i++) {
      create(client, "during" + i);
    }

    assertEquals(0, dry.path("commits").path("count").asInt());
    assertTrue(dry.path("manifests").path("count").asInt() >= OLD - 2, dry.toString());
    assertTrue(wet.path("manifests").path("count").asInt() >= OLD - 1, wet.toString());
    assertTrue(wet.path("keptAdded").path("count").asInt() > OLD / 4, wet.toString());
    assertTrue(wet.path("commits").path("count").asInt() >= OLD - 3, wet.toString());
    assertTrue(wet.path("files").path("count").asInt() > OLD / 2, wet.toString());
    assertEquals(OLD + NEW, client.publish().sequence());
    assertEquals(OLD + NEW, count(client));
    server.stop();

    assertSound();
    server = ServerProcess.start(directory, store);
    assertEquals(OLD + NEW, count(client()));
    server.stop();
    assertEquals(0, gc("--apply", "--journal-days", "1").path("removedBytes").asInt());
    assertSound();
  }

  @Test
  void aGraceThatIsTooShortAndOtherMistakesAreRefused() throws IOException {
    Files.createDirectories(directory.resolve("store"));
    assertRefused("--grace", "23");
    assertRefused("--keep-days", "many");
    assertRefused("--keep-days", "-1");
    assertRefused("--journal-days", "0");
  }

  private void assertRefused(String option, String value) {
    ArcoProcess.Ended ended = CommandRun.of("gc", "--store", store, option, value);
    assertEquals(2, ended.status(), ended::toString);
    assertTrue(ended.err().contains(option + ": "), ended::toString);
  }

  private void assertSound() {
    ArcoProcess.Ended verified = CommandRun.of("verify", "--store", store);
    assertEquals(0, verified.status(), verified::toString);
    ArcoProcess.Ended counted =
        CommandRun.of(
            "sql",
            "--store",
            store,
            "--tenant",
            OldStore.TENANT,
            "--workspace",
            OldStore.WORKSPACE,
            "-o",
            "csv",
            "select count(*) as n from system.catalog.catalogs");
    assertEquals("n\r\n" + (OLD + NEW) + "\r\n", counted.out(), counted::toString);
  }

  private JsonNode gc(String... options) {
    List<String> arguments = new ArrayList<>(List.of("gc", "--store", store, "-o", "json"));
    arguments.addAll(List.of(options));
    ArcoProcess.Ended ended = CommandRun.of(arguments.toArray(String[]::new));
    assertEquals(0, ended.status(), ended::toString);
    return Json.tree(ended.out().getBytes(StandardCharsets.UTF_8)).get(0);
  }

  private CatalogClient client() {
    return new CatalogClient(server.url(), OldStore.TENANT, OldStore.WORKSPACE);
  }

  private static void create(CatalogClient client, String name) {
    CatalogRequest request = CatalogRequest.create(CatalogRequest.catalog(name), "key-" + name);
    assertEquals(201, client.send(request).orElseThrow().status());
  }

  private static int count(CatalogClient client) {
    List<String> names = new ArrayList<>();
    client.forEach(CatalogRequest.CATALOGS, item -> names.add(item.path("name").asText()));
    return names.size();
  }

  private List<String> objects() throws IOException {
    // Not the whole store: what a server is about to put is there for a moment.
    Path tenant = directory.resolve("store/tenant=" + OldStore.TENANT);
    try (Stream<Path> files = Files.walk(tenant)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
