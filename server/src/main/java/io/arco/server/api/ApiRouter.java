package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.server.auth.Access;
import io.arco.server.auth.Permissions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Routes requests to operations; what fits none is answered with a problem too. */
final class ApiRouter {
  /** Statuses that the router itself may fail with. */
  private static final List<Integer> ROUTER_FAILURES = List.of(400, 404, 405, 406, 413, 415, 500);

  private final ApiServices services;
  private final Dispatcher dispatcher;
  private final RequestIds ids;
  private final AccessLog accessLog;
  private final Cors cors;

  ApiRouter(ApiServices services, Dispatcher dispatcher, RequestIds ids, AccessLog accessLog) {
    this.services = services;
    this.dispatcher = dispatcher;
    this.ids = ids;
    this.accessLog = accessLog;
    this.cors = new Cors(services.limits().corsOrigins());
  }

  /** The router of all operations. */
  Router build(Vertx vertx, List<Operation> operations) {
    Router router = Router.router(vertx);
    router.route().handler(this::enter);
    Map<String, List<HttpMethod>> methods = new LinkedHashMap<>();
    for (Operation operation : operations) {
      bind(router, operation);
      methods.computeIfAbsent(operation.path(), path -> new ArrayList<>()).add(operation.method());
    }
    methods.forEach((path, allowed) -> refuseOthers(router, path, allowed));
    router.route().handler(context -> dispatcher.fail(context, RequestProblems.noSuchRoute()));
    for (int status : ROUTER_FAILURES) {
      router.errorHandler(status, this::routerFailed);
    }
    return router;
  }

  private void bind(Router router, Operation operation) {
    OpenApiDocument.Described described = services.document().operation(operation.id());
    Route route = route(router, operation.path()).method(operation.method());
    if (operation.method().equals(HttpMethod.GET)) {
      route.method(HttpMethod.HEAD);
    }
    Access access = Permissions.of(operation.id());
    route.handler(context -> dispatcher.dispatch(context, operation, access, described));
  }

  private void refuseOthers(Router router, String path, List<HttpMethod> allowed) {
    List<String> names = new ArrayList<>(allowed.stream().map(HttpMethod::name).toList());
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    String allow = String.join(", ", names);
    route(router, path)
        .handler(
            context -> {
              context.response().putHeader(HttpHeaders.ALLOW, allow);
              String method = RequestProblems.excerpt(context.request().method().name());
              dispatcher.fail(
                  context,
                  Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This path has no such method.")
                      .with("method", method)
                      .with("allowed", allow)
                      .asException());
            });
  }

  /** Every request passes here first. */
  private void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    Clock clock = services.clock();
    RequestTrace trace = RequestTrace.begin(context, ids.of(request), clock.nanoTime());
    services.metrics().begun();
    context.addEndHandler(
        ended -> {
          long now = clock.nanoTime();
          long begun = trace.startedNanos();
          int status = context.response().getStatusCode();
          services.metrics().ended(trace.operation(), status, begun, now, ended.succeeded());
          accessLog.write(request, trace, status, now - begun, ended.succeeded());
        });
    try {
      services.guard().checkHost(askedHost(request), trace.requestId());
      checkRequestId(request);
      RawPath.check(request.path());
      Optional<Reply> preflight = cors.enter(request);
      if (preflight.isPresent()) {
        dispatcher.answer(context, preflight.get());
        return;
      }
    } catch (ProblemException e) {
      dispatcher.fail(context, e);
      return;
    }
    context.next();
  }

  /** The name that the request asks for, in HTTP/1.1 or HTTP/2; null if it says none. */
  static String askedHost(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.HOST);
    return header != null || request.authority() == null ? header : request.authority().toString();
  }

  /**
   * Refuses an id that is none.
   *
   * @throws ProblemException INVALID_REQUEST
   */
  static void checkRequestId(HttpServerRequest request) {
    String given = request.getHeader(ArcoHeaders.REQUEST_ID);
    if (given != null && !RequestIds.isVisibleAscii(given, RequestIds.MAX_LENGTH)) {
      throw RequestProblems.header(
          ArcoHeaders.REQUEST_ID,
          given,
          "1 to " + RequestIds.MAX_LENGTH + " visible ASCII characters");
    }
  }

  private void routerFailed(RoutingContext context) {
    if (RequestTrace.of(context) == null) {
      RequestTrace.begin(context, ids.made(), services.clock().nanoTime());
    }
    Throwable failure = context.failure();
    boolean ours = failure != null && context.statusCode() == 500;
    dispatcher.fail(context, ours ? failure : RequestProblems.path("a readable request"));
  }

  /** The route of a path; a colon in it would begin a parameter in Vert.x's own patterns. */
  private static Route route(Router router, String template) {
    return template.indexOf(':') < 0
        ? router.route(template.replace("{", ":").replace("}", ""))
        : router.routeWithRegex(Pattern.quote(template));
  }
}
