package io.arco.testing;

import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of system tables in a map: takes changes as a publish would, hands rows out as a
 * snapshot would. Checks that each row has the columns its definition names.
 */
public final class InMemoryRows implements RowSink, TableRows {
  private final Map<TableDefinition, TreeMap<RowKey, Row>> tables = new HashMap<>();
  private int changes;

  @Override
  public void put(TableDefinition table, Row row) {
    checkShape(table, row);
    changes++;
    tables.computeIfAbsent(table, t -> new TreeMap<>()).put(table.keyOf(row), row);
  }

  @Override
  public void remove(TableDefinition table, RowKey key) {
    changes++;
    if (tables.getOrDefault(table, new TreeMap<>()).remove(key) == null) {
      throw new IllegalStateException("no row " + key + " in " + table.name());
    }
  }

  @Override
  public List<Row> rows(TableDefinition table) {
    return List.copyOf(tables.getOrDefault(table, new TreeMap<>()).values());
  }

  /** How many rows were put or removed so far. */
  public int changes() {
    return changes;
  }

  private static void checkShape(TableDefinition table, Row row) {
    if (row.size() != table.columns().size()) {
      throw new IllegalArgumentException(table.name() + " has another number of columns: " + row);
    }
    for (int i = 0; i < row.size(); i++) {
      var column = table.columns().get(i);
      Object value = row.get(i);
      boolean fits =
          value == null
              ? column.nullable()
              : switch (column.kind()) {
                case STRING -> value instanceof String;
                case INT32 -> value instanceof Integer;
                case INT64 -> value instanceof Long;
                case BOOLEAN -> value instanceof Boolean;
                case DOUBLE -> value instanceof Double;
                case TIMESTAMP -> value instanceof java.time.Instant;
                case STRING_MAP -> value instanceof Map;
              };
      if (!fits) {
        throw new IllegalArgumentException(table.name() + "." + column.name() + ": " + value);
      }
    }
  }
}
