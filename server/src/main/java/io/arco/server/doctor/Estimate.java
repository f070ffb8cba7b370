package io.arco.server.doctor;

/**
 * What a store's latencies and prices come to. A commit is one put, and the next one begins when it
 * is answered; while it is under way the next batch gathers. Reads that want the newest share one
 * GET of the journal's next slot at a time. While there are writes a snapshot is published at the
 * configured pace.
 *
 * @param commitsPerSecond of one workspace, one after the other
 * @param commandsPerSecond of one workspace, in full batches
 * @param putsPerMonth of the workload
 * @param getsPerMonth of the workload
 * @param costPerMonth of the workload, requests and storage
 */
public record Estimate(
    double commitsPerSecond,
    double commandsPerSecond,
    double putsPerMonth,
    double getsPerMonth,
    double costPerMonth) {
  private static final double SECONDS_PER_MONTH = 30 * 24 * 3_600;

  /** Puts of a snapshot: the shards that changed, the manifest, the hint. */
  private static final double PUTS_PER_SNAPSHOT = 8;

  /**
   * The estimate.
   *
   * @param put timings of puts
   * @param get timings of gets
   * @param maxBatch commands of one commit at most
   * @param snapshotMillis between two snapshots
   */
  public static Estimate of(
      Timings put,
      Timings get,
      int maxBatch,
      long snapshotMillis,
      Workload workload,
      Prices prices) {
    double commits = 1_000 / Math.max(put.p50(), 0.01);
    double looks = 1_000 / Math.max(get.p50(), 0.01);
    double snapshots = Math.min(workload.writesPerSecond(), 1_000.0 / Math.max(1, snapshotMillis));
    double puts =
        SECONDS_PER_MONTH
            * (Math.min(workload.writesPerSecond(), commits) + snapshots * PUTS_PER_SNAPSHOT);
    double gets = SECONDS_PER_MONTH * Math.min(workload.readsPerSecond(), looks);
    double cost =
        puts / 1_000 * prices.putPerThousand()
            + gets / 1_000 * prices.getPerThousand()
            + workload.storageGb() * prices.storagePerGbMonth();
    return new Estimate(commits, commits * maxBatch, puts, gets, cost);
  }
}
