package io.arco.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code arco verify} read and found.
 *
 * @param sequence the journal's head as far as it could be folded
 * @param commits how many commits were read
 * @param manifests how many manifests were read
 * @param files how many Parquet files were read
 * @param bytes the size of all of them
 * @param unreferenced files that no manifest names: left by a publisher that died or lost; harmless
 * @param stateHash the hash of the state at {@code sequence}
 * @param findings what does not hold, in the order it was found; empty for a sound workspace
 */
public record Report(
    long sequence,
    long commits,
    long manifests,
    long files,
    long bytes,
    long unreferenced,
    String stateHash,
    List<Finding> findings) {
  /** Copies the findings. */
  public Report {
    findings = List.copyOf(findings);
  }

  /** This report with more findings. */
  public Report with(List<Finding> more) {
    List<Finding> together = new ArrayList<>(findings);
    together.addAll(more);
    return new Report(
        sequence, commits, manifests, files, bytes, unreferenced, stateHash, together);
  }

  /** Whether everything holds. */
  public boolean isSound() {
    return findings.isEmpty();
  }
}
