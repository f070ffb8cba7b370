package io.arco.server.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of a table that are read alike: the same columns at the same places. Rows of them that were
 * deleted are left out.
 *
 * @param files absolute paths of Parquet files that don't change while the source is in use; at
 *     least one
 * @param expressions SQL for each column of the table, over the columns of the files as {@code
 *     f."name"} and over {@link #constants} as {@code k.c0}, {@code k.c1} …
 * @param constants texts for each file, by its position in {@code files}, nulls allowed; empty if
 *     no expression needs them
 * @param deleted rows that are gone, by their position in a file
 * @param equal rows that are gone because they equal a row of another file
 */
public record SqlScan(
    List<Path> files,
    List<String> expressions,
    List<List<String>> constants,
    List<DeletedRows> deleted,
    List<EqualRows> equal) {
  /** Copies the lists. */
  public SqlScan {
    files = List.copyOf(files);
    expressions = List.copyOf(expressions);
    constants = List.copyOf(constants);
    deleted = List.copyOf(deleted);
    equal = List.copyOf(equal);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a scan has no files");
    }
  }

  /**
   * Rows that are gone from one file.
   *
   * @param file its position in the scan's files
   * @param positions of the rows, from 0; repeated ones do no harm
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record DeletedRows(int file, long[] positions) {}

  /**
   * Rows that are gone from all files of the scan.
   *
   * @param files of the rows that tell which
   * @param pairs SQL of the scan's files, and of these files as {@code e."name"}: a row is gone
   *     where all pairs are equal or both null
   */
  public record EqualRows(List<Path> files, List<Pair> pairs) {
    /** Copies the lists. */
    public EqualRows {
      files = List.copyOf(files);
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * What is compared.
   *
   * @param scanned over the scan's files
   * @param gone over the files of what is gone
   */
  public record Pair(String scanned, String gone) {}

  Stream<Path> paths() {
    return Stream.concat(files.stream(), equal.stream().flatMap(rows -> rows.files().stream()));
  }
}
