package io.arco.planner.lineage;

import io.arco.ledger.Stamp;
import java.time.Instant;

/**
 * Until when something must have been seen.
 *
 * @param sequence at or before this commit, or null
 * @param time at or before this time, or null
 */
public record AsOf(Long sequence, Instant time) {
  /** All there is. */
  public static final AsOf NOW = new AsOf(null, null);

  /** At or before a commit. */
  public static AsOf sequence(long sequence) {
    return new AsOf(sequence, null);
  }

  /** At or before a time. */
  public static AsOf time(Instant time) {
    return new AsOf(null, time);
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
