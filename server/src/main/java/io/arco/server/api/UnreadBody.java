package io.arco.server.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads the rest of a refused body away, so that the client gets to read the answer and may use the
 * connection again; closes the connection when the rest is too long or too slow.
 */
final class UnreadBody {
  /** The most bytes that are read away. */
  static final long MAX_BYTES = 16L << 20;

  /** The longest time that is spent on it. */
  static final long MAX_MILLIS = 5_000;

  private final HttpServerRequest request;
  private long bytes;

  private UnreadBody(HttpServerRequest request) {
    this.request = request;
  }

  /** Reads away what of the request's body is still to come. */
  static void discard(HttpServerRequest request, Vertx vertx) {
    if (request.isEnded() || !BodyReader.isAnnounced(request)) {
      return;
    }
    UnreadBody rest = new UnreadBody(request);
    long timer = vertx.setTimer(MAX_MILLIS, ignored -> rest.close());
    request.exceptionHandler(ignored -> vertx.cancelTimer(timer));
    request.handler(rest::take);
    request.endHandler(ignored -> vertx.cancelTimer(timer));
    request.resume();
  }

  private void take(Buffer piece) {
    bytes += piece.length();
    if (bytes > MAX_BYTES) {
      close();
    }
  }

  private void close() {
    request.connection().close();
  }
}
