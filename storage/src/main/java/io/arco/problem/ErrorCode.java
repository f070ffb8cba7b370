package io.arco.problem;

/**
 * The catalogue of errors: every failure a caller can meet has one of these codes, on every
 * surface. The names are a public contract; a code is never renamed or given another meaning.
 */
public enum ErrorCode {
  // The request itself.
  /**
   * The body is not what the operation takes: bad JSON, unknown field, wrong type, out of bounds.
   */
  INVALID_REQUEST(400, "INVALID_ARGUMENT", false),
  /** A name breaks the rules of names. */
  INVALID_NAME(400, "INVALID_ARGUMENT", false),
  /** A column type does not parse. */
  INVALID_TYPE(400, "INVALID_ARGUMENT", false),
  /** A page token was not made by this server, or not for this list. */
  INVALID_PAGE_TOKEN(400, "INVALID_ARGUMENT", false),
  /** Two columns of one table have the same name. */
  DUPLICATE_COLUMN(400, "INVALID_ARGUMENT", false),
  /** A table's location is outside the data roots, in the store, or not a location at all. */
  INVALID_LOCATION(400, "INVALID_ARGUMENT", false),
  /** The SQL does not parse, does not bind, or fails while it runs. */
  INVALID_SQL(400, "INVALID_ARGUMENT", false),
  /** The SQL is more than one read-only SELECT over the tables this endpoint offers. */
  SQL_NOT_ALLOWED(400, "INVALID_ARGUMENT", false),
  /** The manifest can't be deployed; every problem of it is named. */
  INVALID_MANIFEST(400, "INVALID_ARGUMENT", false),
  /** The selection of assets does not parse, or names an asset that is not there. */
  INVALID_SELECTION(400, "INVALID_ARGUMENT", false),
  /** The text is no partition key, or no asset that is asked for has such a partition. */
  INVALID_PARTITION(400, "INVALID_ARGUMENT", false),
  /** No such route. */
  NOT_FOUND(404, "NOT_FOUND", false),
  /** The route exists, the method does not. */
  METHOD_NOT_ALLOWED(405, "UNIMPLEMENTED", false),
  /** None of the types in Accept can be made. */
  NOT_ACCEPTABLE(406, "INVALID_ARGUMENT", false),
  /** The body or one command is larger than the limit. */
  TOO_LARGE(413, "INVALID_ARGUMENT", false),
  /** The request line is longer than the limit. */
  URI_TOO_LONG(414, "INVALID_ARGUMENT", false),
  /** The headers together are larger than the limit. */
  HEADERS_TOO_LARGE(431, "INVALID_ARGUMENT", false),
  /** The body is not of a type this route takes. */
  UNSUPPORTED_MEDIA_TYPE(415, "INVALID_ARGUMENT", false),

  // Who calls, and what he may.
  /** No credentials, or none that the server can verify. */
  UNAUTHENTICATED(401, "UNAUTHENTICATED", false),
  /** The caller's role is not enough for the operation. */
  PERMISSION_DENIED(403, "PERMISSION_DENIED", false),
  /** No such workspace, or none that the caller may know of. */
  WORKSPACE_NOT_FOUND(404, "NOT_FOUND", false),
  /** The tenant asks more often than it may; {@code retryAfterSeconds} says when to try again. */
  RATE_LIMITED(429, "RESOURCE_EXHAUSTED", true),
  /** The server is not asked by the name that the request asks for. */
  HOST_NOT_ALLOWED(421, "INVALID_ARGUMENT", false),

  // Files of snapshots.
  /** The URL of the file was not signed here, was changed, or its time is over. */
  INVALID_URL(403, "PERMISSION_DENIED", false),
  /** No manifest of this number: it was never published, or it was collected. */
  SNAPSHOT_NOT_FOUND(404, "NOT_FOUND", false),
  /** The file of a signed URL is not there any more. */
  FILE_NOT_FOUND(404, "NOT_FOUND", false),
  /** The file has no such range. */
  RANGE_NOT_SATISFIABLE(416, "OUT_OF_RANGE", false),

  // The catalog.
  /** No catalog of this name. */
  CATALOG_NOT_FOUND(404, "NOT_FOUND", false),
  /** No schema of this name in the catalog. */
  SCHEMA_NOT_FOUND(404, "NOT_FOUND", false),
  /** No table of this name in the schema. */
  TABLE_NOT_FOUND(404, "NOT_FOUND", false),
  /** No view of this name in the schema. */
  VIEW_NOT_FOUND(404, "NOT_FOUND", false),
  /** No volume of this name in the schema. */
  VOLUME_NOT_FOUND(404, "NOT_FOUND", false),
  /** No function of this name in the schema. */
  FUNCTION_NOT_FOUND(404, "NOT_FOUND", false),
  /** No model of this name in the schema. */
  MODEL_NOT_FOUND(404, "NOT_FOUND", false),
  /** No version of this name of the model. */
  MODEL_VERSION_NOT_FOUND(404, "NOT_FOUND", false),
  /** Nothing that was deleted and can be put back has this id. */
  DROPPED_NOT_FOUND(404, "NOT_FOUND", false),
  /** No column of this name in the table. */
  COLUMN_NOT_FOUND(404, "NOT_FOUND", false),
  /** A sibling has this name already. */
  ALREADY_EXISTS(409, "ALREADY_EXISTS", false),
  /** It still has children, and force was not asked for. */
  NOT_EMPTY(409, "FAILED_PRECONDITION", false),
  /** Columns would lose what rows may hold, and force was not asked for. */
  INCOMPATIBLE_CHANGE(409, "FAILED_PRECONDITION", false),
  /** The entity's version is not the one If-Match names. */
  VERSION_MISMATCH(412, "FAILED_PRECONDITION", false),
  /** A bound of the workspace is reached: tables, columns, properties. */
  LIMIT_REACHED(422, "RESOURCE_EXHAUSTED", false),
  /**
   * The table uses something of its format that can't be queried; {@code details.feature} names it.
   */
  FORMAT_NOT_QUERYABLE(422, "FAILED_PRECONDITION", false),
  /** The table has no location, or nothing readable is there. */
  TABLE_NOT_READABLE(422, "FAILED_PRECONDITION", false),

