package io.arco.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.arco.json.Json;
import io.arco.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Response;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client that holds every exchange against the OpenAPI document: requests that are meant to be
 * valid, and every response of an operation. Blocking; for test threads.
 */
public final class ContractClient {
  /** Types that the validators don't know, and those they take for them. */
  private static final Map<String, String> TYPES =
      Map.of(
          "application/wasm", "application/octet-stream",
          "text/javascript", "text/plain",
          "text/css", "text/plain",
          "text/html", "text/plain",
          "application/problem+json", "application/json",
          "application/vnd.apache.arrow.stream", "application/octet-stream",
          "application/vnd.apache.parquet", "application/octet-stream",
          "text/csv", "text/plain",
          "application/x-ndjson", "text/plain; charset=utf-8",
          "text/event-stream", "application/octet-stream");

  private static final Duration TIMEOUT = Duration.ofSeconds(Await.DEADLINE_SECONDS);

  /** The validators' own, so that they don't share event loops with a server. */
  private static final Vertx VERTX = Vertx.vertx();

  private static final OpenAPIContract CONTRACT =
      Await.value(OpenAPIContract.from(VERTX, new JsonObject(document())));

  private final Set<String> exercised = ConcurrentHashMap.newKeySet();
  private final String url;
  private final RequestValidator requests;
  private final ResponseValidator responses;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ContractClient(String url) {
    this.url = url;
    this.requests = RequestValidator.create(VERTX, CONTRACT);
    this.responses = ResponseValidator.create(VERTX, CONTRACT);
  }

