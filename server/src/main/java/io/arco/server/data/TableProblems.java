package io.arco.server.data;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.sql.TableName;

/** What can be wrong with a table that a query names; never shows a path. */
final class TableProblems {
  private TableProblems() {}

  static Problem of(ErrorCode code, String text, TableName table) {
    return Problem.of(code, text).with("table", table.toString());
  }
}
