package io.arco.server.flight;

import io.arco.server.sql.BatchSink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows that are made one by one, sent in batches as fast as the client takes them. Blocks. */
final class RowStream implements AutoCloseable {
  /** Rows of one batch. */
  static final int BATCH_ROWS = 1_000;

  private static final long LOOK_MILLIS = 50;

  private final ClientSink sink;
  private final VectorSchemaRoot root;
  private final long deadlineNanos;
  private int rows;

  RowStream(Schema schema, ClientSink sink, BufferAllocator allocator, long timeoutMillis) {
    this.sink = sink;
    this.root = VectorSchemaRoot.create(schema, allocator);
    this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    sink.begin(root, new DictionaryProvider.MapDictionaryProvider());
  }

  /**
   * Adds a row.
   *
   * @param values null, String, byte[], Integer, Boolean, or a String array for a list
   * @return false when the client wants no more
   */
  boolean add(Object... values) throws InterruptedException {
    for (int i = 0; i < values.length; i++) {
      set(root.getVector(i), rows, values[i]);
    }
    rows++;
    return rows < BATCH_ROWS || flush();
  }

  /** Sends what is left; false when the client wanted no more. */
  boolean end() throws InterruptedException {
    return rows == 0 ? !sink.cancelled() : flush();
  }

  private boolean flush() throws InterruptedException {
    root.setRowCount(rows);
    do {
      while (!sink.awaitDemand(LOOK_MILLIS)) {
        if (sink.cancelled() || System.nanoTime() - deadlineNanos > 0) {
          return false;
        }
      }
    } while (sink.next() == BatchSink.Taken.PART);
    root.clear();
    root.allocateNew();
    rows = 0;
    return true;
  }

  private static void set(FieldVector vector, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) value);
    } else if (vector instanceof IntVector number) {
      number.setSafe(row, (Integer) value);
    } else if (vector instanceof BitVector bit) {
      bit.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof ListVector list) {
      UnionListWriter writer = list.getWriter();
      writer.setPosition(row);
      writer.startList();
      for (String item : (String[]) value) {
        writer.writeVarChar(item);
      }
      writer.endList();
    } else {
      throw new IllegalStateException("no rows with " + vector.getField());
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
