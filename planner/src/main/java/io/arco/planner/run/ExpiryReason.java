package io.arco.planner.run;

/** Why an attempt is ended without its worker. */
public enum ExpiryReason {
  /** Its worker did not say in time that it began. */
  START_TIMEOUT,
  /** Its worker was not heard of in time. */
  HEARTBEAT_TIMEOUT,
  /** It took longer than it may. */
  EXECUTION_TIMEOUT,
  /** Its run is to be cancelled, and its worker did not stop in time. */
  CANCEL_FORCED
}
