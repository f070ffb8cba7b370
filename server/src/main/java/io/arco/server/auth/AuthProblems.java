package io.arco.server.auth;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;

/** The ways in which a call can be refused. None says more than its text. */
public final class AuthProblems {
  private AuthProblems() {}

  static ProblemException unauthenticated() {
    return Problem.of(
            ErrorCode.UNAUTHENTICATED, "This server needs a bearer token that it can verify.")
        .asException();
  }

  /** One text, whether there is such a workspace or not. */
  static ProblemException noSuchWorkspace() {
    return Problem.of(ErrorCode.WORKSPACE_NOT_FOUND, "There is no such workspace.").asException();
  }

  static ProblemException rateLimited(long retryAfterSeconds) {
    return Problem.of(ErrorCode.RATE_LIMITED, "The tenant asks more often than it may.")
        .with("retryAfterSeconds", retryAfterSeconds)
        .asException();
  }

  /** The caller's role is not enough. */
  public static ProblemException permissionDenied(Role needed) {
    return Problem.of(ErrorCode.PERMISSION_DENIED, "The operation needs a role you don't have.")
        .with("role", needed.text())
        .asException();
  }

  static ProblemException hostNotAllowed() {
    return Problem.of(
            ErrorCode.HOST_NOT_ALLOWED,
            "This server is not asked by this name; see http.allowedHosts.")
        .asException();
  }

  static ProblemException keysUnknown() {
    return Problem.of(ErrorCode.UNAVAILABLE, "The keys of tokens are not known yet; try again.")
        .asException();
  }
}
