package io.arco.ledger;

import io.arco.journal.Hash;
import java.util.List;

/**
 * Submissions decided together on one state.
 *
 * @param outcomes what becomes of each, in order
 * @param previous the hash of the commit it was decided on
 * @param bytes the commit that makes it so; null if nothing changed
 * @param folded the state after that commit; null if nothing changed
 */
record Batch(List<Outcome> outcomes, Hash previous, byte[] bytes, Fold.Folded folded) {
  boolean changes() {
    return bytes != null;
  }

  /** Whether one of its callers has been told something, so that it must not be put any more. */
  boolean isAnsweredInPart() {
    return outcomes.stream().anyMatch(outcome -> outcome.pending().isAnswered());
  }

  /**
   * One submission's part.
   *
   * @param pending who waits
   * @param events how many events it contributes
   * @param answer says what to answer, once the batch's outcome is known
   */
  record Outcome(Pending pending, int events, Runnable answer) {}
}
