package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * An attempt that was ended without its worker.
 *
 * @param run the task's run
 * @param task the task's number
 * @param attempt which attempt
 * @param reason why
 * @param retryAfterMillis how long until the task may be leased again; null if it is not tried
 *     again
 */
@JsonPropertyOrder({"run", "task", "attempt", "reason", "retryAfterMillis"})
public record ExpiredAttempt(
    UUID run, int task, int attempt, ExpiryReason reason, Long retryAfterMillis) {
  /** The task. */
  public TaskRef ref() {
    return new TaskRef(run, task);
  }
}
