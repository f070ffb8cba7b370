package io.arco.log;

import io.arco.runtime.Clock;

/**
 * What one reader and writer of a log knows about slots that retention may have emptied.
 *
 * <p>Retention deletes entries one by one, ascending, and nothing that was undecided or newer than
 * the newest checkpoint less than {@link #MIN_KEPT_MILLIS} ago. So there are two proofs that slot
 * {@code n} was never emptied: entry {@code n − 1} is still there; or, not long ago, no slot from
 * {@code n} on had been emptied and each was to be kept for a day. The second costs nothing while
 * the log is in use. Used on the log's scheduler only.
 */
public final class NumberFence {
  /** What is newer than this is never deleted, whatever retention is asked for: 24 hours. */
  public static final long MIN_KEPT_MILLIS = 24 * 3_600_000L;

  /**
   * How long the second proof is good for: 10 minutes. Far below {@link #MIN_KEPT_MILLIS}, so that
   * clocks may be wrong by most of a day and a process may be stopped at any instant.
   */
  public static final long TRUST_MILLIS = 600_000;

  private final Clock clock;
  private final long neverDeleted;
  private long intactFrom = Long.MAX_VALUE;
  private Moment intactAt;

  /**
   * A fence that knows nothing yet.
   *
   * @param neverDeleted how many of the first entries are never deleted: their slots are never
   *     emptied, and they prove nothing about the slot after them
   */
  NumberFence(Clock clock, long neverDeleted) {
    this.clock = clock;
    this.neverDeleted = neverDeleted;
  }

  Moment now() {
    return Moment.now(clock);
  }

  /** Notes that at this moment no slot from {@code from} on was emptied or about to be. */
  void intact(long from, Moment at) {
    intactFrom = from;
    intactAt = at;
  }

  /** Whether slot {@code n} was certainly not emptied until now, by what is known here. */
  boolean covers(long n) {
    return n <= neverDeleted || (n >= intactFrom && intactAt.millisTo(now()) <= TRUST_MILLIS);
  }

  /** Whether the entry before slot {@code n} would prove anything. */
  boolean isProvenByPredecessor(long n) {
    return n > neverDeleted + 1;
  }
}
