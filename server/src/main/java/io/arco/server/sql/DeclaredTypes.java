package io.arco.server.sql;

import io.arco.catalog.ColumnType;

/** Column types of the catalog as types of the SQL engine. */
public final class DeclaredTypes {
  private DeclaredTypes() {}

  /** The engine's type for a type's text; see {@link #of(ColumnType)}. */
  public static String of(String text) {
    return of(ColumnType.parse(text));
  }

  /**
   * The engine's type. Structs and maps, which the engine's declared columns can't have, become
   * JSON.
   */
  public static String of(ColumnType type) {
    if (type instanceof ColumnType.Primitive primitive) {
      return of(primitive);
    } else if (type instanceof ColumnType.Decimal decimal) {
      return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
    } else if (type instanceof ColumnType.ListOf list) {
      return of(list.element()) + "[]";
    }
    return "JSON";
  }

  private static String of(ColumnType.Primitive primitive) {
    return switch (primitive) {
      case BOOLEAN -> "BOOLEAN";
      case TINYINT -> "TINYINT";
      case SMALLINT -> "SMALLINT";
      case INT -> "INTEGER";
      case BIGINT -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case STRING -> "VARCHAR";
      case BINARY -> "BLOB";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case TIMESTAMP_NTZ -> "TIMESTAMP";
      case UUID -> "UUID";
      case JSON -> "JSON";
    };
  }
}
