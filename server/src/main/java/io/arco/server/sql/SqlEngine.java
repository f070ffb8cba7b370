package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBDriver;

/**
 * Runs gated queries over local Parquet files with embedded DuckDB.
 *
 * <p>Each {@link SqlSource} gets an in-memory instance with its tables as views, locked to its
 * files; a few stay open. A query runs on one of a bounded number of threads, on a connection of
 * its own, and ends with QUERY_TIMEOUT when its time is over, wherever it is. That holds for one
 * whose instance is still being opened, too: see {@link OpenBases} for what becomes of an instance
 * that is late. Results are made of bytes in a {@link ResultSink}, within bounds of rows and bytes,
 * and say when they were cut; or they are handed on in batches to a {@link BatchSink}.
 *
 * <p>Thread-safe. Futures complete on the engine's threads.
 */
public final class SqlEngine {
  private final SqlLimits limits;
  private final OpenBases bases;
  private final Deadlines deadlines = new Deadlines();
  private final SqlPool pool;
  private final AtomicInteger running = new AtomicInteger();

  /** An engine within these limits. DuckDB is loaded with the first query. */
  public SqlEngine(SqlLimits limits) {
    this(limits, EngineBase::open);
  }

  SqlEngine(SqlLimits limits, EngineBase.Opener opener) {
    this.limits = limits;
    this.bases = new OpenBases(limits, opener, deadlines);
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
    ResultSink sink = sink(format, options, ResultSink.Receiver.WHOLE);
    return write(sql, source, sink).map(isWhole -> sink.whole());
  }

  /** A sink for one query, within the limits of this engine. */
  public ResultSink sink(ResultFormat format, SqlOptions options, ResultSink.Receiver receiver) {
    return new ResultSink(format, options, limits, receiver);
  }

  /**
   * Runs a query and has its result made in a sink, no faster than it is fetched from there. The
   * query's time goes on while nobody fetches.
   *
   * @param sink of this engine; told of failures
   * @return true when all of the result was made, false when the sink was cancelled; fails as
   *     {@link #run} does
   */
  public Future<Boolean> write(GatedSql sql, SqlSource source, ResultSink sink) {
    return pool.call(() -> writeNow(sql, source, sink)).onFailure(sink::fail);
  }

  /**
   * What a statement takes and gives; it is bound, not run. Fails as {@link #run} does.
   *
   * @param sql its parameters need no values
   * @param unwanted whether nobody waits for it any more: it fails then with QUERY_CANCELLED; asked
   *     from any thread
   */
  public Future<SqlShape> describe(GatedSql sql, SqlSource source, BooleanSupplier unwanted) {
    return pool.call(
        () ->
            onBase(
                sql,
                source,
                unwanted,
                (base, text, deadline) -> new ShapeRun(text, deadline).run(base)));
  }

  /**
   * Runs a query and hands its batches on as they come, none before the sink asks for it: a sink
   * that is slow holds up the query, and its place among those that run, until the query's time is
   * over.
   *
   * @param parameters a value for each parameter: null, Boolean, Byte, Short, Integer, Long,
   *     BigInteger, Float, Double, BigDecimal, String, byte[], LocalDate, LocalTime, LocalDateTime,
   *     OffsetDateTime or UUID
   * @param sink told of no failure; the future is
   * @return true when the sink has everything, false when it did not want it any more; fails as
   *     {@link #run} does, and with QUERY_TOO_LARGE when there are more rows or bytes than one
   *     answer may have
   */
  public Future<Boolean> stream(
      GatedSql sql, List<Object> parameters, SqlSource source, BatchSink sink) {
    return pool.call(() -> streamNow(sql, parameters, source, sink, limits));
  }

  /** How many queries have a thread at this moment. */
  public int running() {
    return running.get();
  }

  /** Ends the queries that run now, as if their time were over. */
  public void endRunning() {
    deadlines.expireStarted();
  }

  /** How many queries were interrupted because nobody wanted their result any more. */
  public long interrupted() {
    return deadlines.unwanted();
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

  private boolean writeNow(GatedSql sql, SqlSource source, ResultSink sink) throws Exception {
    try {
      boolean isWhole =
          streamNow(sql, List.of(), source, sink, limits.withoutResult()) && !sink.cancelled();
      if (isWhole) {
        sink.end();
      }
      return isWhole;
    } finally {
      sink.close();
    }
  }

  private boolean streamNow(
      GatedSql sql, List<Object> parameters, SqlSource source, BatchSink sink, SqlLimits bounds)
      throws Exception {
    try {
      return !sink.cancelled()
          && onBase(
              sql,
              source,
              sink::cancelled,
              (base, text, deadline) ->
                  new StreamRun(text, parameters, bounds, deadline).run(base, sink));
    } catch (ProblemException e) {
      if (e.problem().code() == ErrorCode.QUERY_CANCELLED && sink.cancelled()) {
        return false;
      }
      throw e;
    }
  }

  /** What is done with a text on an instance that shows the text's tables. */
  @FunctionalInterface
  private interface Work<T> {
    T on(EngineBase base, String text, Deadlines.Deadline deadline) throws Exception;
  }

  private <T> T onBase(GatedSql sql, SqlSource source, BooleanSupplier unwanted, Work<T> work)
      throws Exception {
    Map<TableName, Integer> positions = source.resolve(sql.tables());
    String text = sql.text(name -> EngineBase.view(positions.get(name)));
    running.incrementAndGet();
    try (Deadlines.Deadline deadline = deadlines.start(limits.timeoutMillis(), unwanted)) {
      return onBase(source, deadline, base -> work.on(base, text, deadline));
    } finally {
      running.decrementAndGet();
    }
  }

  /** What is done on an instance. */
  @FunctionalInterface
  private interface BaseWork<T> {
    T on(EngineBase base) throws Exception;
  }

  private <T> T onBase(SqlSource source, Deadlines.Deadline deadline, BaseWork<T> work)
      throws Exception {
    OpenBases.Lease lease = bases.acquire(source, deadline);
    try {
      return work.on(lease.base());
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
