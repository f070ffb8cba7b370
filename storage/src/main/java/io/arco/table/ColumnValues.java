package io.arco.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Gets the values of a table's rows by the names of their columns. Immutable.
 *
 * <p>All methods throw {@link NullPointerException} if the table has no column of that name, and
 * {@link ClassCastException} if it is of another kind.
 */
public final class ColumnValues {
  private final Map<String, Integer> places = new HashMap<>();

  /** Those of this table. */
  public ColumnValues(TableDefinition table) {
    for (int i = 0; i < table.columns().size(); i++) {
      places.put(table.columns().get(i).name(), i);
    }
  }

  /** The value of a column, or null. */
  public Object get(Row row, String column) {
    return row.get(places.get(column));
  }

  /** The text of a column, or null. */
  public String text(Row row, String column) {
    return (String) get(row, column);
  }

  /** The integer of a column that is not null. */
  public long number(Row row, String column) {
    return ((Number) get(row, column)).longValue();
  }

  /** The integer of a column, or null. */
  public Long numberOrNull(Row row, String column) {
    return get(row, column) == null ? null : Long.valueOf(number(row, column));
  }

  /** The time of a column, or null. */
  public Instant time(Row row, String column) {
    return (Instant) get(row, column);
  }

  /** The constant that a column names, or null. */
  public <T extends Enum<T>> T constant(Row row, String column, Class<T> type) {
    String text = text(row, column);
    return text == null ? null : Enum.valueOf(type, text);
  }

  /** The value that a column holds as JSON, or null. */
  public <T> T json(Row row, String column, Class<T> type) {
    String text = text(row, column);
    return text == null ? null : Json.read(text.getBytes(UTF_8), type);
  }
}
