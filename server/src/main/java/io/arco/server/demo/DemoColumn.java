package io.arco.server.demo;

/**
 * A column of a demo table.
 *
 * @param name as registered and in the Parquet file
 * @param type in the catalog's terms
 * @param nullable whether values can be missing
 * @param comment for a reader of the catalog
 * @param expression DuckDB SQL over the original that gives the value
 */
record DemoColumn(String name, String type, boolean nullable, String comment, String expression) {
  /** A column that stands in a CSV under the same name; an empty field is NULL. */
  static DemoColumn csv(String name, String type, String comment) {
    return new DemoColumn(name, type, false, comment, "nullif(" + quoted(name) + ", '')");
  }

  /** A computed column. */
  static DemoColumn computed(String name, String type, String comment, String expression) {
    return new DemoColumn(name, type, false, comment, expression);
  }

  /** The same, and values can be missing. */
  DemoColumn asNullable() {
    return new DemoColumn(name, type, true, comment, expression);
  }

  /** The select item that makes it. */
  String selectItem() {
    return "cast(" + expression + " as " + duckdbType() + ") as " + quoted(name);
  }

  private String duckdbType() {
    return switch (type) {
      case "string" -> "varchar";
      // In the catalog a timestamp is an instant.
      case "timestamp" -> "timestamptz";
      default -> type;
    };
  }

  /** An SQL identifier. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
