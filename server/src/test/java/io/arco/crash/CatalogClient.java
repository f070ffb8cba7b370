package io.arco.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A blocking client of one workspace that never repeats anything by itself. Any number of threads:
 * each has a connection of its own while it waits.
 */
final class CatalogClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(Await.DEADLINE_SECONDS);
  private static final int PAGE_SIZE = 500;

  private final String url;
  private final String tenant;
  private final String workspace;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  CatalogClient(String url, String workspace) {
    this(url, "default", workspace);
  }

  CatalogClient(String url, String tenant, String workspace) {
    this.url = url;
    this.tenant = tenant;
    this.workspace = workspace;
  }

  /** Sends it; empty if the connection was cut or refused, so that nobody knows. */
  Optional<CatalogAnswer> send(CatalogRequest request) {
    return await(begin(request));
  }

  /** The same, without waiting. */
  CompletableFuture<CatalogAnswer> begin(CatalogRequest request) {
    HttpRequest.Builder builder = request(request.path()).header("Idempotency-Key", request.key());
    if (request.isCreate()) {
      builder
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(request.bodyOrNull()));
    } else {
      builder.DELETE();
    }
    return http.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofString())
        .thenApply(CatalogClient::answer);
  }

  /** The answer that was begun; empty if the connection was cut or refused. */
  static Optional<CatalogAnswer> await(CompletableFuture<CatalogAnswer> begun) {
    try {
      return Optional.of(begun.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException && !(e.getCause() instanceof HttpTimeoutException)) {
        return Optional.empty();
      }
      throw new AssertionError("no answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Reads; the server must answer. */
  CatalogAnswer get(String path) {
    return read(path).orElseThrow(() -> new AssertionError("no answer to GET " + path));
  }

  /** Reads; empty if the connection was cut or refused. */
  Optional<CatalogAnswer> read(String path) {
    return await(
        http.sendAsync(request(path).GET().build(), HttpResponse.BodyHandlers.ofString())
            .thenApply(CatalogClient::answer));
  }

  /** Publishes a snapshot of all that is committed. */
  CatalogAnswer publish() {
    HttpRequest request =
        request("/api/v1/snapshots").POST(HttpRequest.BodyPublishers.noBody()).build();
    return await(
            http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(CatalogClient::answer))
        .orElseThrow(() -> new AssertionError("no answer to POST /api/v1/snapshots"));
  }

  /** Asks a query over all that was answered before; empty if the connection was cut. */
  Optional<CatalogAnswer> query(String sql) {
    String body =
        Json.MAPPER.createObjectNode().put("sql", sql).put("freshness", "latest").toString();
    HttpRequest request =
        request("/api/v1/query")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return await(
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .thenApply(CatalogClient::answer));
  }

  /** Every item of a list, page by page. */
  void forEach(String list, Consumer<JsonNode> each) {
    String token = "";
    do {
      CatalogAnswer page =
          get(list + "?pageSize=" + PAGE_SIZE + (token.isEmpty() ? "" : "&pageToken=" + token));
      if (!page.isSuccess()) {
        throw new AssertionError("GET " + list + ": " + page);
      }
      page.json().path("items").forEach(each);
      token = page.json().path("nextPageToken").asText("");
      token = token.equals("null") ? "" : token;
    } while (!token.isEmpty());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(TIMEOUT)
        .header("X-Arco-Tenant", tenant)
        .header("X-Arco-Workspace", workspace);
  }

  private static CatalogAnswer answer(HttpResponse<String> response) {
    return new CatalogAnswer(
        response.statusCode(),
        response.body(),
        response.headers().firstValueAsLong("X-Arco-Sequence").orElse(0),
        response.headers().firstValue("X-Arco-Replayed").isPresent());
  }
}
