package io.arco.planner.run;

/** How an attempt ended. */
public enum Outcome {
  /** It made what it was to make. */
  SUCCEEDED,
  /** It did not. */
  FAILED,
  /** It stopped because its run is to be cancelled. */
  CANCELLED
}
