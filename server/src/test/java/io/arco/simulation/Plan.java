package io.arco.simulation;

import io.arco.compactor.CompactionOptions;
import io.arco.ledger.LedgerOptions;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.faults.Fault;
import io.arco.testing.faults.FaultProfile;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What kind of world a seed stands for.
 *
 * @param seed the seed
 * @param nodes how many servers, at least 2
 * @param clients how many clients
 * @param commands how many commands are asked for at least
 * @param workspaces whose objects there are, each of a tenant of its own
 * @param profile how the store behaves
 * @param supportsMatches whether the store compares versions
 * @param newerNodes how many of the servers are of a newer build, once it is rolled out; 0 for all
 *     being the same
 * @param timeoutMillis how long the servers let requests wait
 * @param thinkMillis how long clients pause between requests at most
 * @param ledgerOptions the ledgers' limits
 * @param compactionOptions the compactors' pace
 * @param pauses how many processes are paused
 * @param jumps how often a clock jumps
 * @param partitions how often a server is cut off from the store
 * @param nights how often nobody asks anything for days, while garbage is collected
 * @param workers how many workers do the tasks of runs; 0: nobody asks for runs
 */
record Plan(
    long seed,
    int nodes,
    int clients,
    int commands,
    List<WorkspaceKeys> workspaces,
    FaultProfile profile,
    boolean supportsMatches,
    int newerNodes,
    long timeoutMillis,
    int thinkMillis,
    LedgerOptions ledgerOptions,
    CompactionOptions compactionOptions,
    int pauses,
    int jumps,
    int partitions,
    int nights,
    int workers) {
  /** The least number of commands in a world. */
  static final int MIN_COMMANDS = 200;

  /** The least number of faults in a world. */
  static final int MIN_FAULTS = 20;

  /** With runs there are more tables: snapshots are taken so many times more seldom. */
  private static final long RUN_PACE = 4;

  private static final long DAY_MILLIS = 86_400_000;

  static Plan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
    int nodes = 2 + random.nextInt(3);
    int tenants = random.nextInt(4) == 0 ? 2 : 1;
    List<WorkspaceKeys> workspaces =
        java.util.stream.IntStream.range(0, tenants)
            .mapToObj(i -> new WorkspaceKeys(Workspace.of(i == 0 ? "acme" : "zeta", "main")))
            .toList();
    long ttlMillis = random.nextInt(3) == 0 ? 3_000 + random.nextInt(60_000) : DAY_MILLIS;
    int batch = random.nextInt(3) == 0 ? 2 : 512;
    LedgerOptions defaults = LedgerOptions.DEFAULT;
    return new Plan(
        seed,
        nodes,
        3 + random.nextInt(5),
        MIN_COMMANDS,
        workspaces,
        profile(random),
        random.nextInt(5) > 0,
        seed % 20 == 7 ? 1 : 0,
        random.nextBoolean() ? 2_000 : 10_000,
        20 + random.nextInt(400),
        new LedgerOptions(
            defaults.maxQueuedCommands(),
            batch,
            defaults.maxBatchBytes(),
            defaults.maxCommandBytes(),
            ttlMillis,
            defaults.maxIdempotencyKeys(),
            defaults.lookTimeoutMillis(),
            defaults.maxTailCommits(),
            defaults.former()),
        new CompactionOptions(2_000 + random.nextInt(20_000), 3, 10_000),
        random.nextInt(3),
        random.nextInt(4),
        random.nextInt(3),
        nightsOf(seed, random),
        0);
  }

  /** A world of the same kind in which there are runs, and workers that do their tasks. */
  static Plan withRuns(long seed) {
    Plan plan = of(seed);
    return new Plan(
        seed,
        plan.nodes,
        plan.clients,
        plan.commands,
        plan.workspaces,
        plan.profile,
        plan.supportsMatches,
        0,
        plan.timeoutMillis,
        plan.thinkMillis,
        plan.ledgerOptions,
        new CompactionOptions(
            RUN_PACE * plan.compactionOptions.minIntervalMillis(),
            plan.compactionOptions.restFactor(),
            plan.compactionOptions.maxTailCommits()),
        plan.pauses,
        plan.jumps,
        plan.partitions,
        plan.nights,
        2 + (int) (seed % 3));
  }

  private static FaultProfile profile(SplittableRandom random) {
    double median = 2 << random.nextInt(5);
    FaultProfile sound = FaultProfile.sound(median, 0.3 + random.nextDouble() * 0.7);
    FaultProfile some =
        sound
            .with(Fault.RESET_BEFORE_APPLY, 0.01)
            .with(Fault.RESET_AFTER_APPLY, 0.02)
            .with(Fault.LATE_APPLY, 0.02)
            .with(Fault.DUPLICATE_APPLY, 0.03)
            .with(Fault.PRECONDITION_FAILED_ON_OWN_RETRY, 0.02)
            .with(Fault.CONFLICT_409, 0.01)
            .with(Fault.SLOW_DOWN_503, 0.01)
            .with(Fault.TRUNCATED_READ, 0.005)
            .with(Fault.CORRUPT_READ, 0.005)
            .with(Fault.STALL, 0.002)
            .with(Fault.LIST_PAGE_LOSS, 0.3)
            .with(Fault.KEY_UNAVAILABLE, 0.003);
    return switch (random.nextInt(6)) {
      case 0 -> some.with(Fault.LATE_APPLY, 0.15).with(Fault.RESET_BEFORE_APPLY, 0.08);
      case 1 -> some.with(Fault.TRUNCATED_READ, 0.04).with(Fault.CORRUPT_READ, 0.06);
      case 2 -> some.with(Fault.SLOW_DOWN_503, 0.1).with(Fault.KEY_UNAVAILABLE, 0.02);
      case 3 ->
          some.with(Fault.PRECONDITION_FAILED_ON_OWN_RETRY, 0.1)
              .with(Fault.RESET_AFTER_APPLY, 0.1)
              .with(Fault.DUPLICATE_APPLY, 0.1);
      case 4 -> some.with(Fault.STALL, 0.015);
      default -> some;
    };
  }

  private static int nightsOf(long seed, SplittableRandom random) {
    return seed % 4 == 0 ? 1 + random.nextInt(3) : 0;
  }

  /** Whether reads come damaged so often that even six in a row may. */
  boolean isRough() {
    return false;
  }

  boolean hasRuns() {
    return workers > 0;
  }

  boolean hasNewerBuild() {
    return newerNodes > 0;
  }
}
