package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code arco repair} on a directory that a real server wrote. */
final class RepairCommandTest {
  private static final String FOLDER = "tenant=default/workspace=default/";
  private static final int COMMITS = 6;

  @TempDir Path directory;
  private ServerProcess server;

  @AfterEach
  void kill() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aDamagedStoreIsMendedFromItselfAndFromACopyAndServedAgain() throws IOException {
    Path store = directory.resolve("store");
    fill("file:" + store);
    Path copy = directory.resolve("copy");
    copy(store, copy);
    Map<String, String> sound = content(store);

    flip(newest(store.resolve(FOLDER + "tables/catalog/catalogs")));
    Files.delete(newest(store.resolve(FOLDER + "tables/audit/commits")));
    Files.delete(store.resolve(FOLDER + "snapshots/current.json"));
    assertRepaired("file:" + store);
    assertEquals(sound, content(store));

    Files.delete(store.resolve(FOLDER + "journal/00000000000000000003.json"));
    flip(store.resolve(FOLDER + "journal/00000000000000000004.json"));
    flip(store.resolve(FOLDER + "snapshots/00000000000000000001.json"));
    Map<String, String> damaged = content(store);
    ArcoProcess.Ended alone = CommandRun.of("repair", "--store", "file:" + store, "--apply");
    assertEquals(1, alone.status(), alone::toString);
    assertTrue(alone.out().contains("try --from a backup"), alone::toString);
    assertEquals(damaged, content(store));
    assertRepaired("file:" + store, "--from", "file:" + copy);
    assertEquals(sound, content(store));

    server = ServerProcess.start(directory, "file:" + store);
    CatalogClient client = new CatalogClient(server.url(), "default");
    assertEquals(COMMITS, client.get(CatalogRequest.CATALOGS).json().path("items").size());
    server.stop();
  }

  private void fill(String store) {
    server = ServerProcess.start(directory, store, "--set", "compaction.minIntervalMillis=60000");
    CatalogClient client = new CatalogClient(server.url(), "default");
    for (int i = 1; i <= COMMITS; i++) {
      String name = "c" + i;
      CatalogRequest request = CatalogRequest.create(CatalogRequest.catalog(name), "key-" + name);
      assertEquals(201, client.send(request).orElseThrow().status());
      assertEquals(i, client.publish().sequence());
    }
    server.stop();
  }

  /** A dry run says what can be done and does nothing; then it is done, and all is well. */
  private static void assertRepaired(String store, String... options) {
    String[] dry =
        Stream.concat(Stream.of("repair", "--store", store), Stream.of(options))
            .toArray(String[]::new);
    String[] wet = Arrays.copyOf(dry, dry.length + 1);
    wet[dry.length] = "--apply";
    ArcoProcess.Ended said = CommandRun.of(dry);
    assertEquals(1, said.status(), said::toString);
    assertTrue(said.err().contains("3 can be repaired. Nothing was changed"), said::toString);
    ArcoProcess.Ended done = CommandRun.of(wet);
    assertEquals(0, done.status(), done::toString);
    assertTrue(done.err().contains("3 repaired."), done::toString);
    ArcoProcess.Ended verified = CommandRun.of("verify", "--store", store);
    assertEquals(0, verified.status(), verified::toString);
    ArcoProcess.Ended again = CommandRun.of(wet);
    assertEquals(0, again.status(), again::toString);
  }

  private static Path newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static Map<String, String> content(Path store) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store.resolve(FOLDER))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            store.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return content;
  }
}
