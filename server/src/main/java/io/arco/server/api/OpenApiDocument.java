package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The contract of the API: an OpenAPI 3.1 document that code is checked against at start. */
public final class OpenApiDocument {
  private static final String RESOURCE = "/arco/openapi.json";

  private final Buffer text;
  private final Map<String, Described> operations = new LinkedHashMap<>();

  /**
   * An operation as the document describes it.
   *
   * @param method the HTTP method
   * @param path the template
   * @param queryParameters the names of its query parameters
   * @param bodyTypes the types its request body may have; empty if it takes none
   */
  record Described(
      HttpMethod method, String path, Set<String> queryParameters, List<String> bodyTypes) {
    /** Whether it has a request body. */
    boolean takesBody() {
      return !bodyTypes.isEmpty();
    }
  }

  private OpenApiDocument(byte[] bytes) {
    text = Buffer.buffer(bytes);
    JsonNode root = Json.tree(bytes);
    for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getKey().equals("parameters")) {
          describe(root, path.getKey(), path.getValue(), method.getKey(), method.getValue());
        }
      }
    }
  }

  /** The document that this build comes with. */
  public static OpenApiDocument load() {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not part of this build");
      }
      return new OpenApiDocument(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describe(
      JsonNode root, String path, JsonNode item, String method, JsonNode operation) {
    Set<String> query = new HashSet<>();
    for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
      for (JsonNode parameter : list) {
        JsonNode resolved = resolve(root, parameter);
        if (resolved.path("in").asText().equals("query")) {
          query.add(resolved.path("name").asText());
        }
      }
    }
    String id = operation.path("operationId").asText();
    Described described =
        new Described(
            HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
            path,
            Set.copyOf(query),
            List.copyOf(names(operation.path("requestBody").path("content"))));
    if (id.isEmpty() || operations.put(id, described) != null) {
      throw new IllegalStateException(method + " " + path + " has no operationId of its own");
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode resolve(JsonNode root, JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** The document's bytes. */
  Buffer text() {
    return text;
  }

  /** The ids of all operations. */
  Set<String> operationIds() {
    return operations.keySet();
  }

  /** What the document says of an operation. */
  Described operation(String id) {
    return operations.get(id);
  }

  /**
   * Holds code against the document.
   *
   * @throws IllegalStateException if an operation is only in one of them, or differs in method or
   *     path
   */
  void check(List<Operation> bound) {
    Set<String> missing = new HashSet<>(operations.keySet());
    for (Operation operation : bound) {
      Described described = operations.get(operation.id());
      if (described == null) {
        throw new IllegalStateException(operation.id() + " is not in the OpenAPI document");
      }
      if (!described.method().equals(operation.method())
          || !described.path().equals(operation.path())) {
        throw new IllegalStateException(
            operation.id() + " is bound to another route than the OpenAPI document says");
      }
      if (!missing.remove(operation.id())) {
        throw new IllegalStateException(operation.id() + " is bound twice");
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("no route is bound to the operations " + missing);
    }
  }
}
