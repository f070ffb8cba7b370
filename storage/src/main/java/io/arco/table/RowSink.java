package io.arco.table;

/** Takes what changed in system tables, in order: the last word on a key holds. */
public interface RowSink {
  /** The row is there now, instead of any with the same key. */
  void put(TableDefinition table, Row row);

  /** There is no row of this key any more. */
  void remove(TableDefinition table, RowKey key);
}
