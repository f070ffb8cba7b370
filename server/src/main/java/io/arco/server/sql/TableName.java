package io.arco.server.sql;

/**
 * The three-part name of a table. Names are case-sensitive and may hold any character that a quoted
 * SQL identifier may.
 *
 * @param catalog first part, not empty
 * @param schema second part, not empty
 * @param table last part, not empty
 */
public record TableName(String catalog, String schema, String table) {
  /** Checks that no part is empty. */
  public TableName {
    if (catalog.isEmpty() || schema.isEmpty() || table.isEmpty()) {
      throw new IllegalArgumentException("a part of a table's name is empty");
    }
  }

  boolean equalsIgnoringCase(TableName other) {
    return catalog.equalsIgnoreCase(other.catalog)
        && schema.equalsIgnoreCase(other.schema)
        && table.equalsIgnoreCase(other.table);
  }

  /** The name as SQL text, each part quoted where it must be. */
  @Override
  public String toString() {
    return part(catalog) + "." + part(schema) + "." + part(table);
  }

  private static String part(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : Quoted.identifier(name);
  }
}
