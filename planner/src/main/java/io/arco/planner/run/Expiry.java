package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * That an attempt is to be ended without its worker.
 *
 * @param run the task's run
 * @param task the task's number
 * @param attempt which attempt
 * @param reason why
 * @param extended the sequence of the lease, start or extension that was seen last; a later one
 *     refuses this
 */
@JsonPropertyOrder({"run", "task", "attempt", "reason", "extended"})
public record Expiry(UUID run, int task, int attempt, ExpiryReason reason, long extended) {
  /** The task. */
  public TaskRef ref() {
    return new TaskRef(run, task);
  }
}
