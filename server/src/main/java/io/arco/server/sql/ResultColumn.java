package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column of a result.
 *
 * @param name as the query calls it; several may be called the same
 * @param type DuckDB's name of the type
 */
public record ResultColumn(String name, String type) {
  /** Arrow's reader stops at 32,767 bytes, which may be three a character. */
  private static final int MAX_NAME_CHARS = 10_000;

  private static final int MAX_SHOWN_CHARS = 200;

  /** Deeper ones Arrow refuses. */
  private static final int MAX_DEPTH = 32;

  /** Types that Arrow has no equal of; DuckDB would export another value. */
  private static final Pattern INEXPRESSIBLE =
      Pattern.compile("\\b(BIT|UHUGEINT|BIGNUM|TIME WITH TIME ZONE|UNION|VARIANT|GEOMETRY)\\b");

  /**
   * The columns of a result or of a bound statement.
   *
   * @throws io.arco.problem.ProblemException INVALID_SQL if one can't be sent
   */
  static List<ResultColumn> of(ResultSetMetaData metaData) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 1; i <= metaData.getColumnCount(); i++) {
      ResultColumn column =
          new ResultColumn(metaData.getColumnLabel(i), metaData.getColumnTypeName(i));
      column.check();
      columns.add(column);
    }
    return columns;
  }

  /**
   * The columns' names, all different whatever their case: a name that stands before has {@code
   * _1}, {@code _2} … put behind it.
   */
  static List<String> distinctNames(List<ResultColumn> columns) {
    Set<String> given = new HashSet<>();
    columns.forEach(column -> given.add(column.name().toLowerCase(Locale.ROOT)));
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (ResultColumn column : columns) {
      String name = column.name();
      int number = 0;
      while (!taken.add(name.toLowerCase(Locale.ROOT))) {
        do {
          number++;
          name = column.name() + "_" + number;
        } while (given.contains(name.toLowerCase(Locale.ROOT)));
      }
      names.add(name);
    }
    return names;
  }

  /**
   * Checks that the column can be sent.
   *
   * @throws io.arco.problem.ProblemException INVALID_SQL otherwise
   */
  void check() {
    if (Math.max(name.length(), type.length()) > MAX_NAME_CHARS) {
      throw Problem.of(ErrorCode.INVALID_SQL, "A column's name is too long; give it an alias.")
          .with("limit", MAX_NAME_CHARS)
          .asException();
    }
    if (depth() > MAX_DEPTH || INEXPRESSIBLE.matcher(type).find()) {
      throw Problem.of(
              ErrorCode.INVALID_SQL,
              "A column of this type can't be sent; cast it to VARCHAR, say.")
          .with("column", name)
          .with("type", type.substring(0, Math.min(type.length(), MAX_SHOWN_CHARS)))
          .asException();
    }
  }

  /** How deep lists, structs and maps stand in each other: at most what the type's text nests. */
  private int depth() {
    int open = 0;
    int lists = 0;
    int deepest = 0;
    for (int i = 0; i < type.length(); i++) {
      switch (type.charAt(i)) {
        case '(' -> open++;
        case ')' -> open--;
        case '[' -> lists++;
        case ']' -> {}
        default -> lists = Character.isDigit(type.charAt(i)) ? lists : 0;
      }
      deepest = Math.max(deepest, open + lists);
    }
    return deepest;
  }
}
