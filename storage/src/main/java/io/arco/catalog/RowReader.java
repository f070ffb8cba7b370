package io.arco.catalog;

import io.arco.table.Row;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/** Reads the cells of one row from left to right. */
final class RowReader {
  private final Row row;
  private int next;

  RowReader(Row row) {
    this.row = row;
  }

  RowReader skip(int cells) {
    next += cells;
    return this;
  }

  String text() {
    return row.text(next++);
  }

  int int32() {
    return (Integer) row.get(next++);
  }

  long int64() {
    return (Long) row.get(next++);
  }

  boolean bool() {
    return (Boolean) row.get(next++);
  }

  Instant instant() {
    return (Instant) row.get(next++);
  }

  @SuppressWarnings("unchecked") // the Java form of a STRING_MAP
  SortedMap<String, String> properties() {
    return SortedProperties.copyOf((Map<String, String>) row.get(next++));
  }
}
