package io.arco.server.lake;

import java.util.List;

/**
 * A column of a Parquet file, or a part of one, as the file describes it.
 *
 * @param name as written
 * @param idOrNull its field id, if it has one
 * @param type of a leaf, as the engine reads it; else empty
 * @param kind what its parts are to it
 * @param parts of a struct: its fields; of a list: the element; of a map: key and value
 */
record FileColumn(String name, Integer idOrNull, String type, Kind kind, List<FileColumn> parts) {
  /** What the parts of a column are. */
  enum Kind {
    LEAF,
    STRUCT,
    LIST,
    MAP
  }

  FileColumn {
    parts = List.copyOf(parts);
  }
}
