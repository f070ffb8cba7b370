package io.arco.planner.run;

/** Where a task stands. */
public enum TaskState {
  /** What it waits for has not all succeeded. */
  BLOCKED,
  /** A worker may lease it. */
  READY,
  /** A worker has leased it, and has not said that it began. */
  LEASED,
  /** A worker is at it. */
  RUNNING,
  /** An attempt failed, and the next one waits for its time. */
  RETRY_WAIT,
  /** It is done. */
  SUCCEEDED,
  /** Its last attempt failed, and there is no other. */
  FAILED,
  /** Something it waits for failed for good. */
  SKIPPED,
  /** Its run was cancelled before it was done. */
  CANCELLED;

  /** Whether nothing will change it any more. */
  public boolean isFinal() {
    return switch (this) {
      case BLOCKED, READY, LEASED, RUNNING, RETRY_WAIT -> false;
      case SUCCEEDED, FAILED, SKIPPED, CANCELLED -> true;
    };
  }

  /** Whether an attempt at it lives. */
  public boolean isLive() {
    return this == LEASED || this == RUNNING;
  }
}
