package io.arco.testing.s3;

/** What becomes of a request instead of its answer. */
public enum S3Fault {
  /** 503 SlowDown; the request is not applied. */
  SLOW_DOWN,
  /** 500 InternalError; the request is not applied. */
  INTERNAL_ERROR,
  /** 500 InternalError; the request is applied all the same. */
  INTERNAL_ERROR_AFTER,
  /** 409 ConditionalRequestConflict; the request is not applied. */
  CONFLICT,
  /** 403 AccessDenied; the request is not applied. */
  ACCESS_DENIED,
  /** 501 NotImplemented; the request is not applied. */
  NOT_IMPLEMENTED,
  /** The connection is cut before the request is applied. */
  RESET_BEFORE,
  /** The connection is cut after the request was applied. */
  RESET_AFTER,
  /** The request is applied, and nothing is ever answered. */
  STALL_AFTER,
  /** Half of the answer's body comes, then the connection is cut. */
  TRUNCATED
}
