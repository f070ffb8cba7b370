package io.arco.planner.run;

/** Where a run stands. */
public enum RunState {
  /** Tasks of it are still to be done. */
  RUNNING,
  /** It is to be cancelled, and attempts that live have not ended yet. */
  CANCELLING,
  /** Every task succeeded, or there was none. */
  SUCCEEDED,
  /** A task failed for good. */
  FAILED,
  /** It was cancelled before all was done. */
  CANCELLED;

  /** Whether it has ended. */
  public boolean isFinal() {
    return this != RUNNING && this != CANCELLING;
  }
}
