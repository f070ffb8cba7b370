package io.arco.server.sql;

import java.util.Optional;
import java.util.Set;

/**
 * Where the values of a query's column come from.
 *
 * @param name of the column; null where the engine makes one up
 * @param sources the columns that its expression reads, none for a constant; empty if that can't be
 *     told
 */
public record ColumnOrigin(String name, Optional<Set<Source>> sources) {
  /**
   * A column of a table.
   *
   * @param column its name, as the table has it
   */
  public record Source(TableName table, String column) {}

  /** One of which nothing is known but its name. */
  static ColumnOrigin unknown(String name) {
    return new ColumnOrigin(name, Optional.empty());
  }

  ColumnOrigin named(String other) {
    return new ColumnOrigin(other, sources);
  }

  boolean isCalled(String other) {
    return name != null && name.equalsIgnoreCase(other);
  }
}
