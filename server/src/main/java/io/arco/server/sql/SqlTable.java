package io.arco.server.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table as the engine shows it: a name over local Parquet files, or over a query.
 *
 * @param name how queries call it
 * @param columns the columns shown, in order, cast to their types; of one that no file has, and for
 *     rows of files that lack it, nulls or empty maps; none: those of the files. With columns and
 *     no files the table is there and empty. Of a query they are its columns' names and types in
 *     its order
 * @param rows where they are
 */
public record SqlTable(TableName name, List<SqlColumn> columns, Rows rows) {
  /** Where a table's rows are. */
  public sealed interface Rows permits Plain, Scans, View {}

  /**
   * All rows of files, columns matched by name.
   *
   * @param files absolute paths of Parquet files that don't change while the source is in use
   * @param hivePartitions whether {@code key=value} folders in the paths are columns too
   */
  public record Plain(List<Path> files, boolean hivePartitions) implements Rows {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if a path is relative
     */
    public Plain {
      files = List.copyOf(files);
      if (!files.stream().allMatch(Path::isAbsolute)) {
        throw new IllegalArgumentException("a table has relative paths");
      }
    }
  }

  /**
   * Files that some metadata tells how to read.
   *
   * @param scans each with an expression for every column of the table; none: no rows
   */
  public record Scans(List<SqlScan> scans) implements Rows {
    /** Copies the list. */
    public Scans {
      scans = List.copyOf(scans);
    }
  }

  /**
   * The rows of a query.
   *
   * @param text over tables of the same source that stand before this one
   */
  public record View(GatedSql text) implements Rows {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are neither columns nor files, or expressions and
   *     columns differ in number
   */
  public SqlTable {
    columns = List.copyOf(columns);
    boolean hasOwn =
        rows instanceof View || (rows instanceof Plain read && !read.files().isEmpty());
    if (columns.isEmpty() && !hasOwn) {
      throw new IllegalArgumentException("a table has neither columns nor files: " + name);
    }
    if (rows instanceof Scans scanned) {
      int count = columns.size();
      if (!scanned.scans().stream().allMatch(scan -> scan.expressions().size() == count)) {
        throw new IllegalArgumentException("a scan does not fit the columns of " + name);
      }
    }
  }

  /** A table of all rows of files. */
  public SqlTable(
      TableName name, List<SqlColumn> columns, List<Path> files, boolean hivePartitions) {
    this(name, columns, new Plain(files, hivePartitions));
  }

  /** The files that the engine opens. */
  public Stream<Path> paths() {
    if (rows instanceof Scans read) {
      return read.scans().stream().flatMap(SqlScan::paths);
    }
    return rows instanceof Plain plain ? plain.files().stream() : Stream.empty();
  }
}
