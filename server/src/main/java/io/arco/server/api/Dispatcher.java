package io.arco.server.api;

import io.arco.problem.ProblemException;
import io.arco.server.auth.Access;
import io.arco.server.auth.Admission;
import io.arco.server.owner.Workspaces;
import io.arco.store.Workspace;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Takes a routed request through parsing, its operation and the answer. One per event loop. */
final class Dispatcher {
  private final Context loop;
  private final Entrance entrance;
  private final Workspaces workspaces;
  private final ResponseWriter writer;
  private final long maxBodyBytes;

  Dispatcher(
      Context loop,
      Entrance entrance,
      Workspaces workspaces,
      ResponseWriter writer,
      long maxBodyBytes) {
    this.loop = loop;
    this.entrance = entrance;
    this.workspaces = workspaces;
    this.writer = writer;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Does the operation, if the guard lets the request pass. */
  void dispatch(
      RoutingContext context,
      Operation operation,
      Access access,
      OpenApiDocument.Described described) {
    HttpServerRequest request = context.request();
    Future<Admission> judged = entrance.admit(new RoutedCall(context), operation, access);
    if (judged.isComplete()) {
      enter(context, operation, described, judged);
    } else {
      request.pause();
      judged.onComplete(
          ignored ->
              onLoop(
                  () -> {
                    enter(context, operation, described, judged);
                    request.resume();
                  }));
    }
  }

  private void enter(
      RoutingContext context,
      Operation operation,
      OpenApiDocument.Described described,
      Future<Admission> judged) {
    if (judged.failed()) {
      fail(context, judged.cause());
      return;
    }
    try {
      Exchange exchange =
          entrance.enter(new RoutedCall(context), operation, described, judged.result());
      checkHeaders(context.request());
      if (described.takesBody()) {
        checkType(context.request(), described.bodyTypes());
        checkCoding(context.request());
        BodyReader.read(context.request(), maxBodyBytes)
            .onSuccess(body -> run(context, operation, exchange, body))
            .onFailure(failure -> fail(context, failure));
      } else if (BodyReader.isAnnounced(context.request())) {
        throw RequestProblems.bodyNotTaken();
      } else {
        run(context, operation, exchange, null);
      }
    } catch (ProblemException e) {
      fail(context, e);
    }
  }

  private static void checkHeaders(HttpServerRequest request) {
    for (CharSequence name : ArcoHeaders.SINGLE) {
      if (request.headers().getAll(name).size() > 1) {
        throw RequestProblems.repeatedHeader(name);
      }
    }
  }

  private static void checkType(HttpServerRequest request, List<String> taken) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      throw RequestProblems.mediaType(null, String.join(", ", taken));
    }
    if (taken.contains(type)) {
      return;
    }
    int parameters = type.indexOf(';');
    String bare = (parameters < 0 ? type : type.substring(0, parameters)).strip();
    if (taken.stream().noneMatch(bare::equalsIgnoreCase)) {
      throw RequestProblems.mediaType(type, String.join(", ", taken));
    }
  }

  private static void checkCoding(HttpServerRequest request) {
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
      throw RequestProblems.contentCoding(coding);
    }
  }

  private void run(
      RoutingContext context, Operation operation, Exchange exchange, byte[] bodyOrNull) {
    Future<Reply> reply;
    try {
      if (bodyOrNull != null) {
        exchange.take(bodyOrNull);
      }
      reply = operation.handler().handle(exchange);
    } catch (RuntimeException e) {
      reply = Future.failedFuture(e);
    }
    reply.onComplete(result -> onLoop(() -> finish(context, exchange, result)));
  }

  /** Futures complete where it suits them; responses are written on the request's own loop. */
  private void onLoop(Runnable task) {
    if (Vertx.currentContext() == loop) {
      task.run();
    } else {
      loop.runOnContext(ignored -> task.run());
    }
  }

  private void finish(RoutingContext context, Exchange exchange, AsyncResult<Reply> result) {
    if (result.succeeded()) {
      writer.send(context.response(), exchange.requestId(), result.result());
    } else {
      fail(context, result.cause());
    }
  }

  /** Answers what is no operation. */
  void answer(RoutingContext context, Reply reply) {
    writer.send(context.response(), RequestTrace.of(context).requestId(), reply);
  }

  /** Answers a failure. A body that nobody reads is read away, within bounds. */
  void fail(RoutingContext context, Throwable failure) {
    RequestTrace trace = RequestTrace.of(context);
    Workspace workspace = trace.workspace();
    long sequence = workspace == null ? 0 : workspaces.knownSequence(workspace);
    UnreadBody.discard(context.request(), context.vertx());
    writer.fail(context.response(), trace.requestId(), failure, sequence);
  }
}
