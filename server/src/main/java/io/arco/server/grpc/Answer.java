package io.arco.server.grpc;

import io.arco.problem.Problem;
import io.arco.server.api.OperationCalls;
import io.arco.server.api.Reply;
import io.arco.server.api.RequestTrace;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerResponse;
import java.util.Locale;
import java.util.Set;

/**
 * The answer of one call: messages in order, each when the client takes it, then a status. What
 * comes after its end, or after the client is gone, is dropped. Used on its event loop.
 */
final class Answer {
  /** JSON beyond this is made a message of on a worker. */
  static final int MAX_LOOP_BYTES = 32 * 1024;

  private static final String REQUEST_ID = "x-request-id";
  private static final String SEQUENCE = "x-arco-sequence";

  /** Headers of HTTP answers that say what gRPC says otherwise. */
  private static final Set<String> OF_HTTP = Set.of("content-type", "location", "retry-after");

  private final Vertx vertx;
  private final OperationCalls calls;
  private final RequestTrace trace;
  private final GrpcServerResponse<Buffer, Buffer> response;
  private boolean begun;
  private boolean over;
  private boolean answered;
  private int status = 200;

  Answer(
      Vertx vertx,
      OperationCalls calls,
      RequestTrace trace,
      GrpcServerResponse<Buffer, Buffer> response) {
    this.vertx = vertx;
    this.calls = calls;
    this.trace = trace;
    this.response = response;
  }

  /** Whether nothing more can be said. */
  boolean isOver() {
    return over;
  }

  /** Whether it was said to its end by us. */
  boolean isAnswered() {
    return answered;
  }

  /** The status that an answer over HTTP would have had. */
  int status() {
    return status;
  }

  /** The client is gone, or its time is over. */
  void abandon() {
    over = true;
  }

  /** The message that an answer in JSON becomes. */
  Future<Buffer> message(Rpc rpc, Reply reply) {
    Buffer json = reply.body();
    if (json.length() <= MAX_LOOP_BYTES) {
      try {
        return Future.succeededFuture(ReplyMessages.ofJson(rpc, json));
      } catch (RuntimeException e) {
        return Future.failedFuture(e);
      }
    }
    return vertx.executeBlocking(() -> ReplyMessages.ofJson(rpc, json), false);
  }

  /** Sends the head, before the first message. */
  void begin(Reply reply) {
    if (over || begun) {
      return;
    }
    begun = true;
    MultiMap headers = response.headers();
    headers.set(REQUEST_ID, trace.requestId());
    headers.set(SEQUENCE, Long.toString(reply.sequence()));
    for (int i = 0; i + 1 < reply.headers().size(); i += 2) {
      String name = lower(reply.headers().get(i));
      if (!OF_HTTP.contains(name)) {
        headers.set(name, reply.headers().get(i + 1));
      }
    }
  }

  /** Sends one message; completes when the next one may come. Fails where none may. */
  Future<Void> write(Buffer message) {
    if (over) {
      return Future.failedFuture("the call is over");
    }
    Future<Void> written;
    try {
      written = response.write(message);
    } catch (IllegalStateException e) {
      // The time of the call was over in this turn of the loop.
      over = true;
      return Future.failedFuture(e);
    }
    if (!response.writeQueueFull()) {
      return written.isComplete() ? written : Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    response.drainHandler(ignored -> drained.tryComplete());
    written.onFailure(drained::tryFail);
    return drained.future();
  }

  /** Says behind the messages what is known of them now. */
  void trail(Reply reply) {
    if (!over) {
      reply.trailers().forEach((name, value) -> response.trailers().set(lower(name), value.get()));
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Ends it well, after this last message if there is one. */
  void end(Buffer lastOrNull) {
    if (over) {
      return;
    }
    over = true;
    close(
        () -> {
          if (lastOrNull == null) {
            response.end();
          } else {
            response.end(lastOrNull);
          }
        });
  }

  /** Unless the time of the call was over in this turn of the loop, it is for us to close it. */
  private void close(Runnable closing) {
    // Before, for whoever watches the response is told while it closes.
    answered = true;
    try {
      closing.run();
    } catch (IllegalStateException e) {
      answered = false;
    }
  }

  /** Ends it with the problem that a failure stands for. */
  void fail(Throwable failure) {
    if (over) {
      return;
    }
    over = true;
    Problem problem = calls.problemOf(failure, trace);
    status = problem.code().httpStatus();
    close(() -> close(problem));
  }

  private void close(Problem problem) {
    MultiMap trailers = response.trailers();
    if (!begun) {
      trailers.set(REQUEST_ID, trace.requestId());
      trailers.set(SEQUENCE, Long.toString(calls.knownSequence(trace)));
    }
    trailers.set(GrpcProblems.DETAILS, GrpcProblems.details(problem, trace.requestId()));
    response.status(GrpcProblems.status(problem.code())).statusMessage(problem.text()).end();
  }
}
