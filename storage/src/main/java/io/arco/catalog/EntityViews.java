package io.arco.catalog;

import java.util.List;

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
    return TableView.of(names.get(0), names.get(1), (TableEntity) entity);
  }

  /**
   * An entity as it stands in a list.
   *
   * @param names the names that lead to it, from the top down; its own may be left out
   */
  public static Object summary(List<String> names, Entity entity) {
    return entity instanceof TableEntity table
        ? TableSummary.of(names.get(0), names.get(1), table)
        : of(names, entity);
  }
}
