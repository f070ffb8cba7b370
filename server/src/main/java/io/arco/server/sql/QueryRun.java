package io.arco.server.sql;

import io.arco.problem.ProblemException;
import java.sql.PreparedStatement;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBResultSet;

/** One query from its first byte to its result. Blocks. */
final class QueryRun {
  /** DuckDB's own vector length: a batch is never put together from several. */
  private static final int BATCH_ROWS = 2_048;

  private final String text;
  private final SqlLimits limits;
  private final Deadlines deadlines;

  QueryRun(String text, SqlLimits limits, Deadlines deadlines) {
    this.text = text;
    this.limits = limits;
    this.deadlines = deadlines;
  }

  SqlResult run(EngineBase base, ResultFormat format, SqlOptions options) throws Exception {
    try (DuckDBConnection connection = base.duplicate();
        Deadlines.Deadline deadline = deadlines.start(connection, limits.timeoutMillis())) {
      try {
        return execute(connection, deadline, format, options);
      } catch (Exception e) {
        if (deadline.expired()) {
          throw SqlErrors.timeout();
        }
        throw e instanceof ProblemException ? e : SqlErrors.asProblem(e);
      }
    }
  }

  private SqlResult execute(
      DuckDBConnection connection,
      Deadlines.Deadline deadline,
      ResultFormat format,
      SqlOptions options)
      throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(text);
        DuckDBResultSet rows = statement.executeQuery().unwrap(DuckDBResultSet.class);
        BufferAllocator allocator = new RootAllocator()) {
      List<ResultColumn> columns = ResultColumn.of(rows.getMetaData());
      try (ArrowReader reader = (ArrowReader) rows.arrowExportStream(allocator, BATCH_ROWS);
          ResultWriter writer = ResultWriter.of(format, limits.resultBytes(), options)) {
        writer.begin(columns, reader);
        return pull(reader, writer, limits.rows(options), deadline, format);
      }
    }
  }

  private static SqlResult pull(
      ArrowReader reader,
      ResultWriter writer,
      int maxRows,
      Deadlines.Deadline deadline,
      ResultFormat format)
      throws Exception {
    long rows = 0;
    boolean truncated = false;
    while (!truncated && reader.loadNextBatch()) {
      if (deadline.expired()) {
        throw SqlErrors.timeout();
      }
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      int wanted = (int) Math.min(batch.getRowCount(), maxRows - rows);
      int written = wanted == 0 ? 0 : writer.write(batch, wanted);
      rows += written;
      truncated = written < batch.getRowCount();
    }
    return new SqlResult(writer.end(truncated), format.contentType(), rows, truncated);
  }
}
