package io.arco.table;

/**
 * One column of a system table.
 *
 * @param name its public name, {@code snake_case}
 * @param kind its type
 * @param nullable whether a row may hold null here
 */
public record ColumnDefinition(String name, ColumnKind kind, boolean nullable) {
  /** A column that is never null. */
  public static ColumnDefinition required(String name, ColumnKind kind) {
    return new ColumnDefinition(name, kind, false);
  }

  /** A column that may be null. */
  public static ColumnDefinition optional(String name, ColumnKind kind) {
    return new ColumnDefinition(name, kind, true);
  }
}
