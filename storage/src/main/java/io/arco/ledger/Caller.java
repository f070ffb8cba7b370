package io.arco.ledger;

/**
 * Who calls, and in which request: both stand in the journal.
 *
 * @param principal the authenticated name, {@value #ANONYMOUS} without auth
 * @param requestId the request's id
 */
public record Caller(String principal, String requestId) {
  /** The principal of callers nobody authenticated. */
  public static final String ANONYMOUS = "anonymous";
}
