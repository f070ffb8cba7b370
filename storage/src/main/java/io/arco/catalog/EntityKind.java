package io.arco.catalog;

/**
 * The kinds of entities, parents before children. The order is that of {@link ChildKey}s; a new
 * kind is added at the end, after its parent.
 */
public enum EntityKind {
  /** A catalog; stands at the top. */
  CATALOG(null, CatalogEntity.class),
  /** A schema of a catalog. */
  SCHEMA(CATALOG, SchemaEntity.class),
  /** A table of a schema. */
  TABLE(SCHEMA, TableEntity.class);

  private final EntityKind parent;
  private final Class<? extends Entity> type;

  EntityKind(EntityKind parent, Class<? extends Entity> type) {
    this.parent = parent;
    this.type = type;
  }

  /** The kind of the entities it belongs to, or null if it stands at the top. */
  public EntityKind parent() {
    return parent;
  }

  /** The record of its entities. */
  public Class<? extends Entity> type() {
    return type;
  }

  /** The word that stands before an entity's JSON where it is hashed; never changed. */
  String hashName() {
    return switch (this) {
      case CATALOG -> "catalog.catalog";
      case SCHEMA -> "catalog.schema";
      case TABLE -> "catalog.table";
    };
  }
}
