package io.arco.server.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Writes {@link ResultFormat#ARROW}. */
final class ArrowResultWriter implements ResultWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxBytes;
  private VectorSchemaRoot out;
  private ArrowStreamWriter stream;

  ArrowResultWriter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void begin(List<ResultColumn> columns, ArrowReader reader) throws IOException {
    VectorSchemaRoot batch = reader.getVectorSchemaRoot();
    out = VectorSchemaRoot.create(batch.getSchema(), batch.getVector(0).getAllocator());
    stream = new ArrowStreamWriter(out, reader, Channels.newChannel(bytes));
    stream.start();
  }

  @Override
  public int write(VectorSchemaRoot batch, int count) throws IOException {
    int rows = count;
    while (rows > 0 && !writeIfFits(batch, rows)) {
      rows /= 2;
    }
    return rows;
  }

  private boolean writeIfFits(VectorSchemaRoot batch, int rows) throws IOException {
    try (VectorSchemaRoot slice = batch.slice(0, rows);
        ArrowRecordBatch record = new VectorUnloader(slice).getRecordBatch()) {
      if (bytes.size() + record.computeBodyLength() > maxBytes) {
        return false;
      }
      new VectorLoader(out).load(record);
      stream.writeBatch();
      out.clear();
      return true;
    }
  }

  @Override
  public byte[] end(boolean truncated) throws IOException {
    stream.end();
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
    if (out != null) {
      out.close();
    }
  }
}
