package io.arco.planner.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.store.Utf8Order;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** The rules of what an asset has for its worker: any object, of bounded size and depth. */
final class PayloadRules {
  /** Deeper than this would be too deep to be read again as part of a commit. */
  static final int MAX_DEPTH = 32;

  private final ManifestLimits limits;
  private final TextRules texts;

  PayloadRules(ManifestLimits limits, TextRules texts) {
    this.limits = limits;
    this.texts = texts;
  }

  /** The payload, its fields sorted; null if there is none, or it is wrong. */
  JsonNode payload(String field, JsonNode given) {
    if (given == null || given.isNull()) {
      return null;
    }
    if (!given.isObject()) {
      texts.wrong(field, null, "an object");
      return null;
    }
    JsonNode sorted = sorted(given, 1);
    if (sorted == null) {
      texts.wrong(
          field, null, "at most " + MAX_DEPTH + " levels, finite numbers, no lone surrogates");
      return null;
    }
    int bytes = Json.bytes(sorted).length;
    if (bytes > limits.payloadBytes()) {
      texts.wrong(field, bytes + " bytes", "at most " + limits.payloadBytes() + " bytes");
      return null;
    }
    return sorted;
  }

  /** The same with sorted fields; null if it is too deep or can't be written. */
  private static JsonNode sorted(JsonNode node, int depth) {
    if (node.isContainerNode() && depth > MAX_DEPTH) {
      return null;
    }
    if (node.isArray()) {
      return array(node, depth);
    }
    if (node.isObject()) {
      return object(node, depth);
    }
    boolean isBroken = node.isTextual() && hasLoneSurrogate(node.textValue());
    boolean isInfinite = node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
    return isBroken || isInfinite ? null : node;
  }

  private static JsonNode array(JsonNode node, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode one : node) {
      JsonNode copy = sorted(one, depth + 1);
      if (copy == null) {
        return null;
      }
      array.add(copy);
    }
    return array;
  }

  private static JsonNode object(JsonNode node, int depth) {
    Map<String, JsonNode> fields = new TreeMap<>(Utf8Order::compare);
    for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> entry = all.next();
      if (hasLoneSurrogate(entry.getKey())) {
        return null;
      }
      fields.put(entry.getKey(), entry.getValue());
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : fields.entrySet()) {
      JsonNode copy = sorted(entry.getValue(), depth + 1);
      if (copy == null) {
        return null;
      }
      object.set(entry.getKey(), copy);
    }
    return object;
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
  }
}
