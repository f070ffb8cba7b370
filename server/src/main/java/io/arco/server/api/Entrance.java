package io.arco.server.api;

import io.arco.server.auth.Access;
import io.arco.server.auth.Admission;
import io.arco.server.auth.Call;
import io.arco.server.auth.Credentials;
import io.arco.server.auth.Guard;
import io.arco.server.auth.Permissions;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;

/**
 * Where every call of an operation comes in, whatever it came by: past the guard, then with its
 * parameters checked.
 *
 * @param guard judges calls
 */
record Entrance(Guard guard) {
  /** Lets the call pass, or refuses it, as {@link Guard#admit} does. */
  Future<Admission> admit(ApiCall call, Operation operation, Access access) {
    call.trace().operation(operation.id());
    return guard.admit(asJudged(call, operation, access));
  }

  private static Call asJudged(ApiCall call, Operation operation, Access access) {
    return new Call(
        operation.id(),
        access,
        call.trace().requestId(),
        Credentials.bearer(call.header(HttpHeaders.AUTHORIZATION)),
        (tenant, workspace) -> WorkspaceHeaders.of(call, tenant, workspace));
  }

  /**
   * The call as its operation sees it, without a body yet.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it has parameters that the
   *     operation does not have
   */
  Exchange enter(
      ApiCall call, Operation operation, OpenApiDocument.Described described, Admission admission) {
    if (admission.isProven()) {
      call.trace().workspace(admission.workspace());
    }
    Call judged = asJudged(call, operation, Permissions.of(operation.id()));
    Exchange exchange =
        new Exchange(call, operation, admission, refused -> guard.hold(judged, refused));
    exchange.checkQuery(described.queryParameters());
    return exchange;
  }
}
