package io.arco.server.grpc;

import io.arco.server.api.OperationCalls;
import io.arco.server.api.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * A stream of leases: polls again and again, and sends the answer of every poll, until the client
 * or the server ends it. The next poll begins when the client has taken the last answer. Used on
 * its event loop.
 */
final class Leases {
  /** The operation that is polled. */
  static final String OPERATION = "leaseTasks";

  /** A poll begins at the earliest so long after the one before it that found nothing. */
  static final long MIN_POLL_MILLIS = 250;

  private final Vertx vertx;
  private final OperationCalls calls;
  private final Rpc rpc;
  private final GrpcCall.Caller caller;
  private final RequestParts parts;
  private final Answer answer;
  private GrpcCall poll;
  private boolean isPolling;
  private boolean drained;

  Leases(
      Vertx vertx,
      OperationCalls calls,
      Rpc rpc,
      GrpcCall.Caller caller,
      RequestParts parts,
      Answer answer) {
    this.vertx = vertx;
    this.calls = calls;
    this.rpc = rpc;
    this.caller = caller;
    this.parts = parts;
    this.answer = answer;
  }

  /** Polls, unless it is over. */
  void poll() {
    if (answer.isOver()) {
      return;
    }
    if (drained) {
      answer.end(null);
      return;
    }
    isPolling = true;
    poll = new GrpcCall(rpc, caller, parts);
    calls
        .call(poll, rpc.operation(), parts.bodyOrNull())
        .compose(reply -> answer.message(rpc, reply).map(message -> new Polled(reply, message)))
        .onSuccess(this::send)
        .onFailure(answer::fail);
  }

  private record Polled(Reply reply, Buffer message) {}

  private void send(Polled polled) {
    isPolling = false;
    poll.end(true);
    answer.begin(polled.reply());
    answer
        .write(polled.message())
        .onSuccess(
            room -> {
              if (drained) {
                poll();
              } else {
                vertx.setTimer(MIN_POLL_MILLIS, ignored -> poll());
              }
            });
  }

  /** The client is gone: nobody waits for the poll that is under way. */
  void abandon() {
    if (poll != null) {
      poll.end(false);
    }
  }

  /** Ends, after the poll that is under way if there is one: the server goes down. */
  void drain() {
    drained = true;
    if (!isPolling) {
      answer.end(null);
    }
  }
}
