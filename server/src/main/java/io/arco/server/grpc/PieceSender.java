package io.arco.server.grpc;

import io.arco.server.api.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Sends the bytes of an answer as messages of bounded size, as fast as the client takes them. Used
 * on its event loop.
 */
final class PieceSender {
  private final Rpc rpc;
  private final Answer answer;

  PieceSender(Rpc rpc, Answer answer) {
    this.rpc = rpc;
    this.answer = answer;
  }

  /** Sends all of a reply, then the end. */
  void send(Reply reply) {
    answer.begin(reply);
    if (reply.stream() == null) {
      slices(reply.body(), 0).onSuccess(all -> answer.end(null));
    } else {
      pump(reply);
    }
  }

  private void pump(Reply reply) {
    ReadStream<Buffer> stream = reply.stream();
    stream.exceptionHandler(answer::fail);
    stream.endHandler(
        ignored -> {
          answer.trail(reply);
          answer.end(null);
        });
    stream.handler(
        piece -> {
          stream.pause();
          // Not once the call is over: what feeds the stream has been told.
          slices(piece, 0).onSuccess(ignored -> stream.resume());
        });
    stream.resume();
  }

  private Future<Void> slices(Buffer bytes, int from) {
    int start = from;
    while (start < bytes.length()) {
      int end = Math.min(bytes.length(), start + Pieces.MAX_BYTES);
      Future<Void> room = answer.write(ReplyMessages.ofBytes(rpc, bytes.slice(start, end)));
      if (room.failed()) {
        return room;
      }
      if (!room.isComplete()) {
        return room.compose(ignored -> slices(bytes, end));
      }
      start = end;
    }
    return Future.succeededFuture();
  }
}
