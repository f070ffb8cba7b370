package io.arco.server.sql;

import java.util.Optional;

/**
 * The three-part name of a table, and which version of it is meant. Names are case-sensitive and
 * may hold any character that a quoted SQL identifier may.
 *
 * @param catalog first part, not empty
 * @param schema second part, not empty
 * @param table last part, not empty
 * @param version empty for what is newest
 */
public record TableName(
    String catalog, String schema, String table, Optional<TableVersion> version) {
  /** What is newest of a table. */
  public TableName(String catalog, String schema, String table) {
    this(catalog, schema, table, Optional.empty());
  }

  /** Checks that no part is empty. */
  public TableName {
    if (catalog.isEmpty() || schema.isEmpty() || table.isEmpty()) {
      throw new IllegalArgumentException("a part of a table's name is empty");
    }
  }

  boolean equalsIgnoringCase(TableName other) {
    return catalog.equalsIgnoreCase(other.catalog)
        && schema.equalsIgnoreCase(other.schema)
        && table.equalsIgnoreCase(other.table)
        && version.equals(other.version);
  }

  /** The name and version as SQL text, each part quoted where it must be. */
  @Override
  public String toString() {
    String name = part(catalog) + "." + part(schema) + "." + part(table);
    return version.isEmpty() ? name : name + " AT (VERSION => " + version.get() + ")";
  }

  private static String part(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : Quoted.identifier(name);
  }
}
