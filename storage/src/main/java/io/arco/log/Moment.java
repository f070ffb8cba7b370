package io.arco.log;

import io.arco.runtime.Clock;

/**
 * A moment by both clocks, for asking how much time may have passed since.
 *
 * @param nanos monotonic time, which on some machines stands still while they are suspended
 * @param wallMillis wall-clock time, which may jump
 */
public record Moment(long nanos, long wallMillis) {
  /** This moment. */
  public static Moment now(Clock clock) {
    return new Moment(clock.nanoTime(), clock.wallMillis());
  }

  /** Milliseconds from this moment to a later one, by whichever clock says more. */
  public long millisTo(Moment later) {
    long monotonic = (later.nanos - nanos) / 1_000_000;
    return Math.max(monotonic, Math.abs(later.wallMillis - wallMillis));
  }
}
