package io.arco.table;

import java.util.Arrays;

/**
 * One row of a system table: a value per column, in the definition's order and the Java form of its
 * {@link ColumnKind}. Never changed once made.
 */
public final class Row {
  private final Object[] values;

  private Row(Object[] values) {
    this.values = values;
  }

  /** Makes a row of these values; the array becomes the row's own. */
  public static Row of(Object... values) {
    return new Row(values);
  }

  /** The value of column {@code index}, or null. */
  public Object get(int index) {
    return values[index];
  }

  /** The value of column {@code index} as text, or null. */
  public String text(int index) {
    return (String) values[index];
  }

  /** How many columns it has. */
  public int size() {
    return values.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Row row && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
