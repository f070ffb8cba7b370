package io.arco.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/**
 * A kept-alive HTTP/1.1 connection, one request at a time, for answers with a Content-Length. It
 * costs the client a fraction of what the server spends: both share the machine. Used on its event
 * loop.
 */
final class HttpConnection {
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(US_ASCII);

  private final NetSocket socket;
  private Buffer received;
  private Promise<Response> waiting;

  /** An answer. */
  record Response(int status, Buffer body) {
    String text() {
      return body.toString(UTF_8);
    }
  }

  private HttpConnection(NetSocket socket) {
    this.socket = socket;
    socket.handler(this::receive);
    socket.closeHandler(closed -> fail(new IllegalStateException("the server hung up")));
  }

  static Future<HttpConnection> open(NetClient client, URI server) {
    return client.connect(server.getPort(), server.getHost()).map(HttpConnection::new);
  }

  /** A request without a body. */
  static Buffer get(String path) {
    return Buffer.buffer("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** A POST without a body. */
  static Buffer post(String path) {
    return Buffer.buffer(
        "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
  }

  /** A request with a JSON body. */
  static Buffer post(String path, byte[] json) {
    return post(path, json, "");
  }

  /**
   * A request with a JSON body.
   *
   * @param headers more of them, each ended by a line end
   */
  static Buffer post(String path, byte[] json, String headers) {
    String head =
        "POST %s HTTP/1.1\r\n"
            + "Host: localhost\r\n"
            + "Content-Type: application/json\r\n"
            + "%sContent-Length: %d\r\n\r\n";
    return Buffer.buffer(String.format(head, path, headers, json.length)).appendBytes(json);
  }

  Future<Response> send(Buffer request) {
    waiting = Promise.promise();
    Future<Response> answer = waiting.future();
    socket.write(request).onFailure(this::fail);
    return answer;
  }

  private void receive(Buffer part) {
    received = received == null ? part : received.copy().appendBuffer(part);
    int headEnd = indexOf(received, HEAD_END, received.length());
    if (headEnd < 0) {
      return;
    }
    int bodyAt = headEnd + HEAD_END.length;
    int end = bodyAt + contentLength(headEnd);
    if (received.length() < end) {
      return;
    }
    Response response = new Response(number(received, STATUS_AT), received.slice(bodyAt, end));
    received = null;
    Promise<Response> answered = waiting;
    waiting = null;
    answered.complete(response);
  }

  private int contentLength(int headEnd) {
    int at = indexOf(received, LENGTH, headEnd);
    if (at < 0) {
      throw new IllegalStateException("no Content-Length: " + received.getString(0, headEnd));
    }
    return number(received, at + LENGTH.length);
  }

  private void fail(Throwable cause) {
    if (waiting != null) {
      waiting.tryFail(cause);
    }
  }

  private static int number(Buffer text, int at) {
    int number = 0;
    for (int i = at; i < text.length() && text.getByte(i) >= '0' && text.getByte(i) <= '9'; i++) {
      number = number * 10 + text.getByte(i) - '0';
    }
    return number;
  }

  private static int indexOf(Buffer text, byte[] sought, int limit) {
    for (int i = 0; i + sought.length <= limit; i++) {
      int n = 0;
      while (n < sought.length && lower(text.getByte(i + n)) == sought[n]) {
        n++;
      }
      if (n == sought.length) {
        return i;
      }
    }
    return -1;
  }

  private static byte lower(byte character) {
    return character >= 'A' && character <= 'Z' ? (byte) (character + 32) : character;
  }
}
