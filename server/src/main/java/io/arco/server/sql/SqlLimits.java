package io.arco.server.sql;

/**
 * The bounds of the SQL engine.
 *
 * @param textBytes longest query text, UTF-8; default 100,000
 * @param depth deepest nesting of expressions, subqueries and joins; default 200
 * @param timeoutMillis longest run of one query, counted from when it leaves the queue; default
 *     30,000
 * @param defaultRows rows of a result when the caller names no number; default 10,000
 * @param maxRows rows of a result at most; default 1,000,000
 * @param resultBytes size of a result at most, as sent; default 64 MiB; it is never in memory as a
 *     whole unless it is asked for so
 * @param memoryBytes what one DuckDB instance may allocate; default 1 GiB. Vectors in flight are
 *     outside DuckDB's own count, so the process needs head-room beyond it
 * @param threads worker threads of one DuckDB instance; default 2
 * @param concurrentQueries queries that run at once; default 4
 * @param queuedQueries queries that wait for a place; default 64; one more is OVERLOADED
 * @param openSources DuckDB instances kept open; default 8, never less than concurrentQueries
 */
public record SqlLimits(
    int textBytes,
    int depth,
    long timeoutMillis,
    int defaultRows,
    int maxRows,
    long resultBytes,
    long memoryBytes,
    int threads,
    int concurrentQueries,
    int queuedQueries,
    int openSources) {
  /** The documented defaults. */
  public static final SqlLimits DEFAULTS =
      new SqlLimits(100_000, 200, 30_000, 10_000, 1_000_000, 64 << 20, 1L << 30, 2, 4, 64, 8);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is not positive, or openSources is too small
   */
  public SqlLimits {
    if (Math.min(Math.min(textBytes, depth), Math.min(defaultRows, maxRows)) < 1
        || Math.min(Math.min(timeoutMillis, memoryBytes), Math.min(resultBytes, threads)) < 1
        || Math.min(concurrentQueries, queuedQueries) < 1
        || openSources < concurrentQueries) {
      throw new IllegalArgumentException("SQL limits out of bounds");
    }
  }

  /** These limits for a result whose receiver bounds it. */
  SqlLimits withoutResult() {
    return withResult(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** These limits with another timeout. */
  public SqlLimits withTimeoutMillis(long millis) {
    return new SqlLimits(
        textBytes,
        depth,
        millis,
        defaultRows,
        maxRows,
        resultBytes,
        memoryBytes,
        threads,
        concurrentQueries,
        queuedQueries,
        openSources);
  }

  /** These limits with other bounds of a result. */
  public SqlLimits withResult(int rowsByDefault, int rowsAtMost, long bytes) {
    return new SqlLimits(
        textBytes,
        depth,
        timeoutMillis,
        rowsByDefault,
        rowsAtMost,
        bytes,
        memoryBytes,
        threads,
        concurrentQueries,
        queuedQueries,
        openSources);
  }

  /** These limits with other bounds on what happens at once. */
  public SqlLimits withConcurrency(int running, int queued, int sources) {
    return new SqlLimits(
        textBytes,
        depth,
        timeoutMillis,
        defaultRows,
        maxRows,
        resultBytes,
        memoryBytes,
        threads,
        running,
        queued,
        sources);
  }

  /** Whether the rows of a result end where the caller wants. */
  boolean isAsked(SqlOptions options) {
    return options.maxRows() > 0 && options.maxRows() <= maxRows;
  }

  int rows(SqlOptions options) {
    return options.maxRows() == 0
        ? Math.min(defaultRows, maxRows)
        : Math.min(options.maxRows(), maxRows);
  }
}
