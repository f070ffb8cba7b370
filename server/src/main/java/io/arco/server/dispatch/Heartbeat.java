package io.arco.server.dispatch;

import io.arco.planner.run.TaskRef;
import java.util.UUID;

/**
 * A worker that says it is still at a task.
 *
 * @param run the task's run
 * @param task the task's number
 * @param attempt which attempt
 * @param attemptId its id
 * @param percent how far it is, 0 to 100, or null
 * @param message what it is at, or null
 */
public record Heartbeat(
    UUID run, int task, int attempt, UUID attemptId, Double percent, String message) {
  /** The task. */
  TaskRef ref() {
    return new TaskRef(run, task);
  }
}
