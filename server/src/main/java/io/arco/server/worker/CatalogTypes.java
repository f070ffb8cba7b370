package io.arco.server.worker;

import java.util.Map;

/** The SQL engine's types as types of the catalog. */
final class CatalogTypes {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("BOOLEAN", "boolean"),
          Map.entry("TINYINT", "tinyint"),
          Map.entry("SMALLINT", "smallint"),
          Map.entry("UTINYINT", "smallint"),
          Map.entry("INTEGER", "int"),
          Map.entry("USMALLINT", "int"),
          Map.entry("BIGINT", "bigint"),
          Map.entry("UINTEGER", "bigint"),
          Map.entry("UBIGINT", "decimal(20,0)"),
          Map.entry("FLOAT", "float"),
          Map.entry("DOUBLE", "double"),
          Map.entry("VARCHAR", "string"),
          Map.entry("BLOB", "binary"),
          Map.entry("DATE", "date"),
          Map.entry("TIME", "time"),
          Map.entry("TIMESTAMP WITH TIME ZONE", "timestamp"),
          Map.entry("TIMESTAMP", "timestamp_ntz"),
          Map.entry("TIMESTAMP_NS", "timestamp_ntz"),
          Map.entry("UUID", "uuid"),
          Map.entry("JSON", "json"));

  private CatalogTypes() {}

  /** The catalog's type. What it has no word for, structs and maps, is {@code json}. */
  static String of(String engineType) {
    if (engineType.endsWith("[]")) {
      return "list<" + of(engineType.substring(0, engineType.length() - 2)) + ">";
    }
    if (engineType.matches("DECIMAL\\(\\d+, ?\\d+\\)")) {
      return engineType.toLowerCase(java.util.Locale.ROOT).replace(" ", "");
    }
    return WORDS.getOrDefault(engineType, "json");
  }
}
