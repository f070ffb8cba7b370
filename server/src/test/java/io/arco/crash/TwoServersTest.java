package io.arco.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one store that know nothing of each other, and one workspace. */
class TwoServersTest {
  private final int names = names();
  private static final int CONNECTIONS = 16;
  private static final String WORKSPACE = "shared";
  private static final String[] OPTIONS = {
    "--log-level", "warn", "--set", "compaction.minIntervalMillis=200"
  };

  @TempDir Path directory;
  private final List<ServerProcess> servers = new ArrayList<>();
  private String store;
  private CatalogClient one;
  private CatalogClient two;

  @BeforeEach
  void startTwo() {
    store = newStore(directory);
    servers.add(ServerProcess.begin(directory.resolve("one"), store, OPTIONS));
    servers.add(ServerProcess.begin(directory.resolve("two"), store, OPTIONS));
    one = new CatalogClient(servers.get(0).ready().url(), WORKSPACE);
    two = new CatalogClient(servers.get(1).ready().url(), WORKSPACE);
  }

  /** Names that both want. */
  int names() {
    return 500;
  }

  /** An empty store. */
  String newStore(Path directory) {
    return "file:" + directory.resolve("store");
  }

  @AfterEach
  void killBoth() {
    servers.forEach(ServerProcess::close);
  }

  @Test
  void ofTwoCreatesOfOneNameOneSucceedsAndBothServersShowItAtOnce() {
    Map<String, String> ids = new ConcurrentHashMap<>();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger reads = new AtomicInteger();
    class Side {
      void create(CatalogClient here, CatalogClient there, String side, int i) {
        CatalogRequest request =
            CatalogRequest.create(CatalogRequest.catalog("name" + i), side + i);
        CatalogAnswer answer = here.send(request).orElseThrow();
        CatalogAnswer seen = there.get(request.entity());
        reads.incrementAndGet();
        assertEquals(200, seen.status(), () -> request + " answered " + answer + ", then " + seen);
        if (answer.status() == 201) {
          assertEquals(answer.text(), seen.text());
          assertEquals(null, ids.put(request.entity(), answer.id()), request::entity);
        } else {
          assertEquals("ALREADY_EXISTS", answer.code(), answer::toString);
          refused.incrementAndGet();
        }
      }
    }
    Side side = new Side();
    onConnections(
        2 * CONNECTIONS,
        thread -> {
          boolean first = thread % 2 == 0;
          for (int i = thread / 2; i < names; i += CONNECTIONS) {
            side.create(first ? one : two, first ? two : one, first ? "one" : "two", i);
          }
        });
    assertEquals(names, ids.size());
    assertEquals(names, refused.get());
    assertEquals(2 * names, reads.get());
    Set<String> expected = new HashSet<>(ids.values());
    assertEquals(expected, Census.of(one).keySet());
    assertEquals(expected, Census.of(two).keySet());
    stopAndVerify();
  }

  @Test
  void aServerThatWasIdleWhileTheOtherWroteLosesNothing() {
    assertEquals(200, two.get(CatalogRequest.CATALOGS).status());
    Set<String> ids = ConcurrentHashMap.newKeySet();
    onConnections(
        CONNECTIONS,
        thread -> {
          for (int i = thread; i < names; i += CONNECTIONS) {
            ids.add(created(one, "written" + i).id());
          }
        });
    CatalogRequest taken = CatalogRequest.create(CatalogRequest.catalog("written7"), "again");
    assertEquals("ALREADY_EXISTS", two.send(taken).orElseThrow().code());
    ids.add(created(two, "late").id());
    assertEquals(200, one.get(CatalogRequest.catalog("late")).status());
    ids.add(created(one, "last").id());
    assertEquals(names + 2, ids.size());
    assertEquals(ids, Census.of(one).keySet());
    assertEquals(ids, Census.of(two).keySet());
    stopAndVerify();
  }

  private static CatalogAnswer created(CatalogClient client, String name) {
    CatalogRequest request = CatalogRequest.create(CatalogRequest.catalog(name), "key-" + name);
    CatalogAnswer answer = client.send(request).orElseThrow();
    assertEquals(201, answer.status(), answer::toString);
    return answer;
  }

  private void stopAndVerify() {
    servers.forEach(ServerProcess::terminate);
    for (ServerProcess server : servers) {
      assertEquals(0, server.ended().status(), server::log);
    }
    ArcoProcess.Ended verified = CommandRun.of("verify", "--store", store);
    assertEquals(0, verified.status(), verified::toString);
    assertTrue(verified.out().contains(WORKSPACE), verified::toString);
  }

  /** What one of several threads does. */
  private interface Work {
    void run(int thread);
  }

  private static void onConnections(int count, Work work) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int thread = i;
        running.add(CompletableFuture.runAsync(() -> work.run(thread), threads));
      }
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
          .get(Await.DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e.getCause() == null ? e : e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
