package io.arco.server.sql;

/**
 * A column a table is declared to have.
 *
 * @param name any text; two columns of a table may not differ by case alone
 * @param type a DuckDB type: one of the scalar names (BIGINT, VARCHAR, TIMESTAMP WITH TIME ZONE,
 *     …), DECIMAL(p,s), MAP(key, value), STRUCT("name" type, …), or any of them followed by {@code
 *     []}
 */
public record SqlColumn(String name, String type) {
  /**
   * Checks the type.
   *
   * @throws IllegalArgumentException if it is not one of those listed
   */
  public SqlColumn {
    if (!TypeText.isType(type)) {
      throw new IllegalArgumentException("not a column type: " + type);
    }
  }
}
