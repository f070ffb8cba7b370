package io.arco.server.sql;

import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** Writes {@link ResultFormat#ARROW}. */
final class ArrowResultWriter implements ResultWriter {
  /** Batches beyond this are cut into smaller ones, down to one row. */
  static final long MAX_BATCH_BYTES = 1 << 20;

  private final ResultBytes out;
  private final WriteChannel channel;

  ArrowResultWriter(ResultBytes out) {
    this.out = out;
    this.channel = new WriteChannel(Channels.newChannel(out));
  }

  @Override
  public void begin(
      List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries)
      throws IOException {
    Set<Long> used = new TreeSet<>();
    List<Field> fields = new ArrayList<>();
    for (Field field : batch.getSchema().getFields()) {
      fields.add(DictionaryUtility.toMessageFormat(field, dictionaries, used));
    }
    MessageSerializer.serialize(channel, new Schema(fields), IpcOption.DEFAULT);
    for (long id : used) {
      dictionary(id, dictionaries.lookup(id).getVector());
    }
  }

  private void dictionary(long id, FieldVector words) throws IOException {
    VectorSchemaRoot root =
        new VectorSchemaRoot(List.of(words.getField()), List.of(words), words.getValueCount());
    try (ArrowDictionaryBatch message =
        new ArrowDictionaryBatch(id, new VectorUnloader(root).getRecordBatch(), false)) {
      MessageSerializer.serialize(channel, message, IpcOption.DEFAULT);
    }
  }

  @Override
  public int write(VectorSchemaRoot batch, int from, int to) throws IOException {
    int rows = to - from;
    while (rows > 0 && !writeIfFits(batch, from, rows)) {
      rows /= 2;
    }
    return rows;
  }

  private boolean writeIfFits(VectorSchemaRoot batch, int from, int rows) throws IOException {
    try (VectorSchemaRoot slice = batch.slice(from, rows);
        ArrowRecordBatch message = new VectorUnloader(slice).getRecordBatch()) {
      long bytes = message.computeBodyLength();
      if (rows > 1 && bytes > MAX_BATCH_BYTES || !out.hasRoom(bytes)) {
        return false;
      }
      MessageSerializer.serialize(channel, message, IpcOption.DEFAULT);
      return true;
    }
  }

  @Override
  public void end(Map<String, Object> fields, boolean truncated) throws IOException {
    ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
  }
}
