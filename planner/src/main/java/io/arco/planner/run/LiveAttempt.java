package io.arco.planner.run;

import java.util.UUID;

/**
 * An attempt that lives, and whose.
 *
 * @param run the task's run
 * @param task the task's number
 * @param attempt the attempt; its {@code extended} is what {@link Expiry} must name
 */
public record LiveAttempt(UUID run, int task, Attempt attempt) {
  /** The task. */
  public TaskRef ref() {
    return new TaskRef(run, task);
  }
}