  // Orchestration.
  /** No manifest of this version is kept, or none was ever deployed. */
  MANIFEST_NOT_FOUND(404, "NOT_FOUND", false),
  /** No asset of this key in the manifest. */
  ASSET_NOT_FOUND(404, "NOT_FOUND", false),
  /** No plan of this id is kept. */
  PLAN_NOT_FOUND(404, "NOT_FOUND", false),
  /** Working the stored plan out again gives another: other time zone rules, another build. */
  PLAN_NOT_REPRODUCIBLE(409, "FAILED_PRECONDITION", false),
  /** The task token is missing, not one of ours, for another attempt, or its time is over. */
  INVALID_TOKEN(401, "UNAUTHENTICATED", false),
  /** No run of this id. */
  RUN_NOT_FOUND(404, "NOT_FOUND", false),
  /** No task of this id. */
  TASK_NOT_FOUND(404, "NOT_FOUND", false),
  /** The run key is that of a run that something else was asked of. */
  RUN_KEY_CONFLICT(409, "ABORTED", false),
  /** The run is not over, or nothing of it is left to be done again. */
  RUN_NOT_RERUNNABLE(409, "FAILED_PRECONDITION", false),
  /** The task has ended; nothing that is said of it changes that. */
  TASK_ALREADY_TERMINAL(409, "FAILED_PRECONDITION", false),
  /** The attempt has ended by another report than this one. */
  ATTEMPT_ALREADY_COMPLETED(409, "FAILED_PRECONDITION", false),
  /** The attempt is not the one that lives now. */
  ATTEMPT_MISMATCH(409, "FAILED_PRECONDITION", false),
  /** The attempt does not live any more; its worker must stop. */
  TASK_EXPIRED(410, "FAILED_PRECONDITION", false),
  /** The chunk of a log has other bytes than the one of its number, or one before it is missing. */
  LOG_CONFLICT(409, "ABORTED", false),
  /** The log of the attempt is as long as one may be. */
  LOG_LIMIT_REACHED(422, "RESOURCE_EXHAUSTED", false),
  /** What is asked for is planned, and would have no effect yet. */
  NOT_SUPPORTED(422, "UNIMPLEMENTED", false),

  // The ledger.
  /** The idempotency key was used for another request. */
  IDEMPOTENCY_KEY_REUSED(409, "ABORTED", false),
  /** The workspace holds as many live idempotency keys as it may. */
  IDEMPOTENCY_KEYS_EXHAUSTED(429, "RESOURCE_EXHAUSTED", true),
  /** The asked minSequence is not reached in time, or the commit asked as of is not there yet. */
  SEQUENCE_NOT_REACHED(409, "FAILED_PRECONDITION", true),
  /** What is asked for is older than what is kept; {@code floor} is the oldest there is. */
  HISTORY_EXPIRED(410, "OUT_OF_RANGE", false),
  /** The walk over pages is over its time, or the state it shows is not kept; begin anew. */
  PAGE_EXPIRED(410, "OUT_OF_RANGE", false),
  /** Certainly not done; try again. */
  UNAVAILABLE(503, "UNAVAILABLE", true),
  /** Nobody knows yet whether it was done; try again with the same idempotency key. */
  OUTCOME_UNKNOWN(504, "DEADLINE_EXCEEDED", true),
  /** Too many calls wait already. */
  OVERLOADED(503, "UNAVAILABLE", true),
  /** The workspace was written by a newer Arco. */
  FORMAT_TOO_NEW(503, "FAILED_PRECONDITION", false),
  /** The workspace's files contradict each other; it is not served until an operator looks. */
  WORKSPACE_CORRUPT(503, "DATA_LOSS", false),
  /** The workspace's commits are kept in another journal than this server is configured with. */
  JOURNAL_ELSEWHERE(503, "FAILED_PRECONDITION", false),
  /** The journal's database lacks commits that were written; it is not served until restored. */
  JOURNAL_BEHIND(503, "DATA_LOSS", false),

  // Queries.
  /** The search index is being built; the details say how far it is. */
  INDEX_BUILDING(503, "UNAVAILABLE", true),
  /** The query ran longer than its limit. */
  QUERY_TIMEOUT(408, "DEADLINE_EXCEEDED", false),
  /**
   * The query wants more memory than it may have, or its result is larger than an answer may be.
   */
  QUERY_TOO_LARGE(422, "RESOURCE_EXHAUSTED", false),
  /** The query was ended by someone who may. */
  QUERY_CANCELLED(409, "CANCELLED", false),
  /** The workspace has no such query, or has forgotten it. */
  QUERY_NOT_FOUND(404, "NOT_FOUND", false),

  /** A fault of ours. */
  INTERNAL(500, "INTERNAL", true);

  private final int httpStatus;
  private final String grpcStatus;
  private final boolean retryable;

  ErrorCode(int httpStatus, String grpcStatus, boolean retryable) {
    this.httpStatus = httpStatus;
    this.grpcStatus = grpcStatus;
    this.retryable = retryable;
  }

  /** The status on HTTP. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The name of the status on gRPC. */
  public String grpcStatus() {
    return grpcStatus;
  }

  /** Whether the very same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }
}
