package io.arco.planner.run;

/** What kind of error ended an attempt. */
public enum ErrorCategory {
  /** The code of the asset failed. */
  USER_CODE(true),
  /** Something the code runs on failed. */
  INFRASTRUCTURE(true),
  /** It took too long. */
  TIMEOUT(true),
  /** A check failed. */
  DATA_QUALITY(false),
  /** What it was told to do can't be done. */
  CONFIGURATION(false),
  /** It was stopped. */
  CANCELLED(false);

  private final boolean retried;

  ErrorCategory(boolean retried) {
    this.retried = retried;
  }

  /** Whether it is tried again, unless the worker says otherwise. */
  public boolean isRetried() {
    return retried;
  }
}
