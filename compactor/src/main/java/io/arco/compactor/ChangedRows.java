package io.arco.compactor;

import io.arco.ledger.CommittedChange;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers what a run of commits changed: for each key the last word on it. */
final class ChangedRows implements RowSink {
  private final Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> tables = new HashMap<>();

  private ChangedRows(List<TableDefinition> tables) {
    tables.forEach(table -> this.tables.put(table, new TreeMap<>()));
  }

  /** The rows of these commits, by table; every table is there. Takes long: for a worker. */
  static Map<TableDefinition, SortedMap<RowKey, Optional<Row>>> of(
      List<TableDefinition> tables, List<CommittedChange> changes) {
    ChangedRows rows = new ChangedRows(tables);
    changes.forEach(change -> change.rows(rows));
    return rows.tables;
  }

  @Override
  public void put(TableDefinition table, Row row) {
    tables.get(table).put(table.keyOf(row), Optional.of(row));
  }

  @Override
  public void remove(TableDefinition table, RowKey key) {
    tables.get(table).put(key, Optional.empty());
  }
}
