package io.arco.planner.run;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.UUID;

/** The problems that commands on runs answer, each text in one place. */
public final class RunProblems {
  private RunProblems() {}

  /** A value is not what it may be: INVALID_REQUEST. */
  public static Problem wrong(String field, String expected) {
    return Problem.of(ErrorCode.INVALID_REQUEST, "The value is not allowed here.")
        .with("field", field)
        .with("expected", expected);
  }

  /** A bound is reached: LIMIT_REACHED. */
  public static Problem limit(String text, String limit, long maximum, long found) {
    return Problem.of(ErrorCode.LIMIT_REACHED, text)
        .with("limit", limit)
        .with("maximum", maximum)
        .with("found", found);
  }

  /** A run would have too many tasks: LIMIT_REACHED. */
  public static Problem tooManyTasks(long maximum, long tasks) {
    return limit("A run has at most so many tasks; ask for less.", "maxRunTasks", maximum, tasks);
  }

  /** The tasks of a run would wait for too many ranges: LIMIT_REACHED. */
  public static Problem tooManyRanges(long maximum, long ranges) {
    return limit(
        "The tasks of this run would wait for too many ranges of tasks; ask for less.",
        "maxRunRanges",
        maximum,
        ranges);
  }

  /** No run of this id in the state: RUN_NOT_FOUND. */
  public static Problem runNotFound(UUID run) {
    return Problem.of(ErrorCode.RUN_NOT_FOUND, "There is no run of this id.")
        .with("run", run.toString());
  }

  /** The key stands for a run that something else was asked of: RUN_KEY_CONFLICT. */
  public static Problem runKeyConflict(RunKey key, String requested) {
    return Problem.of(
            ErrorCode.RUN_KEY_CONFLICT,
            "There is a run of this key already, and something else was asked of it.")
        .with("runKey", key.key())
        .with("run", key.run().toString())
        .with("fingerprint", key.requestFingerprint().hex())
        .with("requested", requested);
  }

  /** Nothing of a run is to be done again: RUN_NOT_RERUNNABLE. */
  public static Problem nothingToRerun(UUID run) {
    return Problem.of(ErrorCode.RUN_NOT_RERUNNABLE, "Nothing of this run is to be done again.")
        .with("run", run.toString());
  }

  /** No such task: TASK_NOT_FOUND. */
  public static Problem taskNotFound(TaskRef task) {
    return Problem.of(ErrorCode.TASK_NOT_FOUND, "There is no task of this id.")
        .with("task", task.text());
  }

  /** The task has ended: TASK_ALREADY_TERMINAL. */
  static Problem taskTerminal(TaskRef task, TaskState state) {
    return Problem.of(ErrorCode.TASK_ALREADY_TERMINAL, "The task has ended.")
        .with("task", task.text())
        .with("state", state.name());
  }

  /** The attempt has ended by another report: ATTEMPT_ALREADY_COMPLETED. */
  static Problem attemptCompleted(TaskRef task, PastAttempt attempt) {
    return Problem.of(
            ErrorCode.ATTEMPT_ALREADY_COMPLETED, "The attempt has ended by another report.")
        .with("task", task.text())
        .with("attempt", attempt.number())
        .with("finalState", attempt.finalState().name());
  }

  /** The attempt is not the one that lives: ATTEMPT_MISMATCH. */
  static Problem attemptMismatch(TaskRef task, int expected, int received) {
    return Problem.of(ErrorCode.ATTEMPT_MISMATCH, "The attempt is not the one that lives now.")
        .with("task", task.text())
        .with("expectedAttempt", expected)
        .with("receivedAttempt", received);
  }
}
