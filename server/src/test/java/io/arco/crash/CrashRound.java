package io.arco.crash;

import io.arco.testing.Seeds;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One crash: a server is started, asked for a thousand creates, killed in the middle, started again
 * and held to what it answered; then stopped in order, and what it left is verified.
 */
final class CrashRound {
  /** Snapshots come so often that many kills fall into one. */
  private static final String[] SERVER = {
    "--log-level", "warn", "--set", "compaction.minIntervalMillis=50"
  };

  private static final int MAX_JITTER_MICROS = 5_000;
  private static final int MAX_START_MILLIS = 2_000;

  private final Path logs;
  private final String store;
  private final CrashedWorkspace workspace;
  private final Violations violations;
  private final Seeds seeds;
  private final String name;

  /**
   * A round.
   *
   * @param logs where the servers log
   * @param store of all rounds
   * @param seeds decide what is asked for and when the server is killed
   * @param name unique among the rounds of a workspace
   */
  CrashRound(
      Path logs,
      String store,
      CrashedWorkspace workspace,
      Violations violations,
      Seeds seeds,
      String name) {
    this.logs = logs;
    this.store = store;
    this.workspace = workspace;
    this.violations = violations;
    this.seeds = seeds;
    this.name = name;
  }

  /**
   * Runs it; the line that tells of it.
   *
   * @param twice whether the server that is started next is killed too, while it starts
   */
  String run(boolean twice) {
    long began = System.nanoTime();
    int killAfter = 1 + seeds.below(Workload.CREATES);
    int jitterMicros = seeds.below(MAX_JITTER_MICROS);
    int startMillis = seeds.below(MAX_START_MILLIS);
    Tally tally = new Tally(killAfter);
    Workload workload = crash(tally, jitterMicros);
    if (twice) {
      try (ServerProcess server = ServerProcess.begin(logs, store, SERVER)) {
        server.killAfter(startMillis);
      }
    }
    String answered = tally.toString();
    int repeated = recover(workload, tally);
    ArcoProcess.Ended verified = workspace.verify(store);
    violations.check(verified.status() == 0, "verify found: " + verified);
    return String.format(
        Locale.ROOT,
        "killed %4d answers + %4d µs%s; %s, %s; %d repeated; %d live; verify %s; %.1f s",
        killAfter,
        jitterMicros,
        twice ? ", then " + startMillis + " ms into the start" : "",
        answered,
        workload.resolved(),
        repeated + tally.repeats(),
        workspace.expectation().live().size(),
        verified.status() == 0 ? "clean" : "NOT CLEAN",
        (System.nanoTime() - began) / 1e9);
  }

  private Workload crash(Tally tally, int jitterMicros) {
    try (ServerProcess server = ServerProcess.start(logs, store, SERVER)) {
      Workload workload =
          new Workload(
              new CatalogClient(server.url(), workspace.name()),
              workspace.expectation(),
              violations,
              tally,
              seeds,
              name);
      workload.run(
          () -> {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(jitterMicros));
            server.kill();
          });
      return workload;
    }
  }

  private int recover(Workload workload, Tally tally) {
    Expectation expectation = workspace.expectation();
    try (ServerProcess server = ServerProcess.start(logs, store, SERVER)) {
      CatalogClient client = new CatalogClient(server.url(), workspace.name());
      long sequence = client.get(CatalogRequest.CATALOGS).sequence();
      violations.check(
          sequence >= tally.sequence(),
          "sequence " + tally.sequence() + " was answered, now it is " + sequence);
      Map<String, String> found = Census.of(client);
      expectation.check(found, workload.unknown());
      workload.resolve(client, new HashSet<>(found.values()));
      int repeated = workload.repeatAll(client);
      expectation.check(Census.of(client), List.of());
      Census.checkBodies(client, expectation, violations);
      server.stop();
      return repeated;
    }
  }
}
