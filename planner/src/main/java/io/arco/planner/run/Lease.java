package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * That a worker has a task.
 *
 * @param run the task's run
 * @param task the task's number
 * @param attempt which attempt at it, from 1
 * @param attemptId that attempt's id
 */
@JsonPropertyOrder({"run", "task", "attempt", "attemptId"})
public record Lease(UUID run, int task, int attempt, UUID attemptId) {
  /** The task. */
  public TaskRef ref() {
    return new TaskRef(run, task);
  }
}
