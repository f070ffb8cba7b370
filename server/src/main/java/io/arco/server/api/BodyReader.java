package io.arco.server.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a body up to a limit, which holds while it streams: what is over it is never kept. Used on
 * the event loop.
 */
final class BodyReader {
  private static final byte[] NONE = new byte[0];

  private final HttpServerRequest request;
  private final long maxBodyBytes;
  private final Promise<byte[]> promise = Promise.promise();
  private Buffer body;
  private boolean done;

  private BodyReader(HttpServerRequest request, long maxBodyBytes) {
    this.request = request;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Whether the request comes with a body, as its headers say. */
  static boolean isAnnounced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  /**
   * Reads the whole body. Fails with TOO_LARGE as soon as that is known; the rest of the body is
   * then not read.
   */
  static Future<byte[]> read(HttpServerRequest request, long maxBodyBytes) {
    return new BodyReader(request, maxBodyBytes).start();
  }

  private Future<byte[]> start() {
    if (announcedBytes() > maxBodyBytes) {
      return Future.failedFuture(RequestProblems.bodyTooLarge(maxBodyBytes));
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.handler(this::take);
    request.endHandler(ignored -> end());
    // The client is gone: there is nobody to answer.
    request.exceptionHandler(ignored -> done = true);
    return promise.future();
  }

  private long announcedBytes() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private void take(Buffer piece) {
    if (done) {
      return;
    }
    long length = (body == null ? 0 : body.length()) + (long) piece.length();
    if (length > maxBodyBytes) {
      body = null;
      fail(RequestProblems.bodyTooLarge(maxBodyBytes));
    } else if (body == null) {
      body = piece;
    } else {
      body = body.appendBuffer(piece);
    }
  }

  private void end() {
    if (!done) {
      done = true;
      promise.complete(body == null ? NONE : body.getBytes());
    }
  }

  private void fail(Throwable failure) {
    if (!done) {
      done = true;
      promise.fail(failure);
    }
  }
}
