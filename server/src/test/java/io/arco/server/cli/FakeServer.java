package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.arco.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers on loopback with what a test says, and remembers what it was asked. */
final class FakeServer implements AutoCloseable {
  /** What was asked. */
  record Request(
      String method, String path, String key, String tenant, String authorization, JsonNode body) {}

  /** What to answer. */
  record Reply(int status, String json) {}

  private final HttpServer http;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Function<Request, Reply> script;

  FakeServer(Function<Request, Reply> script) throws IOException {
    this.script = script;
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
            exchange.getRequestHeaders().getFirst("X-Arco-Tenant"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            sent.length == 0 ? MissingNode.getInstance() : Json.tree(sent));
    requests.add(request);
    Reply reply = script.apply(request);
    byte[] bytes = reply.json().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
