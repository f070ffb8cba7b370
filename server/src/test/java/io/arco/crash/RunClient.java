package io.arco.crash;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks a server that may be gone at any moment, or be another one by now. */
final class RunClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(Await.DEADLINE_SECONDS);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Supplier<String> url;

  /** One that asks the server at this address. */
  RunClient(Supplier<String> url) {
    this.url = url;
  }

  /** What a server said. */
  record Said(int status, JsonNode json) {}

  /** Asks once; empty if nobody knows what became of it. */
  Optional<Said> ask(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.get() + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i + 1 < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return response.statusCode() >= 500
          ? Optional.empty()
          : Optional.of(new Said(response.statusCode(), Json.tree(response.body())));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
