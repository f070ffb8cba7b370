package io.arco.ledger;

import java.time.Instant;

/** Which state of a workspace is meant, its newest or a former one. */
public sealed interface AsOf {
  /**
   * The state after a commit.
   *
   * @param sequence the commit; 0 for the state before the first
   */
  record AtSequence(long sequence) implements AsOf {
    /**
     * @throws IllegalArgumentException if the sequence is negative
     */
    public AtSequence {
      if (sequence < 0) {
        throw new IllegalArgumentException("sequence " + sequence);
      }
    }
  }

  /**
   * The state after the last commit that was made at or before a time, by the times that stand in
   * commits. It may still change while no later commit is there.
   *
   * @param time the time
   */
  record AtTime(Instant time) implements AsOf {}
}
