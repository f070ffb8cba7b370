package io.arco.server.worker;

import io.arco.planner.run.ErrorCategory;

/** Why a task can't be done: what its report says. */
final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCategory category;
  private final Boolean retryable;

  /** A failure that is tried again or not as its category says. */
  TaskFailure(ErrorCategory category, String message) {
    this(category, message, null);
  }

  /**
   * A failure.
   *
   * @param retryable whether it is tried again; null leaves that to the category
   */
  TaskFailure(ErrorCategory category, String message, Boolean retryable) {
    super(message);
    this.category = category;
    this.retryable = retryable;
  }

  ErrorCategory category() {
    return category;
  }

  Boolean retryableOrNull() {
    return retryable;
  }
}
