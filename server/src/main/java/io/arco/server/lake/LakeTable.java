package io.arco.server.lake;

import io.arco.server.lake.Shape.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One version of a table. Names of files are as {@link LakeFiles} takes them.
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
    LakeNames.refuseAlike(columns.stream().map(Field::name));
    files = List.copyOf(files);
  }

  /** The names of all Parquet files that a query of it opens, each once. */
  List<String> names() {
    return Stream.concat(
            files.stream().map(LakeFile::name),
            files.stream()
                .flatMap(file -> file.equal().stream())
                .flatMap(deletes -> deletes.files().stream()))
        .distinct()
        .toList();
  }

  /** How many rows of its files are gone by position. */
  long deletedRows() {
    return files.stream().mapToLong(file -> file.deleted().length).sum();
  }

  /**
   * The same for the same rows: files are never written twice, so where they are tells.
   *
   * @param paths of the files of {@link #names}
   */
  String identity(Map<String, Path> paths) {
    StringBuilder identity = new StringBuilder().append(version).append(columns);
    for (LakeFile file : files) {
      identity
          .append('\0')
          .append(paths.get(file.name()))
          .append(file.constants())
          .append(Arrays.hashCode(file.deleted()));
      for (EqualityDeletes deletes : file.equal()) {
        identity.append(deletes.fields());
        deletes.files().forEach(name -> identity.append('\0').append(paths.get(name)));
      }
    }
    return identity.toString();
  }

  /**
   * A data file.
   *
   * @param name of the file
   * @param constants what columns are in all its rows, by the column's position, as a text that
   *     casts to the column's type, or null
   * @param isStoredFirst whether a column that the file holds is read from it and not taken from
   *     {@code constants}
   * @param deleted positions of rows that are gone, from 0
   * @param equal files of rows that tell which others are gone
   */
  @SuppressWarnings("ArrayRecordComponent")
  record LakeFile(
      String name,
      Map<Integer, String> constants,
      boolean isStoredFirst,
      long[] deleted,
      List<EqualityDeletes> equal) {}

  /**
   * Rows that are gone where they equal those of files.
   *
   * @param files names of Parquet files
   * @param fields what is compared
   */
  record EqualityDeletes(List<String> files, List<Field> fields) {}
}
