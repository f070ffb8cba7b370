package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.arco.catalog.EntityChange;
import io.arco.catalog.EntityChange.Standing;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityViews;
import io.arco.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What became of one entity, as it is answered.
 *
 * @param change created, dropped or altered
 * @param names the names that lead to it, or led to it if it was dropped
 * @param namesBefore of one that was altered: those that led to it before
 * @param versionBefore null of one that was created
 * @param version null of one that was dropped
 * @param fields of one that was altered: what differs
 */
@JsonPropertyOrder({
  "change",
  "kind",
  "id",
  "names",
  "namesBefore",
  "versionBefore",
  "version",
  "fields"
})
record DiffView(
    String change,
    EntityKind kind,
    UUID id,
    List<String> names,
    List<String> namesBefore,
    Long versionBefore,
    Long version,
    List<Field> fields) {
  /** Told beside the fields, or no property of the entity itself. */
  private static final Set<String> NOT_FIELDS = Set.of("id", "version", "updatedAt", "columnCount");

  private static final Set<String> PARENTS = Set.of("catalog", "schema", "model");

  /**
   * One field that differs.
   *
   * @param field its name; of a column of a table {@code columns/} and the column's id
   * @param before null if it was not there
   * @param after null if it is there no more
   */
  @JsonPropertyOrder({"field", "before", "after"})
  record Field(String field, JsonNode before, JsonNode after) {}

  static DiffView of(EntityChange change) {
    Standing before = change.before();
    Standing after = change.after();
    boolean isAltered = before != null && after != null;
    return new DiffView(
        isAltered ? "altered" : before == null ? "created" : "dropped",
        change.kind(),
        change.id(),
        change.names(),
        isAltered ? before.names() : null,
        before == null ? null : before.entity().version(),
        after == null ? null : after.entity().version(),
        isAltered ? fields(before, after) : null);
  }

  private static List<Field> fields(Standing before, Standing after) {
    Map<String, JsonNode> olds = fields(before);
    Map<String, JsonNode> news = fields(after);
    // A parent that was renamed is no change of what it holds.
    if (before.entity().kind().parent() != null
        && before.entity().parentId().equals(after.entity().parentId())) {
      olds.keySet().removeAll(PARENTS);
      news.keySet().removeAll(PARENTS);
    }
    Set<String> names = new TreeSet<>(olds.keySet());
    names.addAll(news.keySet());
    List<Field> fields = new ArrayList<>();
    for (String name : names) {
      JsonNode old = olds.get(name);
      JsonNode now = news.get(name);
      if (old == null || !old.equals(now)) {
        fields.add(new Field(name, old, now));
      }
    }
    return fields;
  }

  /** All that can differ, by name; what is null is not there. */
  private static Map<String, JsonNode> fields(Standing standing) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    JsonNode view = Json.MAPPER.valueToTree(EntityViews.of(standing.names(), standing.entity()));
    for (Map.Entry<String, JsonNode> field : view.properties()) {
      boolean isOfTable = standing.entity().kind() == EntityKind.TABLE;
      if (isOfTable && field.getKey().equals("columns")) {
        columns(field.getValue(), fields);
      } else if (!NOT_FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
        fields.put(field.getKey(), field.getValue());
      }
    }
    return fields;
  }

  /** Columns are known by their ids; where one stands is a property of it. */
  private static void columns(JsonNode columns, Map<String, JsonNode> fields) {
    int position = 0;
    for (JsonNode column : columns) {
      var placed = JsonNodeFactory.instance.objectNode();
      placed.put("position", position++);
      column.properties().forEach(it -> placed.set(it.getKey(), it.getValue()));
      fields.put("columns/" + column.path("id").asText(), placed);
    }
  }
}
