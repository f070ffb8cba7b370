package io.arco.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.json.Json;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.server.dispatch.Awakening;
import io.arco.server.dispatch.Awakening.Outcome;
import io.arco.server.journal.ObjectJournals;
import io.arco.server.owner.LedgerOpener;
import io.arco.server.owner.VertxScheduler;
import io.arco.server.owner.VertxWorkers;
import io.arco.server.owner.Workspaces;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import io.arco.testing.RecordingStore;
import io.arco.testing.StoreCounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which workspaces a start opens, and what finding them costs. */
@ExtendWith(VertxExtension.class)
final class AwakeningTest {
  private static final String MANIFEST = "{\"assets\":[{\"key\":\"a.a\",\"kind\":\"x\"}]}";

  private static final MemoryStore STORE = new MemoryStore();
  private static RunningServer server;
  private static ContractClient client;

  private final Set<String> opened = new ConcurrentSkipListSet<>();
  private Runtime runtime;

  /** Workspaces that rest, with and without runs, and some in which a run is under way. */
  @BeforeAll
  static void makeWorkspaces() {
    server =
        RunningServer.on(
            Configs.inMemory("compaction.minIntervalMillis", "86400000"), new Unclosed(STORE));
    client = server.client();
    deploy("bare");
    publish("bare");
    deploy("ended");
    run("ended");
    new TestWorker(client, "w", of("ended")).one().succeeded().expect(200);
    publish("ended");
    deploy("live");
    run("live");
    publish("live");
    deploy("tail");
    publish("tail");
    run("tail");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String[] of(String tenant) {
    return new String[] {"X-Arco-Tenant", tenant};
  }

  private static void deploy(String tenant) {
    client.post("/api/v1/manifests", MANIFEST, of(tenant)).expect(201);
  }

  private static void run(String tenant) {
    client.post(TestWorker.RUNS, "{\"selection\":\"*\"}", of(tenant)).expect(201);
  }

  private static Workspace workspace(String tenant) {
    return Workspace.of(tenant, "default");
  }

  /** Publishes a snapshot, and waits for the hint to it. */
  private static void publish(String tenant) {
    long sequence = client.get(TestWorker.RUNS, of(tenant)).expect(200).sequence();
    client.post("/api/v1/snapshots", null, of(tenant)).expect(200);
    Key hint = new WorkspaceKeys(workspace(tenant)).hint();
    Await.until(
        "the hint names it",
        () ->
            Await.value(STORE.get(hint)) instanceof ReadOutcome.Found found
                && Json.tree(found.bytes()).path("sequence").asLong() == sequence);
  }

  /** A view of a store that lives on. */
  private static class Unclosed extends ForwardingStore {
    Unclosed(ObjectStore store) {
      super(store);
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  @BeforeEach
  void begin(Vertx vertx) {
    runtime =
        new Runtime(
            Clock.system(),
            new VertxScheduler(vertx.getOrCreateContext()),
            new VertxWorkers(vertx.createSharedWorkerExecutor("test", 1), 100),
            new SplittableRandom(1));
  }

  private Outcome awaken(ObjectStore store, int maxOpened) {
    LedgerOpener opener =
        new LedgerOpener() {
          @Override
          public Future<Ledger> open(
              Workspace workspace, Scheduler scheduler, LedgerObserver observer) {
            opened.add(workspace.tenant().name());
            return Future.succeededFuture();
          }
        };
    Workspaces workspaces = new Workspaces(opener, runtime.scheduler(), 1_000);
    return Await.value(
        new Awakening(store, new ObjectJournals(), workspaces, runtime, maxOpened).run());
  }

  /** The objects of one workspace alone. */
  private static RecordingStore only(String tenant) {
    MemoryStore copy = new MemoryStore();
    Prefix root = new WorkspaceKeys(workspace(tenant)).root();
    for (Listing.Entry entry : Await.value(STORE.list(root, null, 1_000)).entries()) {
      ReadOutcome.Found found = (ReadOutcome.Found) Await.value(STORE.get(entry.key()));
      Await.value(copy.put(entry.key(), found.bytes(), Precondition.ABSENT));
    }
    return new RecordingStore(copy);
  }

  private StoreCounts cost(String tenant) {
    RecordingStore store = only(tenant);
    awaken(store, 9);
    return store.counts();
  }

  @Test
  void thoseInWhichARunIsUnderWayAreOpened() {
    assertEquals(new Outcome(4, 2, 0, 0), awaken(STORE, 9));
    assertEquals(Set.of("live", "tail"), opened);
  }

  @Test
  void oneAtRestCostsAPageOfAListAndThreeReads() {
    StoreCounts bare = cost("bare");
    assertEquals(3, bare.gets());
    assertEquals(2, bare.lists(), "one more finds that there are no others");
    assertEquals(5, bare.calls());
    assertEquals(4, cost("ended").gets(), "one more tells that its runs have ended");
    assertEquals(4, cost("live").gets());
    assertEquals(Set.of("live"), opened);
  }

  @Test
  void oneWhoseHintIsLostIsFoundByItsManifests() {
    for (String tenant : Set.of("live", "ended", "tail")) {
      RecordingStore store = only(tenant);
      Await.value(store.delete(new WorkspaceKeys(workspace(tenant)).hint()));
      awaken(store, 9);
    }
    assertEquals(Set.of("live", "tail"), opened);
  }

  @Test
  void noMoreAreOpenedThanTheLimit() {
    assertEquals(new Outcome(4, 1, 0, 1), awaken(STORE, 1));
    assertEquals(1, opened.size());
  }

  @Test
  void manyAreLookedAtPageByPage() {
    MemoryStore store = new MemoryStore();
    for (int i = 0; i < 150; i++) {
      Key key = new WorkspaceKeys(workspace("t" + i)).workspaceFile();
      Await.value(store.put(key, "{}".getBytes(UTF_8), Precondition.ABSENT));
    }
    assertEquals(new Outcome(150, 0, 0, 0), awaken(store, 9));
  }

  @Test
  void aStoreThatCanNotBeReachedForAMomentIsAskedAgain() {
    AtomicInteger failures = new AtomicInteger(3);
    ObjectStore store = failing("tenant=live/", StoreException.Kind.TRANSIENT, failures);
    assertEquals(new Outcome(4, 2, 0, 0), awaken(store, 9));
    assertEquals(Set.of("live", "tail"), opened);
  }

  @Test
  void oneThatCanNotBeReadHoldsUpNoOther() {
    AtomicInteger failures = new AtomicInteger(Integer.MAX_VALUE);
    ObjectStore store = failing("tenant=live/", StoreException.Kind.PERMANENT, failures);
    assertEquals(new Outcome(4, 1, 1, 0), awaken(store, 9));
    assertEquals(Set.of("tail"), opened);
  }

  private static ObjectStore failing(String where, StoreException.Kind kind, AtomicInteger times) {
    return new Unclosed(STORE) {
      @Override
      public Future<ReadOutcome> get(Key key) {
        return key.text().startsWith(where) && times.getAndDecrement() > 0
            ? Future.failedFuture(new StoreException(kind, "planted", null))
            : super.get(key);
      }
    };
  }
}
