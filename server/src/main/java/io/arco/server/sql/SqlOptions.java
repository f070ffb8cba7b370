package io.arco.server.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller may choose for one query.
 *
 * @param maxRows rows wanted at most; 0 means the default of {@link SqlLimits}, more than its
 *     maximum means the maximum
 * @param jsonFields top-level fields to add to a JSON result, in order; values Jackson can write
 */
public record SqlOptions(int maxRows, Map<String, Object> jsonFields) {
  /** The default number of rows, nothing added. */
  public static final SqlOptions DEFAULTS = new SqlOptions(0, Map.of());

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if {@code maxRows} is negative
   */
  public SqlOptions {
    if (maxRows < 0) {
      throw new IllegalArgumentException("maxRows is negative: " + maxRows);
    }
    jsonFields = new LinkedHashMap<>(jsonFields);
  }
}
