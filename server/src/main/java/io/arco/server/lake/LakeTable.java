package io.arco.server.lake;

import io.arco.server.lake.Shape.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One version of a table.
 *
 * @param version as its format counts
 * @param isById whether a file without field ids can be read only where columns have names to be
 *     stored under
 * @param columns in order
 * @param files with its rows
 */
record LakeTable(long version, boolean isById, List<Field> columns, List<LakeFile> files) {
  LakeTable {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }

  /** The same for the same rows: files are never written twice, so their names tell. */
  String identity() {
    StringBuilder identity = new StringBuilder().append(version).append(columns);
    for (LakeFile file : files) {
      identity
          .append('\0')
          .append(file.path())
          .append(file.constants())
          .append(Arrays.hashCode(file.deleted()))
          .append(file.equal());
    }
    return identity.toString();
  }

  /**
   * A data file.
   *
   * @param path on this machine
   * @param constants what columns are in all its rows, by the column's position, as a text that
   *     casts to the column's type, or null
   * @param isStoredFirst whether a column that the file holds is read from it and not taken from
   *     {@code constants}
   * @param deleted positions of rows that are gone, from 0
   * @param equal files of rows that tell which others are gone
   */
  @SuppressWarnings("ArrayRecordComponent")
  record LakeFile(
      Path path,
      Map<Integer, String> constants,
      boolean isStoredFirst,
      long[] deleted,
      List<EqualityDeletes> equal) {}

  /**
   * Rows that are gone where they equal those of files.
   *
   * @param files of Parquet
   * @param fields what is compared
   */
  record EqualityDeletes(List<Path> files, List<Field> fields) {}
}
