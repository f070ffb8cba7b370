package io.arco.planner.plan;

import io.arco.planner.partition.KeyFilter;
import io.arco.planner.selection.Selection;
import java.time.Instant;

/**
 * What is asked of a plan.
 *
 * @param codeVersion of the manifest, for assets that have none; or null
 * @param selection which assets
 * @param partitions which of their keys
 * @param logicalTime the time that the plan takes for now: periods that end later are not there
 * @param mode which of the keys asked for it makes
 */
public record PlanInput(
    String codeVersion,
    Selection selection,
    KeyFilter partitions,
    Instant logicalTime,
    PlanMode mode) {
  /** What is asked of a plan that makes what is not there yet. */
  public PlanInput(
      String codeVersion, Selection selection, KeyFilter partitions, Instant logicalTime) {
    this(codeVersion, selection, partitions, logicalTime, PlanMode.MISSING);
  }
}
