package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Makes the bytes of a result of its batches, within bounds of rows and bytes, and no faster than
 * they are fetched from its {@link PieceWindow}. Design: {@code docs/design/023-results.md}.
 *
 * <p>The engine's thread makes; any thread may cancel, fetch and ask.
 */
public final class ResultSink implements BatchSink {
  /** The engine's own vector: a batch is never put together from several. */
  private static final int VECTOR_ROWS = 2_048;

  private final ResultFormat format;
  private final long maxRows;
  private final boolean isCutWanted;
  private final long memoryBytes;
  private final ResultBytes out;
  private final ResultWriter writer;
  private final PieceWindow window;
  private final Map<String, Object> fields = new ConcurrentSkipListMap<>();
  private final Promise<Boolean> opened = Promise.promise();
  private BufferAllocator allocator;
  private List<ResultColumn> columns;
  private VectorSchemaRoot batch;
  private int taken;
  private volatile long rows;
  private volatile long bytes;
  private volatile boolean truncated;
  private volatile boolean cancelled;

  /** Who receives a result, and how. */
  public enum Receiver {
    /** Takes it as a whole, with what is told of it. */
    WHOLE,
    /** Takes it piece by piece, and is told at the end whether rows were cut off. */
    TOLD_AT_END,
    /**
     * Takes it piece by piece, and can't be told at the end: must not take a part for the whole.
     */
    NOT_TOLD
  }

  /** A sink for one query. */
  ResultSink(ResultFormat format, SqlOptions options, SqlLimits limits, Receiver receiver) {
    this.format = format;
    this.maxRows = limits.rows(options);
    this.memoryBytes = limits.memoryBytes();
    this.isCutWanted = receiver != Receiver.NOT_TOLD || limits.isAsked(options);
    this.out = new ResultBytes(limits.resultBytes());
    this.writer = ResultWriter.of(format, out);
    this.fields.putAll(options.jsonFields());
    this.window = new PieceWindow(receiver == Receiver.WHOLE ? Long.MAX_VALUE : PieceWindow.BYTES);
  }

  /** The format. */
  public ResultFormat format() {
    return format;
  }

  /** Adds a top-level field to what is told of the result, before the query runs. */
  public void tell(String field, Object value) {
    fields.put(field, value);
  }

  /** Rows made so far. */
  public long rows() {
    return rows;
  }

  /** Bytes made so far. */
  public long bytes() {
    return bytes;
  }

  /** Whether rows were cut off; known at the end. */
  public boolean truncated() {
    return truncated;
  }

  /** Where its bytes are fetched. */
  public PieceWindow window() {
    return window;
  }

  /**
   * Completes when there is something to answer: with true once all of the result is in the window,
   * with false once the window is full before; fails as the query does. On any thread.
   */
  public Future<Boolean> opened() {
    return opened.future();
  }

  /** The result, all of which is in the window. */
  public SqlResult whole() {
    return new SqlResult(window.pollAll().getBytes(), format.contentType(), rows, truncated);
  }

  /** Nobody wants the rest: the query is ended, what waits is dropped. Any thread. */
  public void cancel() {
    cancel(SqlErrors.cancelled());
  }

  /**
   * The same, for another reason than that someone wants it ended.
   *
   * @param why what whoever waits is told
   */
  public void cancel(Throwable why) {
    cancelled = true;
    fail(why);
  }

  /** Ends what waits for it, because there is no result. Any thread. */
  public void fail(Throwable failure) {
    window.fail(failure);
    opened.tryFail(failure);
  }

  @Override
  public BufferAllocator allocator() {
    if (allocator == null) {
      allocator = new RootAllocator(memoryBytes);
    }
    return allocator;
  }

  @Override
  public int batchRows() {
    return VECTOR_ROWS;
  }

  @Override
  public void describe(List<ResultColumn> described) {
    columns = described;
  }

  @Override
  public void begin(VectorSchemaRoot first, DictionaryProvider dictionaries) {
    batch = first;
    try {
      writer.begin(columns, first, dictionaries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pass();
  }

  @Override
  public Taken next() {
    while (taken < batch.getRowCount()) {
      if (!window.hasRoom()) {
        return Taken.PART;
      }
      int wanted = (int) Math.min(batch.getRowCount() - taken, maxRows - rows);
      int written = wanted == 0 ? 0 : write(wanted);
      if (written == 0) {
        truncated = true;
        return Taken.ENOUGH;
      }
      taken += written;
      count(written);
      pass();
    }
    taken = 0;
    return Taken.ALL;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
  private void count(int written) {
    rows += written;
  }

  private int write(int wanted) {
    try {
      return writer.write(batch, taken, taken + wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass() {
    window.put(Buffer.buffer(out.take()));
    bytes = out.total();
  }

  @Override
  public boolean awaitDemand(long millis) throws InterruptedException {
    if (!window.hasRoom()) {
      opened.tryComplete(false);
    }
    return window.awaitRoom(millis);
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  /** Every batch that was wanted has come. */
  void end() throws IOException {
    boolean isBegun = opened.future().isComplete();
    if (truncated && isBegun && !format.saysTruncated() && !isCutWanted) {
      throw Problem.of(ErrorCode.QUERY_TOO_LARGE, "The result is larger than one answer may be.")
          .with("rows", rows)
          .with("bytes", bytes)
          .asException();
    }
    writer.end(fields, truncated);
    pass();
    window.end();
    opened.tryComplete(true);
  }

  /** Gives back memory; the batches are gone. */
  void close() {
    if (allocator != null) {
      allocator.close();
    }
  }
}
