package io.arco.server.api;

import io.arco.store.Workspace;
import io.vertx.ext.web.RoutingContext;

/** What log and metrics tell about one request. Lives with it, on its event loop. */
public final class RequestTrace {
  private static final String KEY = "arco.trace";

  /** What requests are counted as that reached no operation. */
  static final String NO_OPERATION = "none";

  private final String requestId;
  private final long startedNanos;
  private String operation = NO_OPERATION;
  private Workspace workspace;

  RequestTrace(String requestId, long startedNanos) {
    this.requestId = requestId;
    this.startedNanos = startedNanos;
  }

  /** Begins with the request. */
  static RequestTrace begin(RoutingContext context, String requestId, long startedNanos) {
    RequestTrace trace = new RequestTrace(requestId, startedNanos);
    context.put(KEY, trace);
    return trace;
  }

  /** The one of this request. */
  static RequestTrace of(RoutingContext context) {
    return context.get(KEY);
  }

  void operation(String id) {
    operation = id;
  }

  void workspace(Workspace known) {
    workspace = known;
  }

  /** The id of the request. */
  public String requestId() {
    return requestId;
  }

  long startedNanos() {
    return startedNanos;
  }

  String operation() {
    return operation;
  }

  /** Whose workspace, or null if that was not found out. */
  Workspace workspace() {
    return workspace;
  }
}
