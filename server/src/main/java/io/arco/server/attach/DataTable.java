package io.arco.server.attach;

import io.arco.server.sql.ParquetSelect;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.TableName;
import java.util.List;

/** A registered table, as a script can show it. */
public sealed interface DataTable {
  /** What it is called. */
  TableName name();

  /**
   * One whose files are known.
   *
   * @param select a query of its rows
   */
  record Readable(TableName name, String select) implements DataTable {}

  /**
   * One that the script leaves out.
   *
   * @param reason why, in a few words
   */
  record LeftOut(TableName name, String reason) implements DataTable {}

  /**
   * The Parquet files of a table.
   *
   * @param columns those that are registered, shown where there are no files
   * @param files what DuckDB opens
   * @param hivePartitions whether {@code key=value} folders in the paths are columns too
   */
  static DataTable ofFiles(
      TableName name, List<SqlColumn> columns, List<String> files, boolean hivePartitions) {
    if (!files.isEmpty()) {
      return new Readable(name, ParquetSelect.of(List.of(), files, hivePartitions));
    }
    return columns.isEmpty()
        ? new LeftOut(name, "no columns, and no Parquet file at its location")
        : new Readable(name, ParquetSelect.of(columns, List.of(), false));
  }

  /** All Parquet files of a folder that the engine lists itself. */
  static DataTable ofFolder(TableName name, String folder) {
    return new Readable(
        name,
        "SELECT * FROM read_parquet("
            + Quoted.string(ParquetSelect.pattern(folder) + "/**/*.parquet")
            + ", union_by_name=true)");
  }
}
