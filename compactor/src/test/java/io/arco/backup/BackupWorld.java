package io.arco.backup;

import static io.arco.testing.LedgerWorld.catalogNamed;

import io.arco.catalog.CatalogCommand;
import io.arco.compactor.CompactionOptions;
import io.arco.compactor.CompactionWorld;
import io.arco.compactor.CompactionWorld.Node;
import io.arco.gc.GarbageCollector;
import io.arco.gc.RetentionOptions;
import io.arco.journal.Hash;
import io.arco.ledger.Command;
import io.arco.ledger.Fold;
import io.arco.ledger.Ledger;
import io.arco.ledger.WorkspaceState;
import io.arco.log.ObjectSlots;
import io.arco.planner.tally.TallyCommand;
import io.arco.runtime.Runtime;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.LedgerWorld;
import io.arco.testing.SimulatedStore;
import io.arco.verify.Report;
import io.arco.verify.Verifier;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One workspace with a writer and a compactor in virtual time, and a place for its backups. */
final class BackupWorld {
  final CompactionWorld nodes;
  final LedgerWorld world;
  final Node node;
  final MemoryStore place = new MemoryStore();
  private final SplittableRandom random;
  private final long seed;
  private int made;
  private int runs;

  BackupWorld(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.nodes = new CompactionWorld(seed);
    this.world = nodes.world();
    this.node = nodes.open(CompactionOptions.DEFAULT);
  }

  WorkspaceKeys keys() {
    return world.keys();
  }

  /** One command of a random history, done; some publish a snapshot. */
  void step() {
    world.time().runUntil(begin()::isComplete);
    if (random.nextInt(12) == 0) {
      publish();
    }
  }

  /** Begins a random command. */
  Future<?> begin() {
    Command command = command();
    return random.nextInt(4) == 0
        ? world.submit(node.ledger(), command, "key-" + made)
        : world.submit(node.ledger(), command);
  }

  private Command command() {
    String some = "c" + random.nextInt(made + 1);
    return switch (random.nextInt(6)) {
      case 0 -> new CatalogCommand.CreateSchema(some, "s" + ++made, null, Map.of());
      case 1 -> CatalogCommand.DeleteEntity.catalog(some, true, null);
      case 2 -> new TallyCommand.Add("t" + random.nextInt(100), 1 + random.nextInt(9));
      default -> catalogNamed("c" + ++made);
    };
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  void publish() {
    long sequence = node.ledger().state().sequence();
    if (sequence > 0) {
      world.time().await(node.compactor().including(sequence));
    }
  }

  /** Lets so much time pass that retention may take what there is. */
  void age() {
    world.time().advance(Duration.ofDays(3).toMillis());
  }

  /** Collects with no grace at all, as if the backup had taken longer than any. */
  void collect() {
    world.time().await(beginCollection(world.truth()));
  }

  Future<?> beginCollection(ObjectStore store) {
    Optional<Duration> none = Optional.of(Duration.ZERO);
    ObjectStore narrowed = GarbageCollector.role(store, keys());
    return new GarbageCollector(
            runtime(),
            narrowed,
            new ObjectSlots(narrowed, keys().journal()),
            keys(),
            new RetentionOptions(Duration.ZERO, none, Optional.of(Duration.ofDays(1))))
        .run(true);
  }

  Runtime runtime() {
    return world.time().runtime(seed * 100 + ++runs);
  }

  Future<BackupReport> beginBackup(ObjectStore source, ObjectStore target) {
    return new Backup(
            new BackupConfig(
                runtime(),
                world.domains(),
                keys(),
                source,
                new ObjectSlots(source, keys().journal()),
                target,
                "test",
                Progress.NONE))
        .run();
  }

  BackupReport backup() {
    return world.time().await(beginBackup(world.truth(), place));
  }

  Future<RestoreReport> beginRestore(ObjectStore source, ObjectStore target, Long number) {
    return new Restore(
            new RestoreConfig(
                runtime(), world.domains(), keys(), source, target, "restorer", Progress.NONE))
        .run(Optional.ofNullable(number));
  }

  RestoreReport restore(ObjectStore target) {
    return world.time().await(beginRestore(place, target, null));
  }

  /** Opens a store's workspace from its newest snapshot, as a server does. */
  Future<Ledger> open(ObjectStore store) {
    Runtime runtime = runtime();
    ObjectStore simulated = new SimulatedStore(store, runtime.scheduler(), 1, 5);
    Snapshots snapshots = new Snapshots(runtime, simulated, keys());
    return Ledger.open(
        LedgerWorld.with(
            world.config(runtime, simulated), new SnapshotCheckpoints(snapshots, world.domains())));
  }

  /** The state that a store's journal folds to at a commit, from commit 1. */
  WorkspaceState fold(ObjectStore store, long sequence) {
    Fold fold = new Fold(LedgerWorld.WORKSPACE, world.domains());
    WorkspaceState state = WorkspaceState.empty(world.domains());
    for (long n = 1; n <= sequence; n++) {
      state = fold.next(state, "commit " + n, bytes(store, commit(n))).state();
    }
    return state;
  }

  Report verify(ObjectStore store) {
    return world.time().await(new Verifier(runtime(), store, keys(), world.domains()).verify());
  }

  Key commit(long n) {
    return keys().journal().key(ObjectSlots.fileName(n));
  }

  Key record(long n) {
    return keys().backups().key(ObjectSlots.fileName(n));
  }

  byte[] bytes(ObjectStore store, Key key) {
    return ((ReadOutcome.Found) world.time().await(store.get(key))).bytes();
  }

  void put(ObjectStore store, Key key, byte[] bytes) {
    world.time().await(store.put(key, bytes, Precondition.NONE));
  }

  /** Every object of a store, by key. */
  Map<Key, Hash> contents(ObjectStore store) {
    Map<Key, Hash> contents = new TreeMap<>();
    Key after = null;
    Listing page;
    do {
      page = world.time().await(store.list(Prefix.ROOT, after, Listing.MAX_LIMIT));
      for (Listing.Entry entry : page.entries()) {
        after = entry.key();
        contents.put(after, Hash.of(bytes(store, after)));
      }
    } while (!page.complete());
    return contents;
  }

  /** A store with the same objects. */
  MemoryStore copy(ObjectStore store) {
    MemoryStore copy = new MemoryStore();
    contents(store).keySet().forEach(key -> put(copy, key, bytes(store, key)));
    return copy;
  }

  /** What a future failed with. */
  Throwable failure(Future<?> future) {
    world.time().runUntil(future::isComplete);
    if (future.succeeded()) {
      throw new AssertionError("expected a failure, got " + future.result());
    }
    return future.cause();
  }

  List<String> catalogs(WorkspaceState state) {
    return world.catalogs(state);
  }
}
