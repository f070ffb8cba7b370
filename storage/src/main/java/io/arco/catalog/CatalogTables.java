package io.arco.catalog;

import static io.arco.table.ColumnDefinition.optional;
import static io.arco.table.ColumnDefinition.required;
import static io.arco.table.ColumnKind.BOOLEAN;
import static io.arco.table.ColumnKind.INT32;
import static io.arco.table.ColumnKind.INT64;
import static io.arco.table.ColumnKind.STRING;
import static io.arco.table.ColumnKind.STRING_MAP;
import static io.arco.table.ColumnKind.TIMESTAMP;

import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.ArrayList;
import java.util.List;

/**
 * The system tables of the catalog: {@code system.catalog.*}.
 *
 * <p>Keys are ids, which ascend with time: a create touches the last shard only, and a rename never
 * moves a row. Beside the ids stand the names of the parents, so that {@code select * from
 * system.catalog.tables where schema_name = 'sales'} needs no join; renaming a schema therefore
 * rewrites the rows of its tables, which is rare and one publish. {@code columns} does not repeat
 * them: it has ten times the rows, and joins by {@code table_id}.
 */
public final class CatalogTables {
  /** Catalogs by id. */
  public static final TableDefinition CATALOGS =
      table(
          "catalogs",
          1,
          2_048,
          required("id", STRING),
          required("name", STRING),
          optional("comment", STRING),
          required("properties", STRING_MAP),
          required("created_at", TIMESTAMP),
          required("updated_at", TIMESTAMP),
          required("version", INT64),
          optional("owner", STRING),
          required("tags", STRING_MAP));

  /** Schemas by id. */
  public static final TableDefinition SCHEMAS =
      table(
          "schemas",
          1,
          2_048,
          required("id", STRING),
          required("catalog_id", STRING),
          required("catalog_name", STRING),
          required("name", STRING),
          optional("comment", STRING),
          required("properties", STRING_MAP),
          required("created_at", TIMESTAMP),
          required("updated_at", TIMESTAMP),
          required("version", INT64),
          optional("owner", STRING),
          required("tags", STRING_MAP));

  /** Tables by id. */
  public static final TableDefinition TABLES =
      table(
          "tables",
          1,
          2_048,
          required("id", STRING),
          required("catalog_id", STRING),
          required("schema_id", STRING),
          required("catalog_name", STRING),
          required("schema_name", STRING),
          required("name", STRING),
          required("format", STRING),
          optional("location", STRING),
          optional("comment", STRING),
          required("properties", STRING_MAP),
          required("column_count", INT32),
          required("last_column_id", INT32),
          required("created_at", TIMESTAMP),
          required("updated_at", TIMESTAMP),
          required("version", INT64),
          optional("owner", STRING),
          required("tags", STRING_MAP));

  /** Columns by table id and column id; {@code position} counts from 0. */
  public static final TableDefinition COLUMNS =
      table(
          "columns",
          2,
          16_384,
          required("table_id", STRING),
          required("column_id", INT32),
          required("position", INT32),
          required("name", STRING),
          required("type", STRING),
          required("nullable", BOOLEAN),
          optional("comment", STRING),
          required("tags", STRING_MAP));

  /** Views by id; {@code columns} and {@code references} are JSON. */
  public static final TableDefinition VIEWS =
      objects(
          EntityKind.VIEW,
          "views",
          required("sql", STRING),
          required("dialect", STRING),
          required("columns", STRING),
          required("references", STRING));

  /** Volumes by id. */
  public static final TableDefinition VOLUMES =
      objects(EntityKind.VOLUME, "volumes", required("location", STRING));

  /** Functions by id; {@code parameters} is JSON. */
  public static final TableDefinition FUNCTIONS =
      objects(
          EntityKind.FUNCTION,
          "functions",
          required("language", STRING),
          required("body", STRING),
          required("parameters", STRING),
          optional("returns", STRING));

  /** Registered models by id. */
  public static final TableDefinition MODELS =
      objects(EntityKind.MODEL, "models", optional("location", STRING));

  /** Versions of registered models by id. */
  public static final TableDefinition MODEL_VERSIONS =
      objects(
          EntityKind.MODEL_VERSION,
          "model_versions",
          required("status", STRING),
          optional("location", STRING),
          optional("run_id", STRING));

  /**
   * Tags of all entities and columns by entity id, column id and tag; column 0 is the entity
   * itself. The same as in the {@code tags} of their tables, for those who look for a tag.
   */
  public static final TableDefinition TAGS =
      table(
          "tags",
          3,
          16_384,
          required("entity_id", STRING),
          required("column_id", INT32),
          required("tag", STRING),
          required("value", STRING),
          required("entity_kind", STRING));

  /** What was deleted and can be put back, by id: a row for each deletion. */
  public static final TableDefinition DROPPED =
      table(
          "dropped",
          1,
          2_048,
          required("id", STRING),
          required("kind", STRING),
          required("name", STRING),
          optional("parent_id", STRING),
          required("path", STRING),
          required("entities", INT32),
          required("dropped_sequence", INT64),
          required("dropped_at", TIMESTAMP),
          required("kept_until", TIMESTAMP));

  /** Every entity that a deletion took and that can be put back, as JSON. */
  static final TableDefinition DROPPED_ENTITIES =
      new TableDefinition(
          CatalogDomain.NAME,
          "dropped_entities",
          Visibility.INTERNAL,
          List.of(
              required("root_id", STRING),
              required("id", STRING),
              required("kind", STRING),
              required("entity", STRING)),
          2,
          2_048);

  private CatalogTables() {}

  /** The table of a kind with details: what all entities have, then the columns of the details. */
  private static TableDefinition objects(
      EntityKind kind, String name, ColumnDefinition... details) {
    List<EntityKind> parents = kind.lineage().subList(0, kind.lineage().size() - 1);
    List<ColumnDefinition> columns = new ArrayList<>();
    columns.add(required("id", STRING));
    parents.forEach(parent -> columns.add(required(parent.text() + "_id", STRING)));
    parents.forEach(parent -> columns.add(required(parent.text() + "_name", STRING)));
    columns.add(required("name", STRING));
    columns.add(optional("comment", STRING));
    columns.add(required("properties", STRING_MAP));
    columns.add(required("created_at", TIMESTAMP));
    columns.add(required("updated_at", TIMESTAMP));
    columns.add(required("version", INT64));
    columns.add(optional("owner", STRING));
    columns.add(required("tags", STRING_MAP));
    columns.addAll(List.of(details));
    return table(name, 1, 2_048, columns.toArray(ColumnDefinition[]::new));
  }

  private static TableDefinition table(
      String name, int keyColumns, int maxShardRows, ColumnDefinition... columns) {
    return new TableDefinition(
        CatalogDomain.NAME, name, Visibility.PUBLIC, List.of(columns), keyColumns, maxShardRows);
  }
}
