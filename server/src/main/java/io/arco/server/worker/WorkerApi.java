package io.arco.server.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.planner.manifest.TableLink;
import io.arco.server.remote.RemoteServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The REST protocol of workers, one call a request. Thread-safe; calls block. */
final class WorkerApi {
  /** How long a poll waits for tasks at most, in milliseconds. */
  static final int MAX_WAIT_MILLIS = 30_000;

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final RemoteServer server;
  private final HttpClient http;
  private volatile CompletableFuture<HttpResponse<byte[]>> poll;

  /** Calls of a server. */
  WorkerApi(RemoteServer server) {
    this.server = server;
    this.http = server.client();
  }

  /**
   * An answer that came.
   *
   * @param body JSON, missing where there was none
   */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** Whether the same call may go well later. */
    boolean isTemporary() {
      return status >= 500 || status == 429 || body.path("retryable").asBoolean();
    }

    /** The problem in a line, with what it is about. */
    String problem() {
      String detail = body.path("detail").asText(body.path("title").asText());
      StringBuilder text = new StringBuilder(body.path("code").asText("HTTP " + status));
      text.append(detail.isEmpty() ? "" : ": " + detail);
      for (Map.Entry<String, JsonNode> about : body.path("details").properties()) {
        if (about.getValue().isValueNode()) {
          text.append(' ').append(about.getKey()).append(": ");
          text.append(about.getValue().asText()).append('.');
        }
      }
      return text.toString();
    }
  }

  /**
   * Takes tasks, waiting for some. One thread polls at a time.
   *
   * @throws CancellationException if {@link #hangUp} was called meanwhile
   */
  Answer lease(String worker, List<String> kinds, int maxTasks, int waitMillis) throws IOException {
    ObjectNode body = Json.MAPPER.createObjectNode().put("workerId", worker);
    kinds.forEach(body.putArray("kinds")::add);
    body.put("maxTasks", maxTasks).put("waitMillis", waitMillis);
    HttpRequest request =
        server
            .request("/api/v1/worker/leases")
            .timeout(ANSWER_TIMEOUT.plusMillis(waitMillis))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    CompletableFuture<HttpResponse<byte[]>> asked =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    poll = asked;
    return waitFor(asked);
  }

  /** Ends the poll that waits; a server that sees it gives that poll no task. */
  void hangUp() {
    CompletableFuture<HttpResponse<byte[]>> asked = poll;
    if (asked != null) {
      asked.cancel(true);
    }
  }

  /** A table as the catalog has it. */
  Answer table(TableLink table) throws IOException {
    String path =
        "/api/v1/catalogs/"
            + part(table.catalog())
            + "/schemas/"
            + part(table.schema())
            + "/tables/"
            + part(table.name());
    return waitFor(send(server.request(path).timeout(ANSWER_TIMEOUT).GET().build()));
  }

  /** A task, with its attempts; its id is {@code RUN.NUMBER}. */
  Answer task(String taskId) throws IOException {
    int dot = taskId.lastIndexOf('.');
    String path =
        "/api/v1/runs/" + part(taskId.substring(0, dot)) + "/tasks/" + taskId.substring(dot + 1);
    return waitFor(send(server.request(path).timeout(ANSWER_TIMEOUT).GET().build()));
  }

  /** A callback of a task, with its token. */
  Answer post(String url, String token, JsonNode body) throws IOException {
    return waitFor(
        send(
            ofTask(url, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build()));
  }

  /** A piece of a task's log, with its token. */
  Answer putText(String url, String token, byte[] utf8) throws IOException {
    return waitFor(
        send(
            ofTask(url, token)
                .header("Content-Type", "text/plain")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(utf8))
                .build()));
  }

  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder ofTask(String url, String token) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(ANSWER_TIMEOUT)
        .header("Accept", "application/json, application/problem+json")
        .header("Authorization", "Bearer " + token);
  }

  private static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Answer waitFor(CompletableFuture<HttpResponse<byte[]>> asked) throws IOException {
    try {
      HttpResponse<byte[]> response = asked.get();
      return new Answer(response.statusCode(), json(response.body()));
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      asked.cancel(true);
      throw new InterruptedIOException();
    }
  }

  /** What is no JSON is as good as none: a proxy's page says nothing. */
  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
