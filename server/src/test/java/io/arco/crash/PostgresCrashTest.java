package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.postgres.TestPostgres;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server and its journal's database are killed while many write. */
final class PostgresCrashTest {
  private static final int WRITERS = 4;
  private static final int KILLS = 2;

  /** Writes that are acknowledged at least before something is killed, and as many after. */
  private static final int WRITES = 20;

  private static final int MOST_MORE_WRITES = 200;
  private static final String WORKSPACE = "crashed";

  @TempDir Path directory;
  private final Seeds seeds = Seeds.of("PostgresCrashTest");
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> notDone = ConcurrentHashMap.newKeySet();
  private final Set<String> codes = ConcurrentHashMap.newKeySet();
  private String store;
  private TestPostgres postgres;
  private String database;
  private ServerProcess server;
  private volatile CatalogClient client;

  @BeforeEach
  void startBoth() {
    store = "file:" + directory.resolve("store");
    postgres = TestPostgres.in(directory.resolve("postgres"));
    database = postgres.newDatabase();
    startServer();
  }

  @AfterEach
  void endBoth() {
    server.close();
    postgres.close();
  }

  private void startServer() {
    server =
        ServerProcess.start(
            directory.resolve("server"),
            store,
            "--journal",
            postgres.url(database),
            "--log-level",
            "error",
            "--set",
            "compaction.minIntervalMillis=200",
            "--set",
            "ledger.commandTimeoutMillis=3000");
    client = new CatalogClient(server.url(), WORKSPACE);
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheDatabaseIsKilled() {
    for (int kill = 0; kill < KILLS; kill++) {
      writeWhile(
          kill,
          () -> {
            postgres.crash();
            postgres.start();
          });
    }
    check();
    assertTrue(
        Set.of("UNAVAILABLE", "OUTCOME_UNKNOWN").containsAll(codes), "told callers " + codes);
  }

  @Test
  void norWhenTheServerIsKilled() {
    for (int kill = 0; kill < KILLS; kill++) {
      writeWhile(
          kill,
          () -> {
            server.kill();
            startServer();
          });
    }
    check();
  }

  /** Many write; something is killed meanwhile, and they write on. */
  private void writeWhile(int round, Runnable kill) {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<CompletableFuture<Void>> writing = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writing.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; !over.get(); n++) {
                  write("c-" + round + "-" + writer + "-" + n);
                }
              },
              threads));
    }
    try {
      awaitWrites(WRITES + seeds.below(MOST_MORE_WRITES));
      kill.run();
      awaitWrites(WRITES);
    } finally {
      over.set(true);
    }
    CompletableFuture.allOf(writing.toArray(CompletableFuture[]::new)).join();
    threads.shutdown();
  }

  /** Waits until so many more writes are acknowledged. */
  private void awaitWrites(int more) {
    int enough = acknowledged.size() + more;
    Await.until(more + " more writes", () -> acknowledged.size() >= enough);
  }

  private void write(String name) {
    CatalogRequest request = CatalogRequest.create(CatalogRequest.catalog(name), "key-" + name);
    CatalogClient used = client;
    Optional<CatalogAnswer> answer = used.send(request);
    if (answer.isEmpty()) {
      Await.until("another server answers", () -> client != used);
      return;
    }
    if (answer.get().status() == 201) {
      acknowledged.add(name);
    } else {
      codes.add(answer.get().code());
      if (answer.get().code().equals("UNAVAILABLE")) {
        notDone.add(name);
      }
    }
  }

  private void check() {
    Set<String> there = new HashSet<>();
    client.forEach(CatalogRequest.CATALOGS, each -> there.add(each.path("name").asText()));
    Set<String> lost = new TreeSet<>(acknowledged);
    lost.removeAll(there);
    assertEquals(Set.of(), lost, "acknowledged, and not there");
    Set<String> made = new TreeSet<>(notDone);
    made.retainAll(there);
    assertEquals(Set.of(), made, "told not done, and there");
    client.publish();
    server.stop();
    assertVerified("verify", "--store", store);
    assertVerified("verify", "--store", store, "--journal", postgres.url(database));
  }

  private static void assertVerified(String... arguments) {
    ArcoProcess.Ended ended = CommandRun.of(arguments);
    assertEquals(0, ended.status(), ended::toString);
    assertTrue(ended.out().contains(WORKSPACE), ended::toString);
  }
}
