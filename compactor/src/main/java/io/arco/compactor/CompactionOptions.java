package io.arco.compactor;

/**
 * How often snapshots are published when nobody asks.
 *
 * @param minIntervalMillis the least time between two; one that comes after a longer quiet is
 *     published at once
 * @param restFactor how many times its own duration a publish is followed by rest, so that
 *     publishing takes at most 1 / (1 + restFactor) of the time
 * @param maxTailCommits commits behind the newest snapshot beyond which neither is waited for
 */
public record CompactionOptions(long minIntervalMillis, int restFactor, long maxTailCommits) {
  /** Once a second, a quarter of the time, 10,000 commits: for stores on a local disk. */
  public static final CompactionOptions DEFAULT = new CompactionOptions(1_000, 3, 10_000);
}
