package io.arco.gc;

import io.arco.log.NumberFence;
import java.time.Duration;
import java.util.Optional;

/**
 * What is kept, and for how long.
 *
 * @param grace how long a manifest stays after the next one was published: as long as whoever
 *     begins to read it may take. In production at least {@link #MIN_GRACE}; the fence of numbers
 *     relies on it.
 * @param keep how long one manifest an hour is kept after that for time travel, counted from its
 *     publishing; empty for ever
 * @param journal how long commits are kept at least; empty for ever
 */
public record RetentionOptions(
    Duration grace, Optional<Duration> keep, Optional<Duration> journal) {
  /** The least grace in production: 24 hours. */
  public static final Duration MIN_GRACE = Duration.ofMillis(NumberFence.MIN_KEPT_MILLIS);

  /** 24 hours of grace, a manifest an hour for 30 days, all commits. */
  public static final RetentionOptions DEFAULT =
      new RetentionOptions(MIN_GRACE, Optional.of(Duration.ofDays(30)), Optional.empty());

  /**
   * @throws IllegalArgumentException if a duration is negative
   */
  public RetentionOptions {
    if (grace.isNegative()
        || keep.filter(Duration::isNegative).isPresent()
        || journal.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a duration is negative");
    }
  }
}