  private static String document() {
    try (InputStream in = ContractClient.class.getResourceAsStream("/arco/openapi.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> type : TYPES.entrySet()) {
        text = text.replace('"' + type.getKey() + '"', '"' + type.getValue() + '"');
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of operations that this client has had answered with success. */
  public Set<String> exercised() {
    return exercised;
  }

  /** The contract. */
  public static OpenAPIContract contract() {
    return CONTRACT;
  }

  /** What an answer was. */
  public record Answer(int status, Map<String, String> headers, byte[] bytes) {
    /** The body as JSON; missing if it is none. */
    public JsonNode json() {
      String type = headers.getOrDefault("content-type", "");
      return isJson(type) && bytes.length > 0 ? Json.tree(bytes) : MissingNode.getInstance();
    }

    /** A header, or null. */
    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The sequence it was answered from. */
    public long sequence() {
      return Long.parseLong(header("X-Arco-Sequence"));
    }

    /** The code of the problem that it is. */
    public String code() {
      return json().path("code").asText();
    }

    /** Itself, if it has this status. */
    public Answer expect(int expected) {
      assertEquals(expected, status, () -> new String(bytes, StandardCharsets.UTF_8));
      return this;
    }

    /** Itself, if it is this problem. */
    public Answer expect(int expected, String code) {
      expect(expected);
      assertEquals(code, code());
      return this;
    }
  }

  /** A valid GET. */
  public Answer get(String path, String... headers) {
    return valid("GET", path, null, headers);
  }

  /** A valid POST. */
  public Answer post(String path, String json, String... headers) {
    return valid("POST", path, json, headers);
  }

  /** A valid PUT. */
  public Answer put(String path, String json, String... headers) {
    return valid("PUT", path, json, headers);
  }

  /** A valid PATCH. */
  public Answer patch(String path, String json, String... headers) {
    return valid("PATCH", path, json, headers);
  }

  /** A valid DELETE. */
  public Answer delete(String path, String... headers) {
    return valid("DELETE", path, null, headers);
  }

  /** A request that the contract allows. */
  public Answer valid(String method, String path, String json, String... headers) {
    Operation operation = operation(method, path);
    assertNotNull(operation, () -> method + " " + path + " is not in the contract");
    validateRequest(operation, path, json, headers);
    return send(method, path, json, headers);
  }

  /** Any request; only its answer must be as the contract says, if it reaches an operation. */
  public Answer send(String method, String path, String bodyOrNull, String... headers) {
    byte[] body = bodyOrNull == null ? null : bodyOrNull.getBytes(StandardCharsets.UTF_8);
    return sendBytes(method, path, body, headers);
  }

  /** The same with a body that need not be text. */
  public Answer sendBytes(String method, String path, byte[] bodyOrNull, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .method(
                method,
                bodyOrNull == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(bodyOrNull));
    boolean typed = false;
    for (int i = 0; i + 1 < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
      typed |= headers[i].equalsIgnoreCase("Content-Type");
    }
    if (bodyOrNull != null && !typed) {
      request.header("Content-Type", "application/json");
    }
    Answer answer = exchange(request.build());
    check(method, path, answer);
    return answer;
  }

  private Answer exchange(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new LinkedHashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      return new Answer(response.statusCode(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void check(String method, String path, Answer answer) {
    assertNotNull(answer.header("X-Request-Id"), "every answer carries X-Request-Id");
    assertNotNull(answer.header("X-Arco-Sequence"), "every answer carries X-Arco-Sequence");
    if (answer.status() >= 400) {
      assertEquals("application/problem+json", answer.header("Content-Type"));
      assertEquals(answer.status(), answer.json().path("status").asInt());
      assertEquals(answer.header("X-Request-Id"), answer.json().path("requestId").asText());
    }
    Operation operation = operation(method, path);
    if (operation == null) {
      return;
    }
    if (answer.status() < 300) {
      exercised.add(operation.getOperationId());
    }
    String type = answer.header("Content-Type");
    if (type == null || isJson(type)) {
      Await.value(responses.validate(response(answer), operation.getOperationId()));
    } else {
      // The validators know JSON only; of anything else the type must be as described.
      Response described = operation.getResponse(answer.status());
      assertTrue(described.getContent().containsKey(knownType(type)), type);
    }
  }

  /** Lines of JSON are no JSON. */
  private static boolean isJson(String type) {
    return type.endsWith("/json") || type.endsWith("+json");
  }

  private static ValidatableResponse response(Answer answer) {
    if (answer.bytes().length == 0) {
      return ValidatableResponse.create(answer.status(), answer.headers());
    }
    String type = answer.header("Content-Type");
    return ValidatableResponse.create(
        answer.status(), answer.headers(), Buffer.buffer(answer.bytes()), knownType(type));
  }

  private static String knownType(String type) {
    int parameters = type.indexOf(';');
    String bare = parameters < 0 ? type : type.substring(0, parameters);
    return TYPES.getOrDefault(bare, bare);
  }

  private Operation operation(String method, String path) {
    return CONTRACT.findOperation(bare(path), HttpMethod.valueOf(method));
  }

  private static String bare(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private void validateRequest(Operation operation, String path, String json, String... headers) {
    Map<String, RequestParameter> headerValues = new HashMap<>();
    for (int i = 0; i + 1 < headers.length; i += 2) {
      headerValues.put(
          headers[i].toLowerCase(Locale.ROOT), new RequestParameterImpl(headers[i + 1]));
    }
    Map<String, RequestParameter> queryValues = new HashMap<>();
    int query = path.indexOf('?');
    if (query >= 0) {
      for (String pair : path.substring(query + 1).split("&")) {
        String[] parts = pair.split("=", 2);
        queryValues.put(parts[0], new RequestParameterImpl(decode(parts[1])));
      }
    }
    ValidatableRequestImpl request =
        new ValidatableRequestImpl(
            Map.of(),
            headerValues,
            pathValues(operation, bare(path)),
            queryValues,
            new RequestParameterImpl(json == null ? null : Buffer.buffer(json)),
            json == null ? null : "application/json");
    Await.value(requests.validate(request, operation.getOperationId()));
  }

  private static Map<String, RequestParameter> pathValues(Operation operation, String path) {
    Map<String, RequestParameter> values = new HashMap<>();
    String[] template = operation.getAbsoluteOpenAPIPath().split("/");
    String[] given = path.split("/");
    for (int i = 0; i < template.length; i++) {
      if (template[i].startsWith("{")) {
        String name = template[i].substring(1, template[i].length() - 1);
        values.put(name, new RequestParameterImpl(decode(given[i].replace("+", "%2B"))));
      }
    }
    return values;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
