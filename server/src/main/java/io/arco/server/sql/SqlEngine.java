package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import java.util.Map;
import org.duckdb.DuckDBDriver;

/**
 * Runs gated queries over local Parquet files with embedded DuckDB.
 *
 * <p>Each {@link SqlSource} gets an in-memory instance with its tables as views, locked to its
 * files; a few stay open. A query runs on one of a bounded number of threads, on a connection of
 * its own, and ends with QUERY_TIMEOUT when its time is over, wherever it is. Results are built
 * whole, within bounds of rows and bytes, and say when they were cut.
 *
 * <p>Thread-safe. Futures complete on the engine's threads.
 */
public final class SqlEngine {
  private final SqlLimits limits;
  private final OpenBases bases;
  private final Deadlines deadlines = new Deadlines();
  private final SqlPool pool;

  /** An engine within these limits. DuckDB is loaded with the first query. */
  public SqlEngine(SqlLimits limits) {
    this.limits = limits;
    this.bases = new OpenBases(limits);
    this.pool =
        new SqlPool(
            "arco-sql", limits.concurrentQueries(), limits.queuedQueries(), this::closeLast);
  }

  /**
   * Runs a query.
   *
   * @return the result; fails with TABLE_NOT_FOUND (the source lacks a table), TABLE_NOT_READABLE
   *     (a file can't be read; with {@code table} where that is known), INVALID_SQL (it does not
   *     bind, or fails on a value; with {@code message}), QUERY_TIMEOUT, QUERY_TOO_LARGE or
   *     OVERLOADED
   */
  public Future<SqlResult> run(
      GatedSql sql, SqlSource source, ResultFormat format, SqlOptions options) {
    return pool.call(() -> runNow(sql, source, format, options));
  }

  /**
   * Ends running queries, refuses waiting ones and closes every instance.
   *
   * @return completes when all is closed
   */
  public Future<Void> close() {
    deadlines.expireAll();
    return pool.close();
  }

  int openSources() {
    return bases.size();
  }

  private SqlResult runNow(GatedSql sql, SqlSource source, ResultFormat format, SqlOptions options)
      throws Exception {
    Map<TableName, Integer> positions = source.resolve(sql.tables());
    String text = sql.text(name -> EngineBase.view(positions.get(name)));
    OpenBases.Lease lease = bases.acquire(source);
    try {
      return new QueryRun(text, limits, deadlines).run(lease.base(), format, options);
    } catch (ProblemException e) {
      if (e.problem().code() == ErrorCode.INTERNAL) {
        bases.discard(lease);
      }
      throw e;
    } finally {
      bases.release(lease);
    }
  }

  private void closeLast() {
    bases.close();
    deadlines.close();
    DuckDBDriver.shutdownQueryCancelScheduler();
  }
}
