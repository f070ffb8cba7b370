package io.arco.planner.run;

import io.arco.ledger.Stamp;
import java.util.UUID;

/**
 * A task that waits to be tried again.
 *
 * @param run its run
 * @param task its number
 * @param attempt the attempt that failed
 * @param since when
 * @param retryAfterMillis how long it waits
 */
public record RetryWait(UUID run, int task, int attempt, Stamp since, long retryAfterMillis) {
  /** What {@code ReleaseRetries} names. */
  public AttemptRef ref() {
    return new AttemptRef(run, task, attempt);
  }
}
