package io.arco.simulation;

import io.arco.gc.CollectionRefusedException;
import io.arco.gc.GarbageCollector;
import io.arco.gc.RetentionOptions;
import io.arco.log.ObjectSlots;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.StoreException;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.faults.FaultStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Days without requests in the midst of a world's work: garbage is collected meanwhile, more than
 * once and by killed collectors too, while servers rest, sleep in the middle of what they were
 * doing, or read a snapshot slowly.
 */
final class Nights {
  private static final long HOUR_MILLIS = 3_600_000;

  /** How long a manifest stays after its successor. */
  private static final Duration GRACE = RetentionOptions.MIN_GRACE;

  private final World world;
  private final SplittableRandom random;

  /**
   * All collectors of a world keep alike: with different options one must not run beside another.
   */
  private final RetentionOptions options;

  private int left;
  private long untilMillis;
  private int collectors;

  Nights(World world, SplittableRandom random) {
    this.world = world;
    this.random = random;
    this.left = world.plan().nights();
    this.options =
        new RetentionOptions(
            GRACE,
            Optional.of(Duration.ofDays(random.nextInt(3))),
            random.nextInt(4) > 0 ? Optional.of(GRACE) : Optional.empty());
  }

  /** How long a client waits that is about to ask: until the morning, or not at all. */
  long restMillis() {
    long now = world.time().nowMillis();
    if (left > 0 && isTime()) {
      left--;
      begin(now);
    }
    return Math.max(0, untilMillis - now);
  }

  /** Whether the next part of the work is done. */
  private boolean isTime() {
    int nights = world.plan().nights();
    long part = world.plan().commands() / (nights + 1);
    return world.history().commands() >= part * (nights - left + 1);
  }

  private void begin(long now) {
    long length = (20 + random.nextInt(40)) * HOUR_MILLIS;
    untilMillis = now + length;
    world.strikes().add(Strikes.NIGHT);
    world.trace("night until " + untilMillis);
    for (Node node : world.nodes()) {
      if (node.isUp() && random.nextInt(3) == 0) {
        ServerProcess process = node.server().process();
        world.scheduler().schedule(random.nextInt(2_000), () -> process.pause(length));
      }
    }
    for (WorkspaceKeys keys : world.workspaces()) {
      int runs = 1 + random.nextInt(3);
      for (int i = 0; i < runs; i++) {
        world.scheduler().schedule(random.nextLong(length), () -> collect(keys));
      }
      world.scheduler().schedule(random.nextLong(length), () -> readSlowly(keys));
      world.scheduler().schedule(random.nextInt(5_000), () -> readSlowly(keys));
      // Who reads what was the newest all night, when it has a successor and garbage is collected.
      world.scheduler().schedule(length - random.nextInt(60_000), () -> readSlowly(keys));
      world.scheduler().schedule(length + random.nextInt(120_000), () -> collect(keys));
    }
  }

  private Runtime runtime(ServerProcess process) {
    Clock clock = world.time().clock();
    return new Runtime(clock, process, process, random.split());
  }

  private ServerProcess process(String name) {
    ServerProcess process = new ServerProcess(world, name + ++collectors, random.split());
    process.isAside();
    return process;
  }

  private ObjectStore store(ServerProcess process, WorkspaceKeys keys, String role) {
    FaultStore faults =
        new FaultStore(
            world.truth(),
            world.scheduler(),
            process,
            world.time()::nowMillis,
            random.split(),
            world.isHealed() ? world.plan().profile().healed() : world.plan().profile(),
            world.faults());
    // Which copies there are is known from the list alone: no defence if that lacks one.
    faults.lacking(folder -> !folder.equals(keys.keptSnapshots()));
    return new RoleView(world, process, faults, keys, role);
  }

  private void collect(WorkspaceKeys keys) {
    if (world.truth().heads(keys).now() == 0) {
      return;
    }
    ServerProcess process = process("gc");
    ObjectStore store = GarbageCollector.role(store(process, keys, "gc"), keys);
    GarbageCollector collector =
        new GarbageCollector(
            runtime(process), store, new ObjectSlots(store, keys.journal()), keys, options);
    world.strikes().add(Strikes.COLLECTION);
    world.trace(process.name() + " collects");
    if (random.nextInt(3) == 0) {
      world.scheduler().schedule(random.nextInt(3_000), process::kill);
    } else if (random.nextInt(4) == 0) {
      long length = random.nextLong(30 * HOUR_MILLIS);
      world.scheduler().schedule(random.nextInt(1_000), () -> process.pause(length));
    }
    process.execute(
        () ->
            collector
                .run(true)
                .onComplete(
                    done -> {
                      world.trace(process.name() + " collected " + done);
                      mayFail(process, done.cause());
                    }));
  }

  /** Faults may end a run; damage there is none. */
  private void mayFail(ServerProcess process, Throwable failure) {
    boolean isFault =
        failure != null
            && !(failure instanceof StoreException)
            && !(failure instanceof CollectionRefusedException)
            && !world.plan().isRough();
    world
        .findings()
        .check(Invariant.NO_FAULT_OF_OURS, !isFault, () -> process.name() + ": " + failure);
    if (failure instanceof ProblemException) {
      world.findings().add(Invariant.NO_FAULT_OF_OURS, process.name() + ": " + failure, failure);
    }
  }

  /** Takes the newest snapshot, and reads its files when most of the grace has passed. */
  private void readSlowly(WorkspaceKeys keys) {
    ServerProcess process = process("reader");
    Snapshots snapshots = new Snapshots(runtime(process), store(process, keys, "reader"), keys);
    process.execute(
        () ->
            snapshots
                .newest()
                .onSuccess(
                    newest ->
                        newest.ifPresent(
                            manifest -> loadLater(keys, process, snapshots, manifest))));
  }

  private void loadLater(
      WorkspaceKeys keys, ServerProcess process, Snapshots snapshots, StoredManifest manifest) {
    long delay = random.nextLong(GRACE.toMillis() - 2 * HOUR_MILLIS);
    process.schedule(
        delay,
        () ->
            load(snapshots, manifest)
                .onComplete(
                    loaded ->
                        world
                            .findings()
                            .check(
                                Invariant.READERS_HAVE_THE_GRACE,
                                loaded.succeeded() || loaded.cause() instanceof StoreException,
                                () ->
                                    "manifest "
                                        + manifest.manifest().number()
                                        + " of "
                                        + keys.workspace()
                                        + " can't be read "
                                        + delay
                                        + " ms after it was the newest: "
                                        + loaded.cause())));
  }

  private Future<Void> load(Snapshots snapshots, StoredManifest manifest) {
    return snapshots.load(manifest.manifest(), world.domains().tables()).mapEmpty();
  }
}
