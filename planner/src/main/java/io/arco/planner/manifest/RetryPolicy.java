package io.arco.planner.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How often and when a task is tried again.
 *
 * @param maxAttempts attempts altogether, 1 to 100
 * @param delay before the second attempt, as a duration in ISO 8601
 * @param backoff how the delay grows
 * @param maxDelay the longest delay, before jitter
 * @param jitter by which part a delay is made shorter or longer, 0 to 1
 */
@JsonPropertyOrder({"maxAttempts", "delay", "backoff", "maxDelay", "jitter"})
public record RetryPolicy(
    int maxAttempts, String delay, Backoff backoff, String maxDelay, double jitter) {
  /** What holds for an asset that says nothing. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, "PT1S", Backoff.EXPONENTIAL, "PT5M", 0.2);

  /** How a delay grows from attempt to attempt. */
  public enum Backoff {
    /** Not at all. */
    FIXED,
    /** It doubles. */
    EXPONENTIAL
  }
}
