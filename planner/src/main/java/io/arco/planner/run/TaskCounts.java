package io.arco.planner.run;

/** How many tasks of a run are in each state. Changed only while a run is edited. */
@SuppressWarnings("EnumOrdinal") // places in an array that is never stored
final class TaskCounts {
  private final int[] counts;

  /** None. */
  TaskCounts() {
    this(new int[TaskState.values().length]);
  }

  private TaskCounts(int[] counts) {
    this.counts = counts;
  }

  TaskCounts copy() {
    return new TaskCounts(counts.clone());
  }

  int of(TaskState state) {
    return counts[state.ordinal()];
  }

  /** How many are in a state that is not final. */
  int unfinished() {
    return of(TaskState.BLOCKED)
        + of(TaskState.READY)
        + of(TaskState.LEASED)
        + of(TaskState.RUNNING)
        + of(TaskState.RETRY_WAIT);
  }

  void add(TaskState state, int count) {
    counts[state.ordinal()] += count;
  }

  /** So many go from one state to another. */
  void move(TaskState from, TaskState to, int count) {
    add(from, -count);
    add(to, count);
  }
}
