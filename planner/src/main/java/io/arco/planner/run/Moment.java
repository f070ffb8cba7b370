package io.arco.planner.run;

import java.util.UUID;

/**
 * A place in an index by time: when something came to be so, then of which run and task.
 *
 * @param sequence the commit
 * @param run which run
 * @param task which of its tasks; 0 where it is the run that counts
 */
record Moment(long sequence, UUID run, int task) implements Comparable<Moment> {
  private static final UUID FIRST_RUN = new UUID(Long.MIN_VALUE, Long.MIN_VALUE);

  /** Before all of a commit. */
  static Moment first(long sequence) {
    return new Moment(sequence, FIRST_RUN, 0);
  }

  @Override
  public int compareTo(Moment other) {
    int order = Long.compare(sequence, other.sequence);
    order = order != 0 ? order : run.compareTo(other.run);
    return order != 0 ? order : Integer.compare(task, other.task);
  }
}
