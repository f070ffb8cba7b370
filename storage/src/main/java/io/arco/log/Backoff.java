package io.arco.log;

import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: exponential, with full jitter over the upper half.
 *
 * @param firstMillis the first wait, at least 1
 * @param maxMillis no wait is longer
 */
public record Backoff(long firstMillis, long maxMillis) {
  /** 5 ms, doubling up to 2 s. */
  public static final Backoff DEFAULT = new Backoff(5, 2_000);

  /**
   * @throws IllegalArgumentException if the first wait is less than 1 or more than the longest
   */
  public Backoff {
    if (firstMillis < 1 || maxMillis < firstMillis) {
      throw new IllegalArgumentException("bad back-off: " + firstMillis + " to " + maxMillis);
    }
  }

  /**
   * The wait before try {@code attempt}.
   *
   * @param attempt 1 for the first try again
   * @return milliseconds, between half of the nominal wait and the nominal wait
   */
  public long delayMillis(int attempt, RandomGenerator random) {
    long nominal = Math.min(maxMillis, firstMillis << Math.min(attempt - 1, 20));
    return nominal / 2 + random.nextLong(nominal - nominal / 2 + 1);
  }
}
