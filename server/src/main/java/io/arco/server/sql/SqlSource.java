package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables that one query may see, at one instant.
 *
 * @param identity names this very set of tables and files: the engine keeps an open instance by it,
 *     so equal identities must mean equal tables (a manifest's workspace and number, say)
 * @param tables with distinct names
 */
public record SqlSource(String identity, List<SqlTable> tables) {
  /** A problem names so many of the tables there are. */
  private static final int MAX_NAMED = 50;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a name occurs twice
   */
  public SqlSource {
    tables = List.copyOf(tables);
    if (tables.stream().map(SqlTable::name).distinct().count() != tables.size()) {
      throw new IllegalArgumentException("a source has a table twice");
    }
  }

  /**
   * Finds which table each name of a query means: the one so written, else the only one that
   * differs by case alone.
   *
   * @return positions in {@link #tables}
   * @throws io.arco.problem.ProblemException TABLE_NOT_FOUND; SQL_NOT_ALLOWED if only case tells
   *     several candidates apart
   */
  Map<TableName, Integer> resolve(List<TableName> names) {
    Map<TableName, Integer> resolved = new HashMap<>();
    for (TableName name : names) {
      resolved.put(name, position(name));
    }
    return resolved;
  }

  private int position(TableName name) {
    int found = -1;
    for (int i = 0; i < tables.size(); i++) {
      TableName candidate = tables.get(i).name();
      if (candidate.equals(name)) {
        return i;
      }
      if (candidate.equalsIgnoringCase(name)) {
        found = found == -1 ? i : -2;
      }
    }
    if (found == -1) {
      throw Problem.of(ErrorCode.TABLE_NOT_FOUND, "There is no such table.")
          .with("table", name.toString())
          .with(
              "known",
              tables.stream()
                  .map(SqlTable::name)
                  .map(TableName::toString)
                  .limit(MAX_NAMED)
                  .toList())
          .asException();
    }
    if (found == -2) {
      throw Problem.of(
              ErrorCode.SQL_NOT_ALLOWED,
              "Several tables differ from this name by case alone; write the exact name.")
          .with("table", name.toString())
          .asException();
    }
    return found;
  }
}
