package io.arco.server.flight;

import io.arco.problem.ProblemException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;

/** Finds the scope of each call, and tells the call's id in its answer. */
final class ScopeMiddleware implements FlightServerMiddleware {
  static final String REQUEST_ID = "x-request-id";
  private static final int MAX_ID_CHARS = 128;

  private final CallScope scope;
  private final Optional<String> bearer;

  private ScopeMiddleware(CallScope scope, Optional<String> bearer) {
    this.scope = scope;
    this.bearer = bearer;
  }

  CallScope scope() {
    return scope;
  }

  @Override
  public void onBeforeSendingHeaders(CallHeaders outgoing) {
    outgoing.insert(REQUEST_ID, scope.caller().requestId());
    bearer.ifPresent(text -> outgoing.insert(CallScopes.AUTHORIZATION, text));
  }

  @Override
  public void onCallCompleted(CallStatus status) {}

  @Override
  public void onCallErrored(Throwable failure) {}

  /** Makes them. */
  static final class Factory implements FlightServerMiddleware.Factory<ScopeMiddleware> {
    private final CallScopes scopes;
    private final Supplier<String> ids;

    /**
     * For each call.
     *
     * @param ids a new request id each time; thread-safe
     */
    Factory(CallScopes scopes, Supplier<String> ids) {
      this.scopes = scopes;
      this.ids = ids;
    }

    @Override
    public ScopeMiddleware onCallStarted(
        CallInfo call, CallHeaders headers, RequestContext context) {
      String given = headers.get(REQUEST_ID);
      String id = given != null && isVisibleAscii(given) ? given : ids.get();
      try {
        return new ScopeMiddleware(scopes.of(call.method(), headers, id), scopes.bearer(headers));
      } catch (ProblemException e) {
        throw CallProblems.of(e);
      }
    }

    private static boolean isVisibleAscii(String text) {
      return !text.isEmpty()
          && text.length() <= MAX_ID_CHARS
          && text.chars().allMatch(c -> c >= '!' && c <= '~');
    }
  }
}
