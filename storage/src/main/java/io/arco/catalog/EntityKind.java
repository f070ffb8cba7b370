package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.arco.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of entities, parents before children. The order is that of {@link ChildKey}s; a new
 * kind is added at the end, after its parent.
 */
public enum EntityKind {
  /** A catalog; stands at the top. */
  CATALOG("catalog", null, CatalogEntity.class, ErrorCode.CATALOG_NOT_FOUND),
  /** A schema of a catalog. */
  SCHEMA("schema", CATALOG, SchemaEntity.class, ErrorCode.SCHEMA_NOT_FOUND),
  /** A table of a schema. */
  TABLE("table", SCHEMA, TableEntity.class, ErrorCode.TABLE_NOT_FOUND),
  /** A view of a schema; shares its names with tables. */
  VIEW("view", SCHEMA, ObjectEntity.class, ErrorCode.VIEW_NOT_FOUND),
  /** A volume of a schema. */
  VOLUME("volume", SCHEMA, ObjectEntity.class, ErrorCode.VOLUME_NOT_FOUND),
  /** A function of a schema. */
  FUNCTION("function", SCHEMA, ObjectEntity.class, ErrorCode.FUNCTION_NOT_FOUND),
  /** A registered model of a schema. */
  MODEL("model", SCHEMA, ObjectEntity.class, ErrorCode.MODEL_NOT_FOUND),
  /** A version of a registered model. */
  MODEL_VERSION("modelVersion", MODEL, ObjectEntity.class, ErrorCode.MODEL_VERSION_NOT_FOUND);

  private final String text;
  private final EntityKind parent;
  private final Class<? extends Entity> type;
  private final ErrorCode notFound;
  private final List<EntityKind> lineage;

  EntityKind(String text, EntityKind parent, Class<? extends Entity> type, ErrorCode notFound) {
    this.text = text;
    this.parent = parent;
    this.type = type;
    this.notFound = notFound;
    List<EntityKind> all = new ArrayList<>(parent == null ? List.of() : parent.lineage);
    all.add(this);
    this.lineage = List.copyOf(all);
  }

  /** Its word in JSON and in rows; never changed. */
  @JsonValue
  public String text() {
    return text;
  }

  /** The kind of the entities it belongs to, or null if it stands at the top. */
  public EntityKind parent() {
    return parent;
  }

  /** The kinds from the top down to this one: those of the names that lead to such an entity. */
  public List<EntityKind> lineage() {
    return lineage;
  }

  /** The record of its entities. */
  public Class<? extends Entity> type() {
    return type;
  }

  /** What is answered where there is none of a name. */
  public ErrorCode notFound() {
    return notFound;
  }

  /** The word that stands before an entity's JSON where it is hashed; never changed. */
  String hashName() {
    return "catalog." + text;
  }
}
