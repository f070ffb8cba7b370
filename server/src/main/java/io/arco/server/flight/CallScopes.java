package io.arco.server.flight;

import io.arco.ledger.Caller;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.auth.Access;
import io.arco.server.auth.Admission;
import io.arco.server.auth.Call;
import io.arco.server.auth.Credentials;
import io.arco.server.auth.Guard;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.FlightMethod;

/**
 * The one place where the tenant, workspace and caller of a Flight call are found, by the guard.
 * Thread-safe.
 *
 * @param guard judges calls
 * @param timeoutMillis the longest that a call waits to be judged
 */
record CallScopes(Guard guard, long timeoutMillis) {
  /** Where credentials stand, both ways. */
  static final String AUTHORIZATION = "authorization";

  /** These run on threads that never wait. */
  private static final Set<FlightMethod> STREAMS =
      EnumSet.of(FlightMethod.DO_GET, FlightMethod.DO_PUT, FlightMethod.DO_EXCHANGE);

  /**
   * The scope of a call. A login is judged by who calls alone.
   *
   * @param requestId the call's id
   * @throws RuntimeException what the call is refused with
   */
  CallScope of(FlightMethod method, CallHeaders headers, String requestId) {
    String credentials = headers.get(AUTHORIZATION);
    Call call =
        new Call(
            "flight." + method.name().toLowerCase(Locale.ROOT),
            Access.READER,
            requestId,
            Credentials.bearer(credentials).or(() -> Credentials.basic(credentials)),
            (tenant, workspace) -> ScopeHeaders.workspace(headers, tenant, workspace));
    Admission admission =
        judged(method, method == FlightMethod.HANDSHAKE ? guard.login(call) : guard.admit(call));
    return new CallScope(
        admission.workspace(),
        new Caller(admission.principal(), requestId),
        ScopeHeaders.minSequence(headers),
        ScopeHeaders.isLatest(headers),
        ScopeHeaders.asOf(headers),
        call);
  }

  /** What is sent back to who has logged in with user and token: the token as bearer. */
  Optional<String> bearer(CallHeaders headers) {
    return guard.isAuthOn()
        ? Credentials.basic(headers.get(AUTHORIZATION)).map(token -> "Bearer " + token)
        : Optional.empty();
  }

  private Admission judged(FlightMethod method, Future<Admission> judgement) {
    if (judgement.succeeded()) {
      return judgement.result();
    }
    if (judgement.failed()) {
      throw CallProblems.of(judgement.cause());
    }
    if (STREAMS.contains(method)) {
      throw CallProblems.of(
          Problem.of(ErrorCode.UNAVAILABLE, "The keys of tokens are being read; try again."));
    }
    return CallProblems.await(judgement, timeoutMillis);
  }
}
