package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage to a store is named by {@code arco verify} and not served, and harms nobody else. */
final class DamagedStoreTest {
  private static final int COMMITS = 6;
  private static final int AFTER_SNAPSHOT = 3;
  private static final String SOUND = "sound";

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

  /** What can happen to an object of a workspace that has the damage's name. */
  private enum Damage {
    COMMIT_FLIPPED("journal/00000000000000000008.json"),
    COMMIT_TORN("journal/00000000000000000009.json"),
    COMMIT_MISSING("journal/00000000000000000008.json"),
    OLD_COMMIT_FLIPPED("journal/00000000000000000003.json"),
    OLD_COMMIT_MISSING("journal/00000000000000000004.json"),
    MANIFEST_FLIPPED("snapshots"),
    PARQUET_FLIPPED("tables/catalog/catalogs");

    private final String place;

    Damage(String place) {
      this.place = place;
    }

    String workspace() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the snapshot and what follows it tell the whole state without the object. */
    boolean isServed() {
      return name().startsWith("OLD_");
    }

    /** Damages the object, or the newest one of the folder; its name. */
    String inflict(Path workspace) throws IOException {
      Path file = newest(workspace.resolve(place));
      byte[] bytes = Files.readAllBytes(file);
      int middle = bytes.length / 2;
      bytes[middle] ^= 1;
      if (name().endsWith("_MISSING")) {
        Files.delete(file);
      } else {
        Files.write(file, name().endsWith("_TORN") ? Arrays.copyOf(bytes, middle) : bytes);
      }
      return workspace.relativize(file).toString();
    }

    private static Path newest(Path place) throws IOException {
      if (!Files.isDirectory(place)) {
        return place;
      }
      try (Stream<Path> files = Files.list(place)) {
        return files
            .filter(file -> file.getFileName().toString().startsWith("0"))
            .max(Comparator.naturalOrder())
            .orElseThrow();
      }
    }
  }

  @Test
  void damageIsNamedAndNotServedAndOtherWorkspacesAre() throws IOException {
    fill();
    for (Damage damage : Damage.values()) {
      String object = damage.inflict(workspace(damage.workspace()));
      ArcoProcess.Ended verified = verify(damage.workspace());
      assertEquals(1, verified.status(), () -> damage + ": " + verified);
      assertTrue(verified.err().contains(object), () -> damage + ": " + verified);
    }
    assertEquals(0, verify(SOUND).status(), () -> verify(SOUND).toString());
    ArcoProcess.Ended all = ArcoProcess.run(directory, "verify", "--store", store);
    assertEquals(1, all.status(), all::toString);
    serves();
  }

  private void serves() {
    server = ServerProcess.start(directory, store);
    for (Damage damage : Damage.values()) {
      CatalogClient client = new CatalogClient(server.url(), damage.workspace());
      CatalogAnswer answer = client.get(CatalogRequest.CATALOGS);
      if (damage.isServed()) {
        assertEquals(COMMITS + AFTER_SNAPSHOT, answer.json().path("items").size());
      } else {
        assertEquals(503, answer.status(), damage + ": " + answer);
        assertEquals("WORKSPACE_CORRUPT", answer.code());
        CatalogAnswer refused = create(client, "more");
        assertEquals("WORKSPACE_CORRUPT", refused.code(), refused::toString);
      }
    }
    CatalogClient sound = new CatalogClient(server.url(), SOUND);
    assertEquals(201, create(sound, "more").status());
    assertEquals(
        COMMITS + AFTER_SNAPSHOT + 1,
        sound.get(CatalogRequest.CATALOGS).json().path("items").size());
    server.stop();
    assertEquals(0, verify(SOUND).status());
  }

  /** Makes the workspaces, each of a snapshot and a tail behind it. */
  private void fill() {
    server = ServerProcess.start(directory, store, "--set", "compaction.minIntervalMillis=60000");
    List<String> names =
        Stream.concat(Arrays.stream(Damage.values()).map(Damage::workspace), Stream.of(SOUND))
            .toList();
    for (String name : names) {
      CatalogClient client = new CatalogClient(server.url(), name);
      for (int i = 1; i <= COMMITS; i++) {
        assertEquals(201, create(client, "c" + i).status());
      }
      assertEquals(COMMITS, client.publish().sequence());
      for (int i = 1; i <= AFTER_SNAPSHOT; i++) {
        assertEquals(201, create(client, "d" + i).status());
      }
    }
    server.stop();
  }

  private static CatalogAnswer create(CatalogClient client, String name) {
    CatalogRequest request = CatalogRequest.create(CatalogRequest.catalog(name), "key-" + name);
    return client.send(request).orElseThrow();
  }

  private Path workspace(String name) {
    return directory.resolve("store/tenant=default/workspace=" + name);
  }

  private ArcoProcess.Ended verify(String workspace) {
    return CommandRun.of("verify", "--store", store, "--workspace", workspace);
  }
}
