package io.arco.server.sql;

import java.nio.file.Path;
import java.util.List;

/**
 * A table as the engine shows it: a name over local Parquet files.
 *
 * @param name how queries call it
 * @param columns the columns shown, in order, cast to their types; of one that no file has, and for
 *     rows of files that lack it, nulls or empty maps; none: those of the files. With columns and
 *     no files the table is there and empty
 * @param files absolute paths of Parquet files that don't change while the source is in use
 * @param hivePartitions whether {@code key=value} folders in the paths are columns too
 */
public record SqlTable(
    TableName name, List<SqlColumn> columns, List<Path> files, boolean hivePartitions) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are neither columns nor files, or a path is relative
   */
  public SqlTable {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    if (columns.isEmpty() && files.isEmpty()) {
      throw new IllegalArgumentException("a table has neither columns nor files: " + name);
    }
    if (!files.stream().allMatch(Path::isAbsolute)) {
      throw new IllegalArgumentException("a table has relative paths: " + name);
    }
  }
}
