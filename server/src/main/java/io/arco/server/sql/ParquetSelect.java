package io.arco.server.sql;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A SELECT, as text, over Parquet files that may be older than some columns of their table. */
public final class ParquetSelect {
  private static final String MAP = "MAP(VARCHAR, VARCHAR)";
  private static final String EMPTY_MAP = "MAP([]::VARCHAR[], []::VARCHAR[])";

  private ParquetSelect() {}

  /**
   * The rows of all files, columns matched by name.
   *
   * @param columns as {@link SqlTable} has them
   * @param files what DuckDB opens, patterns of paths or URLs; none: no rows
   * @param hivePartitions whether {@code key=value} folders in the paths are columns too
   */
  public static String of(List<SqlColumn> columns, List<String> files, boolean hivePartitions) {
    if (files.isEmpty()) {
      return noRows(columns);
    }
    String read =
        "read_parquet("
            + files.stream().map(Quoted::string).collect(joining(", ", "[", "]"))
            + ", hive_partitioning="
            + hivePartitions
            + ", union_by_name="
            + (files.size() > 1)
            + ")";
    if (columns.isEmpty()) {
      return "SELECT * FROM " + read;
    }
    // Files may be older than columns: no rows of all columns, and by name those that there are.
    return select(columns, false)
        + " FROM ("
        + noRows(columns)
        + " UNION ALL BY NAME SELECT * FROM "
        + read
        + ")";
  }

  /** The columns with their types, and no rows. */
  static String noRows(List<SqlColumn> columns) {
    return select(columns, true) + " WHERE false";
  }

  private static String select(List<SqlColumn> columns, boolean empty) {
    return columns.stream()
        .map(column -> select(column, empty))
        .collect(joining(", ", "SELECT ", ""));
  }

  private static String select(SqlColumn column, boolean empty) {
    String name = Quoted.identifier(column.name());
    String cast = "CAST(" + (empty ? "NULL" : name) + " AS " + column.type() + ")";
    boolean isMap = column.type().equals(MAP);
    return (isMap && !empty ? "coalesce(" + cast + ", " + EMPTY_MAP + ")" : cast) + " AS " + name;
  }

  /** DuckDB takes paths for patterns; a bracketed character stands for itself. */
  public static String pattern(String path) {
    return path.replaceAll("[\\[*?]", "[$0]");
  }
}
