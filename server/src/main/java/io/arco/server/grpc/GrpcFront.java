package io.arco.server.grpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.api.ApiVerticle;
import io.arco.server.api.OperationCalls;
import io.arco.server.api.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Takes the requests of gRPC from the port that it shares with the API, and hands the API the
 * others. One per event loop.
 */
public final class GrpcFront implements ApiVerticle.Standing {
  private static final String CONTENT_TYPE = "application/grpc";

  private final Vertx vertx;
  private final OperationCalls calls;
  private final Handler<HttpServerRequest> api;

  /** Made at the first request: the descriptors take longer than the rest of a start. */
  private Future<GrpcServer> serving;

  private final Set<ServerCall> open = new HashSet<>();

  /** Answers of the services of gRPC itself; those who watch the health of a server never end. */
  private final Set<HttpServerResponse> foreign = new HashSet<>();

  /** The request that is being handed to the gRPC server, which calls back before it returns. */
  private Tracked current;

  /** As {@link ApiVerticle.Front#before}. */
  public GrpcFront(Vertx vertx, OperationCalls calls, Handler<HttpServerRequest> api) {
    this.vertx = vertx;
    this.calls = calls;
    this.api = api;
  }

  private Future<GrpcServer> serving() {
    if (serving == null) {
      serving = vertx.executeBlocking(() -> Rpcs.bind(calls::shape)).map(this::serve);
    }
    return serving;
  }

  private GrpcServer serve(Rpcs rpcs) {
    GrpcServer server = GrpcServer.server(vertx, options(calls.maxBodyBytes()));
    Supplier<Future<Boolean>> isReady =
        () -> calls.readiness().map(true).otherwise(notReady -> false);
    HealthService health = HealthService.create(vertx).register("", isReady);
    for (ServiceDescriptor service : Rpcs.services()) {
      ServiceName name = ServiceName.create(service.getFullName());
      health.register(name, isReady);
      // No methods of its own: they all come to the handler of every call.
      server.addService(Service.service(name, DescribedDetails.beside(service)).build());
    }
    server.addService(health);
    server.addService(ReflectionService.v1());
    server.addService(new AlphaReflection());
    server.callHandler(request -> call(rpcs, request));
    return server;
  }

  private static GrpcServerOptions options(long maxMessageBytes) {
    return new GrpcServerOptions()
        .removeEnabledProtocol(GrpcProtocol.WEB)
        .removeEnabledProtocol(GrpcProtocol.WEB_TEXT)
        .removeEnabledProtocol(GrpcProtocol.TRANSCODING)
        .setScheduleDeadlineAutomatically(true)
        .setMaxMessageSize(maxMessageBytes);
  }

  /** A request with what is told of it. */
  private record Tracked(HttpServerRequest request, RequestTrace trace) {}

  @Override
  public void handle(HttpServerRequest request) {
    if (!isGrpc(request)) {
      api.handle(request);
      return;
    }
    RequestTrace trace = calls.begin(request);
    try {
      calls.check(request, trace);
    } catch (ProblemException refused) {
      refuse(request, trace, refused.problem());
      return;
    }
    Future<GrpcServer> ready = serving();
    if (ready.succeeded()) {
      serve(ready.result(), new Tracked(request, trace));
      return;
    }
    request.pause();
    ready
        .onSuccess(
            made -> {
              serve(made, new Tracked(request, trace));
              request.resume();
            })
        .onFailure(failure -> refuse(request, trace, calls.problemOf(failure, trace)));
  }

  private void serve(GrpcServer server, Tracked tracked) {
    HttpServerRequest request = tracked.request();
    current = tracked;
    try {
      server.handle(request);
    } finally {
      if (current == tracked) {
        watch(tracked);
      }
    }
  }

  /** A service of gRPC itself takes the request: how it ends is no matter of ours. */
  private void watch(Tracked tracked) {
    current = null;
    HttpServerResponse response = tracked.request().response();
    foreign.add(response);
    new Ending(
        response,
        ended -> {
          foreign.remove(response);
          calls.end(tracked.request(), tracked.trace(), 200, true);
        });
  }

  private static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.startsWith(CONTENT_TYPE) && request.version() == HttpVersion.HTTP_2;
  }

  /** Refuses what never becomes a call. */
  private void refuse(HttpServerRequest request, RequestTrace trace, Problem problem) {
    int status = problem.code().httpStatus();
    HttpServerResponse response = request.response();
    new Ending(response, ok -> calls.end(request, trace, status, ok));
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
        .putHeader("grpc-status", GrpcProblems.status(problem.code()).toString())
        .putHeader("grpc-message", problem.text())
        .putHeader("x-request-id", trace.requestId())
        .putHeader(GrpcProblems.DETAILS, GrpcProblems.details(problem, trace.requestId()))
        .end();
  }

  private void call(Rpcs rpcs, GrpcServerRequest<Buffer, Buffer> request) {
    Tracked tracked = current;
    current = null;
    Answer answer = new Answer(vertx, calls, tracked.trace(), request.response());
    ServerCall call =
        new ServerCall(vertx, calls, answer, tracked.trace(), request, origin(tracked.request()));
    open.add(call);
    Ending ending =
        new Ending(
            tracked.request().response(),
            ended -> {
              open.remove(call);
              call.gone();
              calls.end(
                  tracked.request(),
                  tracked.trace(),
                  answer.status(),
                  answer.isAnswered() && ended);
            });
    // A client that cancels while messages wait for it is told of here alone.
    request.errorHandler(ignored -> ending.cutOff());
    Rpc rpc = rpcs.of(request.serviceName().fullyQualifiedName() + "/" + request.methodName());
    if (rpc == null) {
      answer.fail(
          Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "There is no such method.").asException());
    } else {
      call.take(rpc);
    }
  }

  private static String origin(HttpServerRequest request) {
    return (request.isSSL() ? "https" : "http") + "://" + request.authority();
  }

  @Override
  public void drain() {
    open.forEach(ServerCall::drain);
    List.copyOf(foreign).forEach(HttpServerResponse::reset);
  }
}
