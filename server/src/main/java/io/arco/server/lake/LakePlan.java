package io.arco.server.lake;

import io.arco.server.lake.LakeTable.EqualityDeletes;
import io.arco.server.lake.LakeTable.LakeFile;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What planning a table found: everything that does not change while its version is the newest, or
 * at all. It holds names of files, no files: where they are is judged for every query.
 *
 * @param table the version
 * @param schemas the columns of its files, by name
 */
record LakePlan(LakeTable table, Map<String, List<FileColumn>> schemas) {
  /** What a file, a column or a value takes about, in bytes, beside its text. */
  private static final long OBJECT_BYTES = 200;

  LakePlan {
    schemas = Map.copyOf(schemas);
  }

  /** About how much memory it takes. */
  long bytes() {
    long bytes = OBJECT_BYTES * table.columns().size();
    for (LakeFile file : table.files()) {
      bytes += OBJECT_BYTES + file.name().length() + 8L * file.deleted().length;
      for (String constant : file.constants().values()) {
        bytes += OBJECT_BYTES + (constant == null ? 0 : constant.length());
      }
      for (EqualityDeletes deletes : file.equal()) {
        bytes += OBJECT_BYTES * (1 + deletes.files().size());
      }
    }
    Set<List<FileColumn>> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    distinct.addAll(schemas.values());
    for (List<FileColumn> columns : distinct) {
      bytes += OBJECT_BYTES * count(columns);
    }
    return bytes + OBJECT_BYTES * schemas.size();
  }

  private static long count(List<FileColumn> columns) {
    return columns.stream().mapToLong(column -> 1 + count(column.parts())).sum();
  }

  /**
   * What tells that a plan is still true.
   *
   * @param file the name of the file that makes the version what it is
   * @param stamp its stamp, taken before anything of the table was read
   * @param nextOrEmpty the name of the file that the next version would begin with, where the plan
   *     is of the newest
   */
  record Witness(String file, String stamp, Optional<String> nextOrEmpty) {
    /** A witness, if the file is there. */
    static Optional<Witness> of(LakeFiles files, String file, Optional<String> next) {
      return files.stamp(file).map(stamp -> new Witness(file, stamp, next));
    }

    /** Looks whether the file is what it was, and still the last. */
    boolean holds(LakeFiles files) {
      return files.stamp(file).filter(stamp::equals).isPresent()
          && nextOrEmpty.filter(files::isFile).isEmpty();
    }
  }

  /**
   * A version just read.
   *
   * @param witness empty if nothing would tell that it is not the version any more
   */
  record Fresh(LakeTable table, Optional<Witness> witness) {}
}
