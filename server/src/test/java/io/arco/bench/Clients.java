package io.arco.bench;

import io.arco.bench.HttpConnection.Response;
import io.arco.json.Json;
import io.arco.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Clients of one server: so many connections on one event loop, each sending its next request as
 * soon as it has the answer to the last.
 */
final class Clients implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();

  /** Held on to: a client that is collected closes its connections. */
  private final NetClient client = vertx.createNetClient();

  private final List<HttpConnection> connections = new ArrayList<>();

  /**
   * What came of a load.
   *
   * @param latencies of every request
   * @param seconds from the first request to the last answer
   * @param statuses how often each status was answered
   */
  record Outcome(Latencies latencies, double seconds, Map<Integer, Integer> statuses) {
    double perSecond() {
      return latencies.count() / seconds;
    }
  }

  Clients(URI server, int count) {
    for (int i = 0; i < count; i++) {
      Promise<HttpConnection> opened = Promise.promise();
      loop.runOnContext(now -> HttpConnection.open(client, server).onComplete(opened));
      connections.add(Await.value(opened.future()));
    }
  }

  /** Sends one request on the first connection. */
  Response send(Buffer request) {
    Promise<Response> answer = Promise.promise();
    loop.runOnContext(now -> connections.get(0).send(request).onComplete(answer));
    return Await.value(answer.future());
  }

  /** Sends one request on a connection; completes on the event loop. */
  Future<Response> sendOn(int connection, Buffer request) {
    Promise<Response> answer = Promise.promise();
    loop.runOnContext(now -> connections.get(connection).send(request).onComplete(answer));
    return answer.future();
  }

  /** A connection; to be used on the event loop. */
  HttpConnection connection(int index) {
    return connections.get(index);
  }

  /** Runs a task on the event loop. */
  void onLoop(Runnable task) {
    loop.runOnContext(now -> task.run());
  }

  /** Runs a task on the event loop after so many milliseconds. */
  void later(long millis, Runnable task) {
    vertx.setTimer(millis, due -> task.run());
  }

  /** Waits for something, as long as it takes. */
  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** Posts, and expects success. */
  Response post(String path, Object body) {
    Response response = send(HttpConnection.post(path, Json.bytes(body)));
    if (response.status() >= 300) {
      throw new IllegalStateException("POST " + path + ": " + response.text());
    }
    return response;
  }

  /** Sends what the supplier gives, until it gives null. It is called on the event loop. */
  Outcome run(Supplier<Buffer> requests) {
    Latencies latencies = new Latencies();
    Map<Integer, Integer> statuses = new TreeMap<>();
    Promise<Void> done = Promise.promise();
    long began = System.nanoTime();
    loop.runOnContext(
        now -> {
          List<Future<Void>> loops = new ArrayList<>();
          for (HttpConnection connection : connections) {
            Promise<Void> ended = Promise.promise();
            next(connection, requests, latencies, statuses, ended);
            loops.add(ended.future());
          }
          Future.all(loops).<Void>mapEmpty().onComplete(done);
        });
    Await.value(done.future());
    return new Outcome(latencies, (System.nanoTime() - began) / 1e9, statuses);
  }

  private static void next(
      HttpConnection connection,
      Supplier<Buffer> requests,
      Latencies latencies,
      Map<Integer, Integer> statuses,
      Promise<Void> ended) {
    Buffer request = requests.get();
    if (request == null) {
      ended.complete();
      return;
    }
    long began = System.nanoTime();
    connection
        .send(request)
        .onFailure(ended::tryFail)
        .onSuccess(
            response -> {
              latencies.add(System.nanoTime() - began);
              statuses.merge(response.status(), 1, Integer::sum);
              next(connection, requests, latencies, statuses, ended);
            });
  }

  @Override
  public void close() {
    Await.value(vertx.close());
  }
}
