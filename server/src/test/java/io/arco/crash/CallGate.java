package io.arco.crash;

import io.arco.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.net.URI;

/**
 * Stands between a worker and its server, callbacks included, and holds one call where a test says:
 * its request, which the server then knows nothing of, or its answer, which the worker then knows
 * nothing of. All other calls pass.
 */
final class CallGate implements AutoCloseable {
  /** Which half of a call. */
  enum Half {
    REQUEST,
    ANSWER
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final HttpServer server;
  private final HostAndPort target;
  private final Half half;
  private final String call;
  private final String text;
  private Runnable held;
  private Runnable lost;
  private boolean taken;

  /**
   * A gate before a server.
   *
   * @param call how the path of the call ends that is held, once
   * @param text its body contains
   */
  CallGate(String url, Half half, String call, String text) {
    URI uri = URI.create(url);
    this.target = HostAndPort.create(uri.getHost(), uri.getPort());
    this.half = half;
    this.call = call;
    this.text = text;
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(request -> request.body().onSuccess(body -> pass(request, body)));
    Await.value(server.listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Waits until the call has come to where it is held. */
  void awaitHeld() {
    Await.until("the call " + call + " is held", this::isHeld);
  }

  private synchronized boolean isHeld() {
    return held != null;
  }

  /** Lets the call go on. */
  synchronized void letGo() {
    vertx.runOnContext(ignored -> held.run());
  }

  /** Says that there was no answer, as a proxy does whose server is gone. */
  synchronized void lose() {
    vertx.runOnContext(ignored -> lost.run());
  }

  private synchronized boolean takes(HttpServerRequest request, Buffer body) {
    boolean takes = !taken && request.path().endsWith(call) && body.toString().contains(text);
    taken |= takes;
    return takes;
  }

  private synchronized void hold(HttpServerRequest request, Runnable rest) {
    held = rest;
    lost = () -> request.response().setStatusCode(502).end();
  }

  private void pass(HttpServerRequest request, Buffer body) {
    boolean isTaken = takes(request, body);
    if (isTaken && half == Half.REQUEST) {
      hold(request, () -> forward(request, body, false));
    } else {
      forward(request, body, isTaken);
    }
  }

  private void forward(HttpServerRequest request, Buffer body, boolean isHeld) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(target.host())
            .setPort(target.port())
            .setURI(request.uri());
    client
        .request(options)
        .compose(
            onward -> {
              request.headers().forEach(it -> onward.putHeader(it.getKey(), it.getValue()));
              // The server tells where callbacks go by whom it was asked as: here.
              onward.authority(request.authority());
              return onward.send(body);
            })
        .compose(
            answer -> answer.body().map(bytes -> answered(request, answer.statusCode(), bytes)))
        .onFailure(failure -> request.connection().close())
        .onSuccess(
            answer -> {
              if (isHeld) {
                hold(request, answer);
              } else {
                answer.run();
              }
            });
  }

  private static Runnable answered(HttpServerRequest request, int status, Buffer body) {
    return () ->
        request
            .response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .end(body);
  }

  @Override
  public void close() {
    Await.value(vertx.close());
  }
}
