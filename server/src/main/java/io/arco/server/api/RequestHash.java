package io.arco.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Hash;
import io.arco.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes two requests the same request: the SHA-256 of the canonical JSON {@code
 * [method,operationId,{path parameters},{query parameters},body]}, in which the names of every
 * object are sorted and nothing stands between tokens.
 */
final class RequestHash {
  private RequestHash() {}

  /**
   * The hash.
   *
   * @param body JSON, or of length 0
   */
  static Hash of(
      String method,
      String operationId,
      Map<String, String> path,
      Map<String, String> query,
      byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
      json.writeStartArray();
      json.writeString(method);
      json.writeString(operationId);
      write(json, Json.MAPPER.valueToTree(path));
      write(json, Json.MAPPER.valueToTree(query));
      if (body.length > 0) {
        write(json, Json.tree(body));
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Hash.of(bytes.toByteArray());
  }

  private static void write(JsonGenerator json, JsonNode node) throws IOException {
    if (node.isObject()) {
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        json.writeFieldName(field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (node.isArray()) {
      json.writeStartArray();
      for (JsonNode element : node) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeTree(node);
    }
  }
}
