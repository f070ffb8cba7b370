package io.arco.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Asks a server and tells all that came back: trailers, and whether it was broken off. */
final class StreamedAnswers {
  private static final int TIMEOUT_MILLIS = 60_000;

  private StreamedAnswers() {}

  /**
   * What came back.
   *
   * @param headers by their names in lower case
   * @param trailers the same
   * @param isWhole whether the protocol says that the body is complete
   */
  record Streamed(
      int status,
      Map<String, String> headers,
      byte[] body,
      Map<String, String> trailers,
      boolean isWhole) {
    String text() {
      return new String(body, UTF_8);
    }
  }

  /** Over HTTP/1.1, read from the socket. */
  static Streamed http1(int port, String path, String json, String... headers) {
    return http1("HTTP/1.1", port, path, json, headers);
  }

  /** Over this version, read from the socket. */
  static Streamed http1(String version, int port, String path, String json, String... headers) {
    try (Socket socket = ask(version, port, path, json, headers)) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String status = line(in);
      Map<String, String> head = fields(in);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      Map<String, String> trailers = new TreeMap<>();
      boolean isWhole = true;
      try {
        if (head.containsKey("content-length")) {
          int length = Integer.parseInt(head.get("content-length"));
          byte[] bytes = in.readNBytes(length);
          body.writeBytes(bytes);
          isWhole = bytes.length == length;
        } else {
          chunks(in, body);
          trailers = fields(in);
        }
      } catch (IOException e) {
        isWhole = false;
      }
      int code = Integer.parseInt(status.split(" ")[1]);
      return new Streamed(code, head, body.toByteArray(), trailers, isWhole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection on which a request was written and nothing was read. */
  static Socket ask(int port, String path, String json, String... headers) throws IOException {
    return ask("HTTP/1.1", port, path, json, headers);
  }

  private static Socket ask(String version, int port, String path, String json, String... headers)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    StringBuilder head =
        new StringBuilder("POST " + path + " " + version + "\r\nHost: localhost\r\n");
    head.append("Content-Type: application/json\r\n");
    head.append("Content-Length: " + json.getBytes(UTF_8).length + "\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i] + ": " + headers[i + 1] + "\r\n");
    }
    socket.getOutputStream().write((head + "\r\n" + json).getBytes(UTF_8));
    socket.getOutputStream().flush();
    return socket;
  }

  private static void chunks(InputStream in, ByteArrayOutputStream body) throws IOException {
    while (true) {
      int size = Integer.parseInt(line(in), 16);
      if (size == 0) {
        return;
      }
      byte[] bytes = in.readNBytes(size);
      body.writeBytes(bytes);
      if (bytes.length < size) {
        throw new EOFException();
      }
      line(in);
    }
  }

  private static Map<String, String> fields(InputStream in) throws IOException {
    Map<String, String> fields = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return fields;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    while (b != '\n') {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
      b = in.read();
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** Over HTTP/2 in plain text. */
  static Streamed http2(Vertx vertx, int port, String path, String json, String... headers) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false));
    return Await.value(
        client
            .request(HttpMethod.POST, port, "localhost", path)
            .compose(
                request -> {
                  request.putHeader("Content-Type", "application/json");
                  for (int i = 0; i < headers.length; i += 2) {
                    request.putHeader(headers[i], headers[i + 1]);
                  }
                  return request.send(Buffer.buffer(json));
                })
            .compose(
                response -> {
                  Buffer body = Buffer.buffer();
                  Promise<Boolean> end = Promise.promise();
                  response.handler(body::appendBuffer);
                  response.endHandler(ignored -> end.tryComplete(true));
                  response.exceptionHandler(ignored -> end.tryComplete(false));
                  Map<String, String> head = new TreeMap<>();
                  response.headers().forEach((n, v) -> head.put(n.toLowerCase(Locale.ROOT), v));
                  return end.future()
                      .map(
                          isWhole -> {
                            Map<String, String> trailers = new TreeMap<>();
                            response
                                .trailers()
                                .forEach((n, v) -> trailers.put(n.toLowerCase(Locale.ROOT), v));
                            return new Streamed(
                                response.statusCode(), head, body.getBytes(), trailers, isWhole);
                          });
                })
            .eventually(
                () -> {
                  client.close();
                  return Future.succeededFuture();
                }));
  }
}
