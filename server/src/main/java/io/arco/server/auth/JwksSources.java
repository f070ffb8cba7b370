package io.arco.server.auth;

import io.arco.runtime.Workers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Where sets of keys are read. */
final class JwksSources {
  /** The largest set, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  /** The longest that a read may take. */
  static final long TIMEOUT_MILLIS = 5_000;

  private static final String FILE = "file:";

  private JwksSources() {}

  /** The source at a location, as the configuration has it. */
  static Supplier<Future<byte[]>> at(String location, Vertx vertx, Workers workers) {
    if (location.startsWith(FILE)) {
      Path file = Path.of(location.substring(FILE.length()));
      return () -> workers.call(() -> read(file));
    }
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) TIMEOUT_MILLIS)
                .setIdleTimeout((int) TimeUnit.MILLISECONDS.toSeconds(TIMEOUT_MILLIS))
                .setKeepAlive(false));
    return () -> fetch(client, location).timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException("it is larger than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(file);
  }

  /** Follows no redirects: the configured place is the one that is trusted. */
  private static Future<byte[]> fetch(HttpClient client, String url) {
    return client
        .request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url))
        .compose(
            request ->
                request
                    .putHeader("Accept", "application/jwk-set+json, application/json")
                    .send()
                    .compose(JwksSources::body));
  }

  private static Future<byte[]> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture(
          new IOException("it was answered with status " + response.statusCode()));
    }
    Promise<byte[]> read = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(read::tryFail);
    response.endHandler(ended -> read.tryComplete(body.getBytes()));
    response.handler(
        piece -> {
          body.appendBuffer(piece);
          if (body.length() > MAX_BYTES) {
            read.tryFail(new IOException("it is larger than " + MAX_BYTES + " bytes"));
            response.request().reset();
          }
        });
    return read.future();
  }
}
