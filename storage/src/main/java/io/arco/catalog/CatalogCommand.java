package io.arco.catalog;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.ledger.Command;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a caller may want done to the catalog. Commands hold what the caller said, unchecked: they
 * come over the event bus, and the rules are those of {@link CatalogDomain#decide} alone. Any field
 * may be null; what null means is told where it is allowed.
 */
public sealed interface CatalogCommand extends Command {
  /** A command that makes an entity. */
  sealed interface Create extends CatalogCommand {
    /** The new entity's name. */
    String name();

    /** A comment, or null. */
    String comment();

    /** Properties; null is none. */
    Map<String, String> properties();
  }

  /** A command that removes an entity. */
  sealed interface Delete extends CatalogCommand {
    /** The name of what goes. */
    String name();

    /** The version it must have, or null: any. */
    Long expectedVersion();
  }

  /**
   * Creates a catalog.
   *
   * @param name its name
   * @param comment a comment, or null
   * @param properties null is none
   */
  @JsonPropertyOrder({"name", "comment", "properties"})
  record CreateCatalog(String name, String comment, Map<String, String> properties)
      implements Create {
    /** Copies the properties. */
    public CreateCatalog {
      properties = copy(properties);
    }
  }

  /**
   * Creates a schema.
   *
   * @param catalog the catalog it is created in
   * @param name its name
   * @param comment a comment, or null
   * @param properties null is none
   */
  @JsonPropertyOrder({"catalog", "name", "comment", "properties"})
  record CreateSchema(String catalog, String name, String comment, Map<String, String> properties)
      implements Create {
    /** Copies the properties. */
    public CreateSchema {
      properties = copy(properties);
    }
  }

  /**
   * Creates a table.
   *
   * @param catalog the catalog of the schema
   * @param schema the schema it is created in
   * @param name its name
   * @param format null is delta
   * @param location an absolute URI, or null
   * @param comment a comment, or null
   * @param properties null is none
   * @param columns in order; null is none
   */
  @JsonPropertyOrder({
    "catalog",
    "schema",
    "name",
    "format",
    "location",
    "comment",
    "properties",
    "columns"
  })
  record CreateTable(
      String catalog,
      String schema,
      String name,
      TableFormat format,
      String location,
      String comment,
      Map<String, String> properties,
      List<ColumnSpec> columns)
      implements Create {
    /** Copies properties and columns. */
    public CreateTable {
      properties = copy(properties);
      columns = columns == null ? null : Collections.unmodifiableList(new ArrayList<>(columns));
    }
  }

  /**
   * A column as a caller describes it.
   *
   * @param name its name
   * @param type the text of a {@link ColumnType}
   * @param nullable null is true
   * @param comment a comment, or null
   */
  @JsonPropertyOrder({"name", "type", "nullable", "comment"})
  record ColumnSpec(String name, String type, Boolean nullable, String comment) {}

  /**
   * Deletes a catalog.
   *
   * @param name which
   * @param force with all it holds; otherwise only an empty one
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({"name", "force", "expectedVersion"})
  record DeleteCatalog(String name, boolean force, Long expectedVersion) implements Delete {}

  /**
   * Deletes a schema.
   *
   * @param catalog its catalog
   * @param name which
   * @param force with all it holds; otherwise only an empty one
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({"catalog", "name", "force", "expectedVersion"})
  record DeleteSchema(String catalog, String name, boolean force, Long expectedVersion)
      implements Delete {}

  /**
   * Deletes a table from the catalog; its files are not touched.
   *
   * @param catalog the catalog of its schema
   * @param schema its schema
   * @param name which
   * @param expectedVersion the version it must have, or null: any
   */
  @JsonPropertyOrder({"catalog", "schema", "name", "expectedVersion"})
  record DeleteTable(String catalog, String schema, String name, Long expectedVersion)
      implements Delete {}

  private static Map<String, String> copy(Map<String, String> properties) {
    return properties == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
