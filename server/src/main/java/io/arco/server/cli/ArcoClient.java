package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.arco.json.Json;
import io.arco.server.remote.RemoteServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A blocking client of the REST API, for commands. */
final class ArcoClient {
  /** How often one request is sent, the first time included. */
  static final int MAX_TRIES = 5;

  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(2);
  private static final long FIRST_PAUSE_MILLIS = 200;

  private final RemoteServer server;
  private final HttpClient http;

  /** A client that has sent nothing yet. */
  ArcoClient(RemoteServer server) {
    this.server = server;
    this.http = server.client();
  }

  /**
   * An answer that came.
   *
   * @param status of HTTP
   * @param body the JSON, missing when there was none
   */
  record Answer(int status, JsonNode body) {
    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The stable code of a problem, empty if there is none. */
    String code() {
      return body.path("code").asText();
    }

    /** The body of a success; a problem ends the command. */
    JsonNode orFail() {
      if (!isSuccess()) {
        throw new ProblemAnswer(status, body);
      }
      return body;
    }
  }

  /** Reads. */
  Answer get(String path) {
    return send(request(path).GET());
  }

  /** Asks something that changes nothing. */
  Answer post(String path, JsonNode body) {
    return send(withBody(request(path), body));
  }

  /** Creates, exactly once however often it has to be sent. */
  Answer create(String path, JsonNode body) {
    String key = UUID.randomUUID().toString();
    return send(withBody(request(path), body).header("Idempotency-Key", key));
  }

  private static HttpRequest.Builder withBody(HttpRequest.Builder request, JsonNode body) {
    return request
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
  }

  private HttpRequest.Builder request(String path) {
    return server.request(path).timeout(ANSWER_TIMEOUT);
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    for (int tries = 1; ; tries++) {
      Answer answer = sendOnce(request);
      if (tries == MAX_TRIES || !answer.body().path("retryable").asBoolean()) {
        return answer;
      }
      pause(FIRST_PAUSE_MILLIS << (tries - 1));
    }
  }

  private Answer sendOnce(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), parse(response));
    } catch (ConnectException e) {
      throw unreachable("connection refused", e);
    } catch (HttpTimeoutException e) {
      throw unreachable("no answer in time", e);
    } catch (IOException e) {
      throw unreachable(e.getMessage() == null ? "connection lost" : e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private JsonNode parse(HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return Json.MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED,
          server + " answered " + response.statusCode() + " with something that is not JSON",
          e);
    }
  }

  private CommandException unreachable(String why, IOException e) {
    return new CommandException(
        ExitCode.UNREACHABLE, "can't reach a server at " + server + ": " + why, e);
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }
}
