package io.arco.server.worker;

import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.TaskError;
import io.arco.problem.Problem;

/** Problems of gate, engine and files as errors of a task. */
final class TaskErrors {
  /** The longest message, in characters. */
  static final int MESSAGE_CHARACTERS = 2_000;

  private TaskErrors() {}

  /** What is known to fail again the same way is not tried again. */
  static TaskError of(Problem problem) {
    StringBuilder text = new StringBuilder(problem.code() + ": " + problem.text());
    problem
        .details()
        .forEach(
            (name, value) -> text.append(' ').append(name).append(": ").append(value).append('.'));
    String message = cut(text.toString());
    return switch (problem.code()) {
      case INVALID_SQL -> new TaskError(ErrorCategory.USER_CODE, message, null, false);
      case SQL_NOT_ALLOWED, TABLE_NOT_FOUND, TOO_LARGE, INVALID_LOCATION ->
          new TaskError(ErrorCategory.CONFIGURATION, message, null, null);
      case QUERY_TIMEOUT -> new TaskError(ErrorCategory.TIMEOUT, message, null, null);
      default -> new TaskError(ErrorCategory.INFRASTRUCTURE, message, null, null);
    };
  }

  /** A message of a length that reports may have. */
  static String cut(String message) {
    return message.length() > MESSAGE_CHARACTERS
        ? message.substring(0, MESSAGE_CHARACTERS) + "…"
        : message;
  }
}
