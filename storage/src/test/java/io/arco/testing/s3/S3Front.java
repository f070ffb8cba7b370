package io.arco.testing.s3;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A reverse proxy that keeps the host, the raw path and the headers, which are signed. Requests of
 * one path take turns: the server behind it lets several conditional writes win, and reads see half
 * of what they replace. Thread-safe.
 */
final class S3Front {
  private static final int POOL = 512;
  private static final List<String> HOP_BY_HOP =
      List.of("Connection", "Keep-Alive", "Transfer-Encoding");

  private final Vertx vertx;
  private final int backendPort;
  private final Consumer<String> remove;
  private final HttpClient client;
  private final Map<String, Future<Void>> lastOfPath = new HashMap<>();
  private final Map<String, Deque<S3Fault>> faults = new HashMap<>();
  private final Map<String, Integer> requests = new HashMap<>();
  private volatile long latencyMillis;
  private volatile boolean ignoresConditions;
  private volatile Held held = new Held("", "", Promise.promise());
  private HttpServer server;

  /** Requests of a method whose address holds a text, and what they wait for. */
  private record Held(String method, String text, Promise<Void> letGo) {
    Future<Void> before(HttpServerRequest request) {
      boolean isHeld = request.method().name().equals(method) && request.uri().contains(text);
      return isHeld ? letGo.future() : Future.succeededFuture();
    }
  }

  /**
   * A front.
   *
   * @param remove removes the object of a path, behind everyone's back
   */
  S3Front(Vertx vertx, int backendPort, Consumer<String> remove) {
    this.remove = remove;
    this.vertx = vertx;
    this.backendPort = backendPort;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false).setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(POOL).setMaxWaitQueueSize(-1));
  }

  Future<Integer> listen(HttpServerOptions options) {
    server = vertx.createHttpServer(options).requestHandler(this::received);
    return server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
  }

  void latencyMillis(long millis) {
    latencyMillis = millis;
  }

  void hold(String method, String text) {
    held = new Held(method, text, Promise.promise());
  }

  void letGo() {
    held.letGo().tryComplete();
  }

  void ignoresConditions(boolean ignores) {
    ignoresConditions = ignores;
  }

  synchronized void failNext(String method, S3Fault... next) {
    Deque<S3Fault> queue = faults.computeIfAbsent(method, each -> new ArrayDeque<>());
    queue.addAll(List.of(next));
  }

  synchronized int pendingFaults() {
    return faults.values().stream().mapToInt(Deque::size).sum();
  }

  /** How many requests of a method came, failed ones included. */
  synchronized int requests(String method) {
    return requests.getOrDefault(method, 0);
  }

  private synchronized S3Fault count(String method) {
    requests.merge(method, 1, Integer::sum);
    Deque<S3Fault> queue = faults.get(method);
    return queue == null ? null : queue.poll();
  }

  private void received(HttpServerRequest request) {
    S3Fault fault = count(request.method().name());
    Future<Void> turn = held.before(request);
    request
        .body()
        .compose(body -> turn.map(body))
        .onSuccess(
            body ->
                later(
                    () -> {
                      if (fault == S3Fault.RESET_BEFORE) {
                        request.connection().close();
                      } else if (S3Answers.isRefusal(fault)) {
                        S3Answers.refuse(request.response(), fault);
                      } else {
                        forwardInTurn(request, body, fault);
                      }
                    }));
  }

  private void later(Runnable step) {
    if (latencyMillis == 0) {
      step.run();
    } else {
      vertx.setTimer(latencyMillis, elapsed -> step.run());
    }
  }

  private void forwardInTurn(HttpServerRequest request, Buffer body, S3Fault fault) {
    if (request.method().equals(HttpMethod.PUT)
        && ignoresConditions
        && request.getHeader("If-None-Match") != null) {
      remove.accept(request.path());
    }
    Promise<Void> done = Promise.promise();
    Future<Void> before;
    synchronized (this) {
      before = lastOfPath.put(request.path(), done.future());
    }
    Runnable turn =
        () ->
            forward(request, body, fault)
                .onComplete(
                    ended -> {
                      synchronized (this) {
                        lastOfPath.remove(request.path(), done.future());
                      }
                      done.complete();
                    });
    if (before == null) {
      turn.run();
    } else {
      before.onComplete(ended -> turn.run());
    }
  }

  /** Completes when the answer of the server behind it is there. */
  private Future<Void> forward(HttpServerRequest request, Buffer body, S3Fault fault) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost("127.0.0.1")
            .setPort(backendPort)
            .setURI(request.uri());
    return client
        .request(options)
        .compose(
            forward -> {
              forward.headers().setAll(kept(request.headers()));
              forward.authority(request.authority());
              return forward.send(body);
            })
        .compose(answer -> answer.body().map(bytes -> new Answer(answer, bytes)))
        .onSuccess(answer -> answer(request, answer, fault))
        .onFailure(failure -> request.connection().close())
        .mapEmpty();
  }

  private record Answer(HttpClientResponse head, Buffer body) {}

  private static MultiMap kept(MultiMap headers) {
    MultiMap kept = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    HOP_BY_HOP.forEach(kept::remove);
    kept.remove("Host");
    return kept;
  }

  private static void answer(HttpServerRequest request, Answer answer, S3Fault fault) {
    if (fault == S3Fault.STALL_AFTER) {
      return;
    }
    if (fault == S3Fault.RESET_AFTER) {
      request.connection().close();
      return;
    }
    if (fault == S3Fault.INTERNAL_ERROR_AFTER) {
      S3Answers.refuse(request.response(), fault);
      return;
    }
    HttpServerResponse response = request.response().setStatusCode(answer.head().statusCode());
    response.headers().setAll(answer.head().headers());
    HOP_BY_HOP.forEach(response.headers()::remove);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    response.putHeader("Content-Length", Integer.toString(answer.body().length()));
    if (fault == S3Fault.TRUNCATED) {
      response
          .write(answer.body().slice(0, answer.body().length() / 2))
          .onComplete(written -> request.connection().close());
      return;
    }
    response.end(answer.body());
  }
}
