package io.arco.server.queries;

import io.arco.server.sql.BatchSink;
import io.arco.server.sql.ResultColumn;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A sink whose batches are counted on their way to another. */
public final class CountingSink implements BatchSink, Progress {
  private final BatchSink sink;
  private final Runnable cancellation;
  private VectorSchemaRoot batch;
  private volatile long rows;
  private volatile long bytes;

  /**
   * Counts what this sink takes.
   *
   * @param cancellation has it cancelled
   */
  public CountingSink(BatchSink sink, Runnable cancellation) {
    this.sink = sink;
    this.cancellation = cancellation;
  }

  @Override
  public BufferAllocator allocator() {
    return sink.allocator();
  }

  @Override
  public int batchRows() {
    return sink.batchRows();
  }

  @Override
  public void describe(List<ResultColumn> columns) {
    sink.describe(columns);
  }

  @Override
  public void begin(VectorSchemaRoot first, DictionaryProvider dictionaries) {
    batch = first;
    sink.begin(first, dictionaries);
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes them
  public Taken next() {
    long batchBytes = 0;
    for (FieldVector vector : batch.getFieldVectors()) {
      batchBytes += vector.getBufferSize();
    }
    long batchRows = batch.getRowCount();
    Taken taken = sink.next();
    if (taken == Taken.ALL) {
      rows += batchRows;
      bytes += batchBytes;
    }
    return taken;
  }

  @Override
  public boolean awaitDemand(long millis) throws InterruptedException {
    return sink.awaitDemand(millis);
  }

  @Override
  public boolean cancelled() {
    return sink.cancelled();
  }

  @Override
  public long rows() {
    return rows;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void cancel() {
    cancellation.run();
  }
}
