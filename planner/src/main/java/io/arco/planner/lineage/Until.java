package io.arco.planner.lineage;

import io.arco.ledger.AsOf;
import io.arco.ledger.Stamp;
import java.time.Instant;

/**
 * Until when something must have been seen.
 *
 * @param sequence at or before this commit, or null
 * @param time at or before this time, or null
 */
public record Until(Long sequence, Instant time) {
  /** All there is. */
  public static final Until NOW = new Until(null, null);

  /** What is asked of a state of the workspace. */
  public static Until of(AsOf asOf) {
    return asOf instanceof AsOf.AtSequence commit
        ? sequence(commit.sequence())
        : time(((AsOf.AtTime) asOf).time());
  }

  /** At or before a commit. */
  public static Until sequence(long sequence) {
    return new Until(sequence, null);
  }

  /** At or before a time. */
  public static Until time(Instant time) {
    return new Until(null, time);
  }

  /** Whether what this commit says had been said by then. */
  boolean covers(Stamp stamp) {
    return (sequence == null || stamp.sequence() <= sequence)
        && (time == null || covers(stamp.committedAt()));
  }

  /** Whether what was so since this time was so then; of a sequence nothing is known. */
  boolean covers(Instant at) {
    return time == null ? sequence == null : !at.isAfter(time);
  }
}
