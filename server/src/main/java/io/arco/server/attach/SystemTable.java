package io.arco.server.attach;

import io.arco.server.sql.SqlColumn;
import java.util.List;

/**
 * A public table of a snapshot.
 *
 * @param domain the SQL schema it is in
 * @param name its name there
 * @param columns all of them, in order
 * @param rows how many the manifest says it has
 * @param files what DuckDB opens: patterns of paths, or URLs; none: no rows
 */
public record SystemTable(
    String domain, String name, List<SqlColumn> columns, long rows, List<String> files) {
  /** Copies the lists. */
  public SystemTable {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }
}
