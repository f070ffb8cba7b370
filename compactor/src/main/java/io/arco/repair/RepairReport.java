package io.arco.repair;

import io.arco.verify.Finding;
import java.util.List;

/**
 * What a repair mended, or would mend.
 *
 * @param applied whether it was done
 * @param repairs what can be mended, in the order it was found
 * @param left what does not hold after that; empty if the workspace is sound then
 * @param more whether more could be mended by another run, once this one was applied
 */
public record RepairReport(
    boolean applied, List<Repair> repairs, List<Finding> left, boolean more) {
  /** Copies the lists. */
  public RepairReport {
    repairs = List.copyOf(repairs);
    left = List.copyOf(left);
  }

  /**
   * One object.
   *
   * @param object its name relative to the workspace
   * @param what what was wrong with it, one clause
   * @param how where its bytes come from, and how they are known to be the right ones
   * @param bytes its size
   */
  public record Repair(String object, String what, String how, long bytes) {}
}
