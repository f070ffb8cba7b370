package io.arco.planner.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.planner.manifest.CheckSpec.Kind;
import java.util.HashSet;
import java.util.Set;

/** The rules of what checks are told. */
final class CheckRules {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ManifestLimits limits;
  private final TextRules texts;

  CheckRules(ManifestLimits limits, TextRules texts) {
    this.limits = limits;
    this.texts = texts;
  }

  /** The parameters, fields sorted; null if they are wrong. */
  JsonNode parameters(String field, Kind kind, JsonNode given) {
    if (given == null || !given.isObject()) {
      texts.wrong(field, null, "an object");
      return null;
    }
    JsonFields fields = new JsonFields(field, given, texts);
    return switch (kind) {
      case ROW_COUNT -> rowCount(field, fields);
      case NOT_NULL, UNIQUE -> columns(field, fields);
      case SQL -> sql(field, fields);
    };
  }

  private JsonNode rowCount(String field, JsonFields fields) {
    fields.only(Set.of("min", "max"));
    ObjectNode parameters = NODES.objectNode();
    for (String name : new String[] {"max", "min"}) {
      JsonNode value = fields.object().get(name);
      if (value != null && !value.isNull()) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
          texts.wrong(field + "/" + name, value.asText(), "a whole number from 0");
          return null;
        }
        parameters.put(name, value.longValue());
      }
    }
    boolean isEmpty = parameters.isEmpty();
    boolean isBackwards =
        parameters.size() == 2
            && parameters.get("min").longValue() > parameters.get("max").longValue();
    if (isEmpty || isBackwards) {
      texts.wrong(field, null, "min, max or both, min not above max");
      return null;
    }
    return parameters;
  }

  private JsonNode columns(String field, JsonFields fields) {
    fields.only(Set.of("columns"));
    JsonNode given = fields.object().get("columns");
    if (given == null || !given.isArray() || given.isEmpty()) {
      texts.wrong(field + "/columns", null, "names of columns");
      return null;
    }
    texts.count(field + "/columns", given.size(), limits.checkColumns());
    ArrayNode columns = NODES.arrayNode();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < Math.min(given.size(), limits.checkColumns()); i++) {
      String place = field + "/columns/" + i;
      if (!given.get(i).isTextual()) {
        texts.wrong(place, null, "a text");
        return null;
      }
      texts.optional(place, given.get(i).textValue());
      if (!names.add(given.get(i).textValue())) {
        texts.wrong(place, given.get(i).textValue(), "each column once");
      }
      columns.add(given.get(i).textValue());
    }
    return NODES.objectNode().set("columns", columns);
  }

  private JsonNode sql(String field, JsonFields fields) {
    fields.only(Set.of("sql"));
    String sql = fields.text("sql");
    if (sql == null || sql.isBlank()) {
      texts.wrong(field + "/sql", sql, "a query");
      return null;
    }
    texts.lines(field + "/sql", sql, limits.sqlCharacters());
    return NODES.objectNode().put("sql", sql);
  }
}
