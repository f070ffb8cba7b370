package io.arco.planner.run;

import io.arco.planner.manifest.RetryPolicy;
import io.arco.planner.manifest.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.UUID;

/** When a task is tried again. The same attempt always gives the same answer. */
final class Retries {
  private static final int FRACTION_BITS = 53;

  private Retries() {}

  /**
   * How long a task waits after an attempt that failed; null if it is not tried again.
   *
   * @param isRetried whether an error of this kind is
   * @param attempt which attempt failed, from 1
   * @param id its id
   */
  static Long delayMillis(RetryPolicy policy, boolean isRetried, int attempt, UUID id) {
    if (!isRetried || attempt >= policy.maxAttempts()) {
      return null;
    }
    long delay = Duration.parse(policy.delay()).toMillis();
    long longest = Duration.parse(policy.maxDelay()).toMillis();
    if (policy.backoff() == Backoff.EXPONENTIAL) {
      for (int i = 1; i < attempt && delay < longest; i++) {
        delay *= 2;
      }
    }
    double part = 1 + policy.jitter() * (2 * fraction(id) - 1);
    return Math.round(Math.min(delay, longest) * part);
  }

  /** A number from 0 to 1 that an id stands for: its bits, mixed as SplitMix64 mixes its state. */
  static double fraction(UUID id) {
    long bits = id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32);
    bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    bits ^= bits >>> 31;
    return (bits >>> Long.SIZE - FRACTION_BITS) * 0x1.0p-53;
  }
}
