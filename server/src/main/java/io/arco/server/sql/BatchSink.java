package io.arco.server.sql;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Where the batches of a streamed query go. One thread of the engine calls it. */
public interface BatchSink {
  /** Where the batches' memory comes from; what it does not give ends the query. */
  BufferAllocator allocator();

  /**
   * Tells the columns.
   *
   * @param batch holds each batch in turn
   * @param dictionaries those of its columns that have one, filled
   */
  void begin(VectorSchemaRoot batch, DictionaryProvider dictionaries);

  /** Takes the batch that is there now; it is gone when this returns. */
  void next();

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
