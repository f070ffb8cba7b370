package io.arco.server.sql;

import java.util.regex.Pattern;

/**
 * A column a table is declared to have.
 *
 * @param name any text; two columns of a table may not differ by case alone
 * @param type a DuckDB type: one of the scalar names (BIGINT, VARCHAR, TIMESTAMP WITH TIME ZONE,
 *     …), DECIMAL(p,s), MAP(VARCHAR, VARCHAR), or any of them followed by {@code []}
 */
public record SqlColumn(String name, String type) {
  private static final Pattern TYPE =
      Pattern.compile(
          "(BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT"
              + "|REAL|FLOAT|DOUBLE|DECIMAL\\(\\d{1,2},\\d{1,2}\\)|VARCHAR|BLOB|UUID|JSON"
              + "|DATE|TIME|TIMESTAMP|TIMESTAMP_S|TIMESTAMP_MS|TIMESTAMP_NS"
              + "|TIMESTAMP WITH TIME ZONE|INTERVAL|MAP\\(VARCHAR, VARCHAR\\))(\\[\\])*");

  /**
   * Checks the type.
   *
   * @throws IllegalArgumentException if it is not one of those listed
   */
  public SqlColumn {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("not a column type: " + type);
    }
  }
}
