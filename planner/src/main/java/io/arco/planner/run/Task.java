package io.arco.planner.run;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a task stands. A value.
 *
 * @param state its state
 * @param since when it came to that state
 * @param live the attempt that lives; null unless LEASED or RUNNING
 * @param past attempts that have ended, in order
 * @param cause of a SKIPPED one: the number of the task of its run that failed for good; else null
 */
@JsonPropertyOrder({"state", "since", "live", "past", "cause"})
public record Task(
    TaskState state, Stamp since, Attempt live, List<PastAttempt> past, Integer cause) {
  /** Copies the list. */
  public Task {
    past = List.copyOf(past);
  }

  /** One that no attempt was made at. */
  static Task untouched(TaskState state, Stamp since) {
    return new Task(state, since, null, List.of(), null);
  }

  /** The number of its newest attempt; 0 if there was none. */
  public int attempts() {
    return live != null ? live.number() : past.size();
  }

  /** The attempt that ended last, or null. */
  public PastAttempt lastEnded() {
    return past.isEmpty() ? null : past.get(past.size() - 1);
  }

  /** The same, in another state without a live attempt. */
  Task in(TaskState next, Stamp stamp) {
    return new Task(next, stamp, null, past, cause);
  }

  /** The same with a live attempt. */
  Task with(TaskState next, Stamp stamp, Attempt attempt) {
    return new Task(next, stamp, attempt, past, cause);
  }

  /** The same, its live attempt ended so. */
  Task ended(PastAttempt attempt) {
    List<PastAttempt> more = new ArrayList<>(past);
    more.add(attempt);
    return new Task(attempt.finalState(), attempt.ended(), null, more, cause);
  }

  /** The same, ready for the next attempt. */
  Task released(Stamp stamp) {
    List<PastAttempt> all = new ArrayList<>(past);
    all.set(all.size() - 1, lastEnded().releasedAt(stamp));
    return new Task(TaskState.READY, stamp, null, all, cause);
  }
}
