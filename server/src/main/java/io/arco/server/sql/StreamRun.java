package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** One query whose batches are handed on as they come. Blocks. */
final class StreamRun {
  /** How often a query that waits for its receiver looks whether its time is over. */
  private static final long LOOK_MILLIS = 50;

  /** How often it is tried to hear of the failure behind an interruption. */
  private static final int ASKED_AGAIN = 3;

  private final String text;
  private final List<Object> parameters;
  private final SqlLimits limits;
  private final Deadlines.Deadline deadline;
  private long rows;
  private long bytes;

  StreamRun(String text, List<Object> parameters, SqlLimits limits, Deadlines.Deadline deadline) {
    this.text = text;
    this.parameters = parameters;
    this.limits = limits;
    this.deadline = deadline;
  }

  /** Whether the sink took everything it wanted; false: it was cancelled. */
  boolean run(EngineBase base, BatchSink sink) throws Exception {
    try (DuckDBConnection connection = base.duplicate()) {
      deadline.watch(connection);
      try {
        return execute(connection, sink);
      } catch (Exception e) {
        if (sink.cancelled()) {
          return false;
        }
        Exception cause = SqlErrors.isInterruption(e) ? cause(connection, sink) : e;
        if (sink.cancelled()) {
          return false;
        }
        if (deadline.expired()) {
          throw SqlErrors.timeout();
        }
        throw SqlErrors.asProblem(cause);
      }
    }
  }

  /**
   * What failed, where the engine only says that it was interrupted and nobody here has done so:
   * one of its threads has met a failure, and another one, stopped for that, was heard first. Asks
   * again, for the failure alone.
   */
  private Exception cause(DuckDBConnection connection, BatchSink sink) throws SQLException {
    for (int asked = 0; asked < ASKED_AGAIN; asked++) {
      try (PreparedStatement statement = prepare(connection);
          DuckDBResultSet result = statement.executeQuery().unwrap(DuckDBResultSet.class);
          BufferAllocator allocator =
              sink.allocator().newChildAllocator("cause", 0, sink.allocator().getLimit());
          ArrowReader reader =
              (ArrowReader) result.arrowExportStream(allocator, sink.batchRows())) {
        while (!deadline.expired() && !sink.cancelled() && reader.loadNextBatch()) {
          // What it has made is of no use any more.
        }
      } catch (Exception e) {
        if (!SqlErrors.isInterruption(e) || deadline.expired() || sink.cancelled()) {
          return e;
        }
      }
    }
    return Problem.of(ErrorCode.INVALID_SQL, "The SQL can't be run.")
        .with("message", "It failed, and the engine did not say why.")
        .asException();
  }

  private PreparedStatement prepare(DuckDBConnection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }

  private boolean execute(DuckDBConnection connection, BatchSink sink) throws Exception {
    try (PreparedStatement statement = prepare(connection)) {
      try (DuckDBResultSet result = statement.executeQuery().unwrap(DuckDBResultSet.class);
          BufferAllocator allocator =
              sink.allocator().newChildAllocator("query", 0, sink.allocator().getLimit())) {
        sink.describe(ResultColumn.of(result.getMetaData()));
        try (ArrowReader reader =
            (ArrowReader) result.arrowExportStream(allocator, sink.batchRows())) {
          return pull(reader, sink);
        }
      }
    }
  }

  private boolean pull(ArrowReader reader, BatchSink sink) throws Exception {
    // Dictionaries come with the first batch.
    boolean isMore = reader.loadNextBatch();
    VectorSchemaRoot batch = reader.getVectorSchemaRoot();
    sink.begin(batch, reader);
    while (isMore) {
      count(batch);
      BatchSink.Taken taken;
      do {
        if (!isWanted(sink)) {
          return false;
        }
        taken = sink.next();
      } while (taken == BatchSink.Taken.PART);
      isMore = taken == BatchSink.Taken.ALL && reader.loadNextBatch();
    }
    return true;
  }

  private void count(VectorSchemaRoot batch) {
    rows += batch.getRowCount();
    if (rows > limits.maxRows()) {
      throw tooLarge("rows", limits.maxRows());
    }
    for (FieldVector vector : batch.getFieldVectors()) {
      bytes += vector.getBufferSize();
    }
    if (bytes > limits.resultBytes()) {
      throw tooLarge("bytes", limits.resultBytes());
    }
  }

  private static RuntimeException tooLarge(String what, long limit) {
    return Problem.of(ErrorCode.QUERY_TOO_LARGE, "The result is larger than one answer may be.")
        .with("limitOf", what)
        .with("limit", limit)
        .asException();
  }

  private boolean isWanted(BatchSink sink) throws InterruptedException {
    while (!sink.cancelled()) {
      if (deadline.expired()) {
        throw SqlErrors.timeout();
      }
      if (sink.awaitDemand(LOOK_MILLIS)) {
        return true;
      }
    }
    return false;
  }
}
