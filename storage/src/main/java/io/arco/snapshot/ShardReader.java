package io.arco.snapshot;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.table.ParquetTable;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import java.util.List;

/** Turns the bytes of a file into rows, and checks them against what the manifest says. */
final class ShardReader {
  private ShardReader() {}

  static List<Row> read(TableDefinition table, ShardFile file, byte[] bytes) {
    if (bytes.length != file.bytes()) {
      throw corrupt(file, bytes.length + " bytes, its manifest says " + file.bytes());
    }
    Hash hash = Hash.of(bytes);
    if (!hash.equals(file.sha256())) {
      throw corrupt(file, "its bytes hash to " + hash + ", its manifest says " + file.sha256());
    }
    List<Row> rows = ParquetTable.read(table, file.path(), bytes);
    checkRows(table, file, rows);
    return rows;
  }

  private static void checkRows(TableDefinition table, ShardFile file, List<Row> rows) {
    if (rows.size() != file.rows()) {
      throw corrupt(file, rows.size() + " rows, its manifest says " + file.rows());
    }
    for (int i = 1; i < rows.size(); i++) {
      if (table.compareKeys(rows.get(i - 1), rows.get(i)) >= 0) {
        throw corrupt(file, "its rows are not in order at row " + i);
      }
    }
    if (!table.keyOf(rows.get(0)).equals(file.min())) {
      throw corrupt(file, "its first key is not " + file.min().values());
    }
    if (!table.keyOf(rows.get(rows.size() - 1)).equals(file.max())) {
      throw corrupt(file, "its last key is not " + file.max().values());
    }
  }

  private static CorruptObjectException corrupt(ShardFile file, String what) {
    return new CorruptObjectException(file.path(), what);
  }
}
