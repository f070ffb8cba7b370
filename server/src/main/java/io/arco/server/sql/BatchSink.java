package io.arco.server.sql;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Where the batches of a streamed query go. One thread of the engine calls it. */
public interface BatchSink {
  /** Rows of one batch at most, where the sink does not say: 16 vectors of the engine. */
  int BATCH_ROWS = 32_768;

  /** How much of a batch was taken. */
  enum Taken {
    /** All of it: the next one may come. */
    ALL,
    /** Some of it: it is offered again once the sink has demand. */
    PART,
    /** As much as the sink ever takes: the query ends well with what it has. */
    ENOUGH
  }

  /** Where the batches' memory comes from; what it does not give ends the query. */
  BufferAllocator allocator();

  /** Rows of one batch at most. Fewer cost time, more cost memory. */
  default int batchRows() {
    return BATCH_ROWS;
  }

  /** Tells how the engine calls the columns and their types, before {@link #begin}. */
  default void describe(List<ResultColumn> columns) {}

  /**
   * Tells the columns.
   *
   * @param batch holds each batch in turn
   * @param dictionaries those of its columns that have one, filled
   */
  void begin(VectorSchemaRoot batch, DictionaryProvider dictionaries);

  /** Takes the batch that is there now, or some of it; what was taken is gone afterwards. */
  Taken next();

  /**
   * Waits until the next batch is wanted.
   *
   * @param millis the longest it may wait
   * @return whether it is wanted now
   */
  boolean awaitDemand(long millis) throws InterruptedException;

  /** Whether nobody wants the rest. Asked from other threads too. */
  boolean cancelled();
}
