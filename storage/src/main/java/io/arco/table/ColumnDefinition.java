package io.arco.table;

/**
 * One column of a system table.
 *
 * @param name its public name, {@code snake_case}
 * @param kind its type
 * @param nullable whether a row may hold null here
 * @param isLate whether it came after the first rows of its table were written
 */
public record ColumnDefinition(String name, ColumnKind kind, boolean nullable, boolean isLate) {
  /** A column that is never null. */
  public static ColumnDefinition required(String name, ColumnKind kind) {
    return new ColumnDefinition(name, kind, false, false);
  }

  /** A column that may be null. */
  public static ColumnDefinition optional(String name, ColumnKind kind) {
    return new ColumnDefinition(name, kind, true, false);
  }

  /** A column that came later: rows that were written before hold null, whatever they should. */
  public static ColumnDefinition added(String name, ColumnKind kind) {
    return new ColumnDefinition(name, kind, true, true);
  }
}
