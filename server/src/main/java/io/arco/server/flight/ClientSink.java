package io.arco.server.flight;

import io.arco.server.sql.BatchSink;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.IpcOption;

/**
 * Hands batches to a client as fast as it takes them: while what it was sent waits in the
 * transport, nothing more is asked of the engine. Whatever ends the call, on whichever side, is a
 * cancellation.
 */
final class ClientSink implements BatchSink {
  /**
   * Batches beyond this are sent in parts, down to one row: clients of gRPC take messages of 4 MiB
   * unless they are told otherwise, that of ADBC 16.
   */
  static final long MAX_BATCH_BYTES = 2 << 20;

  private final ServerStreamListener client;
  private final BufferAllocator allocator;
  private volatile boolean cancelled;
  private volatile long batches;
  private volatile Throwable refusal;
  private VectorSchemaRoot batch;
  private VectorSchemaRoot part;
  private int sentRows;

  /** To be made while the call starts: later the client's signals would be missed. */
  ClientSink(ServerStreamListener client, BufferAllocator allocator) {
    this.client = client;
    this.allocator = allocator;
    client.setOnReadyHandler(this::wake);
    client.setOnCancelHandler(this::cancel);
  }

  /** Ends the stream, from any thread. */
  void cancel() {
    cancelled = true;
    wake();
  }

  /** Ends the stream because its call would not be let pass any more, from any thread. */
  void refuse(Throwable why) {
    refusal = why;
    cancel();
  }

  /** Why the call would not be let pass any more; null while it would. */
  Throwable refusalOrNull() {
    return refusal;
  }

  /** How many batches were sent. */
  long batches() {
    return batches;
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public BufferAllocator allocator() {
    return allocator;
  }

  @Override
  public void begin(VectorSchemaRoot batch, DictionaryProvider dictionaries) {
    if (!cancelled()) {
      this.batch = batch;
      this.part = VectorSchemaRoot.create(batch.getSchema(), allocator);
      client.start(part, dictionaries, IpcOption.DEFAULT);
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
  public Taken next() {
    int rows = batch.getRowCount() - sentRows;
    while (!sendIfFits(rows)) {
      rows /= 2;
    }
    batches++;
    sentRows += rows;
    if (sentRows < batch.getRowCount()) {
      return Taken.PART;
    }
    sentRows = 0;
    return Taken.ALL;
  }

  private boolean sendIfFits(int rows) {
    try (VectorSchemaRoot slice = batch.slice(sentRows, rows)) {
      long bytes = slice.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
      if (rows > 1 && bytes > MAX_BATCH_BYTES) {
        return false;
      }
      for (int i = 0; i < slice.getFieldVectors().size(); i++) {
        slice.getVector(i).makeTransferPair(part.getVector(i)).transfer();
      }
      part.setRowCount(rows);
      client.putNext();
      return true;
    } finally {
      part.clear();
    }
  }

  @Override
  public synchronized boolean awaitDemand(long millis) throws InterruptedException {
    long over = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (!cancelled() && !client.isReady() && left > 0) {
      wait(left);
      left = (over - System.nanoTime()) / 1_000_000;
    }
    return !cancelled() && client.isReady();
  }

  @Override
  public boolean cancelled() {
    return cancelled || client.isCancelled();
  }
}
