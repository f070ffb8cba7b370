package io.arco.gc;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a run removed, or would remove.
 *
 * @param applied whether it was done
 * @param oldestManifest the oldest manifest that stays in {@code snapshots/}; 0 if there is none
 * @param newestManifest the newest manifest; 0 if there is none
 * @param journalFloor commits from this one on stay, and commit 1; 1 where none goes
 * @param manifests manifests removed from {@code snapshots/}
 * @param keptAdded of those, copied to {@code snapshots/kept/} before
 * @param keptRemoved copies whose time was over
 * @param commits commits removed
 * @param files Parquet files removed
 * @param strays entries of both logs that stood below the floor, in slots emptied before: put there
 *     by a server that was stopped for a day or more, and noticed
 */
public record CollectionReport(
    boolean applied,
    long oldestManifest,
    long newestManifest,
    long journalFloor,
    Amount manifests,
    Amount keptAdded,
    Amount keptRemoved,
    Amount commits,
    Amount files,
    Amount strays) {
  /**
   * How many objects, and their size together.
   *
   * @param count how many
   * @param bytes their bytes
   */
  public record Amount(long count, long bytes) {
    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0);

    /** With one more object. */
    Amount plus(long size) {
      return new Amount(count + 1, bytes + size);
    }
  }

  /** The size of all that goes; copies that are added are not subtracted. */
  @JsonProperty("removedBytes")
  public long removedBytes() {
    return manifests.bytes()
        + keptRemoved.bytes()
        + commits.bytes()
        + files.bytes()
        + strays.bytes();
  }
}
