package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.sql.ResultFormat;
import java.util.List;
import java.util.Map;

/** What the query operations have in common: what a request asks for. */
final class QueryReplies {
  private static final String NDJSON = "application/x-ndjson";
  private static final String PARQUET = "application/vnd.apache.parquet";

  private static final Map<String, ResultFormat> FORMATS =
      Map.of(
          Reply.JSON,
          ResultFormat.JSON,
          "application/vnd.apache.arrow.stream",
          ResultFormat.ARROW,
          "text/csv",
          ResultFormat.CSV,
          NDJSON,
          ResultFormat.NDJSON,
          PARQUET,
          ResultFormat.PARQUET);

  /** In the order in which they are preferred. */
  private static final List<String> TYPES =
      List.of(Reply.JSON, "application/vnd.apache.arrow.stream", "text/csv", NDJSON, PARQUET);

  private QueryReplies() {}

  /**
   * The body of a query.
   *
   * @param sql the text; required
   * @param maxRows the most rows of the answer, or null for the configured default
   */
  record QueryBody(String sql, Integer maxRows) {}

  /**
   * The format the caller wants; JSON if it does not care. To be called before the handler returns.
   *
   * @throws io.arco.problem.ProblemException NOT_ACCEPTABLE
   */
  static ResultFormat format(Exchange exchange) {
    return FORMATS.get(exchange.accepted(TYPES));
  }

  /**
   * The text, which must be there.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST
   */
  static String sql(String sqlOrNull) {
    if (sqlOrNull == null) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "A value is missing.")
          .with("field", "/sql")
          .asException();
    }
    return sqlOrNull;
  }

  /**
   * The number of rows wanted, 0 for the default.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is less than 1
   */
  static int maxRows(Integer maxRowsOrNull) {
    if (maxRowsOrNull == null) {
      return 0;
    }
    if (maxRowsOrNull < 1) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "A value is out of bounds.")
          .with("field", "/maxRows")
          .with("value", maxRowsOrNull)
          .with("expected", "a whole number from 1")
          .asException();
    }
    return maxRowsOrNull;
  }
}
