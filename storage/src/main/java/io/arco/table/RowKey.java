package io.arco.table;

import io.arco.store.Utf8Order;
import java.util.List;

/**
 * The key of a row. Ordered part by part: texts by their UTF-8 bytes, as Parquet statistics are,
 * numbers by value.
 *
 * @param values strings, integers or longs; the same types at the same places within one table
 */
public record RowKey(List<Comparable<?>> values) implements Comparable<RowKey> {
  /** Copies the values; none may be null. */
  public RowKey {
    values = List.copyOf(values);
  }

  /** A key of these parts. */
  public static RowKey of(Comparable<?>... values) {
    return new RowKey(List.of(values));
  }

  @Override
  public int compareTo(RowKey other) {
    int n = Math.min(values.size(), other.values.size());
    for (int i = 0; i < n; i++) {
      int order = compare(values.get(i), other.values.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(values.size(), other.values.size());
  }

  static int compare(Comparable<?> a, Comparable<?> b) {
    if (a instanceof String x) {
      return Utf8Order.compare(x, (String) b);
    }
    return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
  }
}
