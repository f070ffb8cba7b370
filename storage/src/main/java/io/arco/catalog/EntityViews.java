package io.arco.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entities as callers see them. */
public final class EntityViews {
  private EntityViews() {}

  /**
   * All of an entity.
   *
   * @param names the names that lead to it, from the top down; its own may be left out
   */
  public static Object of(List<String> names, Entity entity) {
    if (entity instanceof CatalogEntity catalog) {
      return CatalogView.of(catalog);
    }
    if (entity instanceof SchemaEntity schema) {
      return SchemaView.of(names.get(0), schema);
    }
    if (entity instanceof ObjectEntity object) {
      return object(names, object, true);
    }
    return TableView.of(names.get(0), names.get(1), (TableEntity) entity);
  }

  /**
   * An entity as it stands in a list: without columns and details.
   *
   * @param names the names that lead to it, from the top down; its own may be left out
   */
  public static Object summary(List<String> names, Entity entity) {
    if (entity instanceof ObjectEntity object) {
      return object(names, object, false);
    }
    return entity instanceof TableEntity table
        ? TableSummary.of(names.get(0), names.get(1), table)
        : of(names, entity);
  }

  /** The fields of an entity with details, its details among them. */
  private static Map<String, Object> object(
      List<String> names, ObjectEntity entity, boolean withDetails) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", entity.id());
    List<EntityKind> lineage = entity.kind().lineage();
    for (int i = 0; i < lineage.size() - 1; i++) {
      view.put(lineage.get(i).text(), names.get(i));
    }
    view.put("name", entity.name());
    if (withDetails) {
      JsonNode details = Json.MAPPER.valueToTree(entity.details());
      details
          .get(entity.kind().text())
          .properties()
          .forEach(field -> view.put(field.getKey(), field.getValue()));
    }
    view.put("comment", entity.comment());
    view.put("properties", entity.properties());
    view.put("createdAt", entity.createdAt());
    view.put("updatedAt", entity.updatedAt());
    view.put("version", entity.version());
    view.put("owner", entity.owner());
    view.put("tags", entity.tags());
    return view;
  }
}
