package io.arco.server.grpc;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.api.OperationCalls;
import io.arco.server.api.Reply;
import io.arco.server.api.RequestTrace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.server.GrpcServerRequest;

/**
 * One call of a method, from its message to the end of its answer. Each method takes exactly one
 * message. Used on its event loop.
 */
final class ServerCall {
  private final Vertx vertx;
  private final OperationCalls calls;
  private final Answer answer;
  private final GrpcServerRequest<Buffer, Buffer> request;
  private final GrpcCall.Caller caller;
  private Buffer message;
  private boolean hasMore;
  private GrpcCall call;
  private Leases leases;

  ServerCall(
      Vertx vertx,
      OperationCalls calls,
      Answer answer,
      RequestTrace trace,
      GrpcServerRequest<Buffer, Buffer> request,
      String origin) {
    this.vertx = vertx;
    this.calls = calls;
    this.answer = answer;
    this.request = request;
    this.caller = new GrpcCall.Caller(trace, request.headers(), origin);
  }

  /** Waits for the message, then does what it asks for. */
  void take(Rpc rpc) {
    request.invalidMessageHandler(
        ignored ->
            answer.fail(
                Problem.of(ErrorCode.TOO_LARGE, "The message is larger than a request may have.")
                    .with("maxBodyBytes", calls.maxBodyBytes())
                    .asException()));
    request.handler(
        bytes -> {
          hasMore = message != null;
          message = bytes;
        });
    request.endHandler(ignored -> run(rpc));
  }

  private void run(Rpc rpc) {
    if (answer.isOver()) {
      return;
    }
    try {
      if (message == null || hasMore) {
        throw Problem.of(ErrorCode.INVALID_REQUEST, "The method takes exactly one message.")
            .asException();
      }
      RequestParts parts = RequestParts.of(rpc, message.getBytes());
      if (rpc.operation().equals(Leases.OPERATION)) {
        leases = new Leases(vertx, calls, rpc, caller, parts, answer);
        leases.poll();
      } else {
        call = new GrpcCall(rpc, caller, parts);
        calls
            .call(call, rpc.operation(), parts.bodyOrNull())
            .onSuccess(reply -> send(rpc, reply))
            .onFailure(answer::fail);
      }
    } catch (RuntimeException e) {
      answer.fail(e);
    }
  }

  private void send(Rpc rpc, Reply reply) {
    if (Pieces.areAnswerOf(rpc)) {
      new PieceSender(rpc, answer).send(reply);
      return;
    }
    answer
        .message(rpc, reply)
        .onSuccess(
            bytes -> {
              answer.begin(reply);
              answer.end(bytes);
            })
        .onFailure(answer::fail);
  }

  /** It has ended, or the client is gone, or its time is over: what still runs for it may stop. */
  void gone() {
    answer.abandon();
    if (call != null) {
      call.end(answer.isAnswered());
    }
    if (leases != null) {
      leases.abandon();
    }
  }

  /** Ends what does not end by itself: the server goes down. */
  void drain() {
    if (leases != null) {
      leases.drain();
    }
  }
}
