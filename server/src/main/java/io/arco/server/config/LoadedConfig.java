package io.arco.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.arco.json.Json;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checked configuration and where each value of it came from.
 *
 * @param config the typed tree
 * @param values the same by dotted key
 * @param sources by dotted key
 */
public record LoadedConfig(
    ArcoConfig config, Map<String, Object> values, Map<String, ConfigSource> sources) {
  /** Copies. */
  public LoadedConfig {
    values = new LinkedHashMap<>(values);
    sources = new LinkedHashMap<>(sources);
  }

  /** The effective tree as indented JSON: each leaf is its value and its source. */
  public String print() {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (String path : ConfigKeys.ALL.keySet()) {
      Map<String, Object> leaf = new LinkedHashMap<>();
      leaf.put("value", shown(path));
      leaf.put("source", sources.get(path).text());
      int dot = path.indexOf('.');
      if (dot < 0) {
        tree.put(path, leaf);
      } else {
        section(tree, path.substring(0, dot)).put(path.substring(dot + 1), leaf);
      }
    }
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object shown(String path) {
    return ConfigKeys.ALL.get(path).shown(ConfigKey.toJson(values.get(path)));
  }

  /** Keys are at most two levels deep. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Map<String, Object> tree, String name) {
    return (Map<String, Object>) tree.computeIfAbsent(name, n -> new LinkedHashMap<>());
  }

  /** One key as a mistake names it: key, value, source. */
  String describe(String path) {
    return path + " = " + shown(path) + " (" + sources.get(path).text() + ")";
  }
}
