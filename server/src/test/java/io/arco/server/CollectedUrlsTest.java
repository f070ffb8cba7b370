package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.gc.CollectionReport;
import io.arco.gc.GarbageCollector;
import io.arco.gc.Protection;
import io.arco.gc.RetentionOptions;
import io.arco.journal.Hash;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.ThreadWorkers;
import io.arco.server.owner.VertxScheduler;
import io.arco.store.FileStore;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signed URLs of a server on files while garbage is collected there, with the shortest retention
 * there is, by a collector whose clock is ahead.
 */
final class CollectedUrlsTest {
  private static final int PUBLISHED_MEANWHILE = 20;
  private static final RetentionOptions SHORTEST =
      new RetentionOptions(
          RetentionOptions.MIN_GRACE, Optional.of(Duration.ZERO), Optional.empty());

  /** The last moment at which a URL may end, whose files a successor follows at once. */
  private static final Duration LAST = Protection.LENGTH;

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final ThreadWorkers workers = new ThreadWorkers("gc", 2, 1_000);
  private RunningServer server;

  @BeforeEach
  void start() {
    server =
        RunningServer.on(
            Configs.inMemory("store", "file:" + directory, "compaction.minIntervalMillis", "1"));
  }

  @AfterEach
  void stop() {
    server.close();
    workers.close();
    Await.value(vertx.close());
  }

  /** What {@code arco gc --apply} does, so much later. */
  private CollectionReport collect(Duration later) {
    Clock now = Clock.system();
    Clock ahead =
        new Clock() {
          @Override
          public long wallMillis() {
            return now.wallMillis() + later.toMillis();
          }

          @Override
          public long nanoTime() {
            return now.nanoTime();
          }
        };
    Runtime runtime =
        new Runtime(
            ahead, new VertxScheduler(vertx.getOrCreateContext()), workers, new SplittableRandom());
    WorkspaceKeys keys = new WorkspaceKeys(Workspace.of("default", "default"));
    ObjectStore store = GarbageCollector.role(FileStore.open(directory, workers, ahead), keys);
    Promise<CollectionReport> done = Promise.promise();
    runtime
        .scheduler()
        .execute(
            () ->
                new GarbageCollector(
                        runtime, store, new ObjectSlots(store, keys.journal()), keys, SHORTEST)
                    .run(true)
                    .onComplete(done));
    return Await.value(done.future());
  }

  private void publish(int i) {
    server.client().post("/api/v1/catalogs", "{\"name\":\"c" + i + "\"}").expect(201);
    server.client().post("/api/v1/snapshots", "").expect(200);
  }

  private JsonNode signed() {
    return server.client().post("/api/v1/browser/urls", "{}").expect(200).json();
  }

  /** Every file of an answer is what it was; how many there are. */
  private int check(JsonNode answer) {
    int files = 0;
    for (JsonNode table : answer.path("tables")) {
      for (JsonNode file : table.path("files")) {
        byte[] bytes = server.client().get(file.path("url").asText()).expect(200).bytes();
        assertEquals(file.path("sha256").asText(), Hash.of(bytes).hex());
        files++;
      }
    }
    return files;
  }

  @Test
  void urlsStayGoodWhileGarbageIsCollectedAndGoWithItAfterwards() {
    publish(0);
    JsonNode answer = signed();
    int files = check(answer);
    assertTrue(files > 1);
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Integer> reading =
        CompletableFuture.supplyAsync(
            () -> {
              int rounds = 0;
              do {
                assertEquals(files, check(answer));
                rounds++;
              } while (!isOver.get());
              return rounds;
            });
    for (int i = 1; i <= PUBLISHED_MEANWHILE; i++) {
      publish(i);
      assertEquals(0, collect(LAST).files().count());
    }
    isOver.set(true);
    assertTrue(reading.join() > 0);
    assertEquals(files, check(answer));

    // The collector does collect: once the grace is over, what was replaced is gone.
    assertTrue(collect(RetentionOptions.MIN_GRACE.plusMinutes(1)).files().count() > 0);
    assertTrue(check(signed()) > 1, "what is newest stays");
    int gone = 0;
    for (JsonNode table : answer.path("tables")) {
      for (JsonNode file : table.path("files")) {
        int status = server.client().get(file.path("url").asText()).status();
        gone += status == 404 ? 1 : 0;
      }
    }
    assertTrue(gone > 0, "never other bytes, and no bytes of what is gone");
  }
}
