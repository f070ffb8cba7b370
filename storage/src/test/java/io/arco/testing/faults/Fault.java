package io.arco.testing.faults;

/** A way in which an object store, or the path to it, misbehaves. */
public enum Fault {
  /** A call takes more than ten times its usual time. */
  LATENCY,
  /** The connection breaks on the way there: nothing is done, the caller doesn't know. */
  RESET_BEFORE_APPLY,
  /** The connection breaks on the way back: it is done, the caller doesn't know. */
  RESET_AFTER_APPLY,
  /** The caller is told of a timeout; up to minutes later the call takes effect all the same. */
  LATE_APPLY,
  /** The call takes effect and is answered; up to minutes later its copy arrives once more. */
  DUPLICATE_APPLY,
  /**
   * A layer below tried again by itself, and reports the second try, refused because of the first.
   */
  PRECONDITION_FAILED_ON_OWN_RETRY,
  /** A conflict is reported where another request was under way; nothing is done. */
  CONFLICT_409,
  /** The store asks to slow down; nothing is done. */
  SLOW_DOWN_503,
  /** A read answers the beginning of an object for the whole. */
  TRUNCATED_READ,
  /** A read answers an object with flipped bytes; those in the store are sound. */
  CORRUPT_READ,
  /** A call hangs for a second to a minute before it goes on. */
  STALL,
  /** A page of a list fails, ends early or lacks entries. */
  LIST_PAGE_LOSS,
  /** A put-if-absent overwrites. No workspace survives it: such a store is refused at start. */
  IGNORES_PUT_IF_ABSENT,
  /** One key can't be reached for a while. */
  KEY_UNAVAILABLE,
  /** A node can't reach the store at all for a while. */
  PARTITION
}
