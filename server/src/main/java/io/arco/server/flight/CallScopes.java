package io.arco.server.flight;

import org.apache.arrow.flight.CallHeaders;

/** The one place where the tenant, workspace and caller of a Flight call are found. Thread-safe. */
@FunctionalInterface
public interface CallScopes {
  /**
   * The scope of a call with these headers.
   *
   * @param requestId the call's id
   * @throws io.arco.problem.ProblemException if they name none that there can be; the call is
   *     refused with it
   */
  CallScope of(CallHeaders headers, String requestId);
}
