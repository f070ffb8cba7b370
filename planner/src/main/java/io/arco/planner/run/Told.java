package io.arco.planner.run;

import io.arco.ledger.Stamp;
import java.util.List;

/** What an explanation reads of a run, be it in the state or in rows. */
interface Told {
  /**
   * The tasks that a task waits for and that are not done.
   *
   * @param first the first of them
   * @param count how many there are
   */
  record Unmet(List<Integer> first, int count) {}

  /** What does not change about the run. */
  RunInfo info();

  /** Where it stands. */
  RunState state();

  /** When it ended, or null. */
  Stamp ended();

  /** That it is to be cancelled, or null. */
  CancelRequest cancel();

  /** How many of its tasks are in a state. */
  int count(TaskState state);

  /** The first of its tasks in a state, by number, {@link Explanations#MAX_TASKS} at most. */
  List<Integer> first(TaskState state);

  /** Where a task stands. */
  Task task(int number);

  /** {@code namespace.name} or {@code namespace.name[partition]}. */
  String name(int number);

  /** When a task became ready for the first time, or null. */
  Stamp firstReady(int number);

  /** The task whose success made a task ready; null if none did, or it is not known. */
  Integer readyBy(int number);

  /** The live attempt of another task that a READY one is held back by, or null. */
  LiveAttempt heldBy(int number);

  /** The attempt whose end was the end of the run; null if it ended otherwise. */
  PastAttempt lastEnded();

  /** What a BLOCKED task waits for, {@link Explanations#MAX_TASKS} of it at most. */
  Unmet unmet(int number);
}
