package io.arco.server.api;

import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.auth.Permissions;
import io.arco.store.Workspace;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operations of the API for another protocol than REST on the same port: the same code, behind
 * the same guard, told of in the same log and metrics. One per event loop, used on it.
 */
public final class OperationCalls {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private final ApiServices services;
  private final Context loop;
  private final Entrance entrance;
  private final RequestIds ids;
  private final AccessLog accessLog;
  private final Map<String, Operation> operations = new HashMap<>();

  OperationCalls(
      ApiServices services,
      Context loop,
      Entrance entrance,
      RequestIds ids,
      AccessLog accessLog,
      List<Operation> all) {
    this.services = services;
    this.loop = loop;
    this.entrance = entrance;
    this.ids = ids;
    this.accessLog = accessLog;
    all.forEach(operation -> operations.put(operation.id(), operation));
  }

  /**
   * What an operation takes.
   *
   * @param path the template of its path
   * @param pathParameters the names in it
   * @param queryParameters the names of its query parameters
   * @param takesBody whether it takes a body
   */
  public record Shape(
      String path, Set<String> pathParameters, Set<String> queryParameters, boolean takesBody) {}

  /**
   * What an operation takes.
   *
   * @throws IllegalArgumentException if there is none of this id
   */
  public Shape shape(String operationId) {
    OpenApiDocument.Described described = services.document().operation(operationId);
    if (described == null) {
      throw new IllegalArgumentException("no operation " + operationId);
    }
    Set<String> names = new HashSet<>();
    Matcher variables = VARIABLE.matcher(described.path());
    while (variables.find()) {
      names.add(variables.group(1));
    }
    return new Shape(
        described.path(), Set.copyOf(names), described.queryParameters(), described.takesBody());
  }

  /** The largest body that an operation takes, in bytes. */
  public long maxBodyBytes() {
    return services.limits().maxBodyBytes();
  }

  /** Succeeds when the server can do its work, fails with a problem when not. */
  public Future<Void> readiness() {
    return services.readiness().get();
  }

  /** Begins to tell of a request. The one who has begun ends it, once, by {@link #end}. */
  public RequestTrace begin(HttpServerRequest request) {
    services.metrics().begun();
    return new RequestTrace(ids.of(request), services.clock().nanoTime());
  }

  /**
   * Tells of a request that has ended.
   *
   * @param status as an answer over HTTP would have had it
   * @param answered whether the whole answer was sent
   */
  public void end(HttpServerRequest request, RequestTrace trace, int status, boolean answered) {
    long now = services.clock().nanoTime();
    services.metrics().ended(trace.operation(), status, trace.startedNanos(), now, answered);
    accessLog.write(request, trace, status, now - trace.startedNanos(), answered);
  }

  /**
   * Refuses what no operation gets to see.
   *
   * @throws ProblemException HOST_NOT_ALLOWED, or INVALID_REQUEST if its id is none
   */
  public void check(HttpServerRequest request, RequestTrace trace) {
    services.guard().checkHost(ApiRouter.askedHost(request), trace.requestId());
    ApiRouter.checkRequestId(request);
  }

  /**
   * Does an operation, if the guard lets the call pass. Fails as the operation does; completes on
   * the loop.
   *
   * @param bodyOrNull null where the operation takes none
   */
  public Future<Reply> call(ApiCall call, String operationId, byte[] bodyOrNull) {
    Operation operation = operations.get(operationId);
    OpenApiDocument.Described described = services.document().operation(operationId);
    Promise<Reply> done = Promise.promise();
    entrance
        .admit(call, operation, Permissions.of(operationId))
        .compose(
            admission ->
                onLoop(
                    () -> {
                      Exchange exchange = entrance.enter(call, operation, described, admission);
                      if (bodyOrNull != null) {
                        exchange.take(bodyOrNull);
                      }
                      return operation.handler().handle(exchange);
                    }))
        .onComplete(
            result ->
                onLoop(
                    () -> {
                      done.handle(result);
                      return Future.succeededFuture();
                    }));
    return done.future();
  }

  private interface Step<T> {
    Future<T> run();
  }

  private <T> Future<T> onLoop(Step<T> step) {
    if (Vertx.currentContext() == loop) {
      return tried(step);
    }
    Promise<T> promise = Promise.promise();
    loop.runOnContext(ignored -> tried(step).onComplete(promise));
    return promise.future();
  }

  private static <T> Future<T> tried(Step<T> step) {
    try {
      return step.run();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** The newest commit known of the workspace that a failed call was about; 0 if that is none. */
  public long knownSequence(RequestTrace trace) {
    Workspace workspace = trace.workspace();
    return workspace == null ? 0 : services.workspaces().knownSequence(workspace);
  }

  /** The problem that a failure stands for; what nobody foresaw is logged, and INTERNAL. */
  public Problem problemOf(Throwable failure, RequestTrace trace) {
    return ResponseWriter.problemOf(failure, trace.requestId());
  }
}
