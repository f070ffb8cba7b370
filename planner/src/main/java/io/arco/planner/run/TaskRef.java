package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.UUID;

/**
 * A task. Ordered by run, then number.
 *
 * @param run its run
 * @param task its number there, from 0
 */
@JsonPropertyOrder({"run", "task"})
public record TaskRef(UUID run, int task) implements Comparable<TaskRef> {
  @Override
  public int compareTo(TaskRef other) {
    int order = run.compareTo(other.run);
    return order != 0 ? order : Integer.compare(task, other.task);
  }

  /** What callers know it by: {@code run.number}. */
  public String text() {
    return run + "." + task;
  }
}
