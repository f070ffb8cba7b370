package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * An attempt at a task.
 *
 * @param run the task's run
 * @param task the task's number
 * @param attempt which, from 1
 */
@JsonPropertyOrder({"run", "task", "attempt"})
public record AttemptRef(UUID run, int task, int attempt) {
  /** The task it is at. */
  public TaskRef ref() {
    return new TaskRef(run, task);
  }
}
