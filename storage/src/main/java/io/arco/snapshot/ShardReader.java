package io.arco.snapshot;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.table.ParquetTable;
import io.arco.table.Row;
import io.arco.table.RowKey;
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
    RowKey previous = null;
    for (Row row : rows) {
      RowKey key = table.keyOf(row);
      if (previous == null ? !key.equals(file.min()) : previous.compareTo(key) >= 0) {
        throw corrupt(file, "its rows are not in order from " + file.min().values());
      }
      previous = key;
    }
    if (!file.max().equals(previous)) {
      throw corrupt(file, "its last key is not " + file.max().values());
    }
  }

  private static CorruptObjectException corrupt(ShardFile file, String what) {
    return new CorruptObjectException(file.path(), what);
  }
}
