package io.arco.server.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import io.arco.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Writes {@link ResultFormat#JSON}. */
final class JsonResultWriter implements ResultWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxBytes;
  private final Map<String, Object> extraFields;
  private final JsonGenerator json;
  private ArrowCells cells;

  JsonResultWriter(int maxBytes, Map<String, Object> extraFields) throws IOException {
    this.maxBytes = maxBytes;
    this.extraFields = extraFields;
    this.json = Json.MAPPER.createGenerator(bytes);
  }

  @Override
  public void begin(List<ResultColumn> columns, ArrowReader reader) throws IOException {
    cells = new ArrowCells(reader);
    json.writeStartObject();
    json.writeArrayFieldStart("columns");
    for (ResultColumn column : columns) {
      json.writeStartObject();
      json.writeStringField("name", column.name());
      json.writeStringField("type", column.type());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rows");
  }

  @Override
  public int write(VectorSchemaRoot batch, int count) throws IOException {
    for (int row = 0; row < count; row++) {
      byte[] line = row(batch, row);
      json.flush();
      if ((long) bytes.size() + line.length + 1 > maxBytes) {
        return row;
      }
      json.writeRawValue(new String(line, StandardCharsets.UTF_8));
    }
    return count;
  }

  private byte[] row(VectorSchemaRoot batch, int row) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator one = Json.MAPPER.createGenerator(line)) {
      one.writeStartArray();
      for (FieldVector vector : batch.getFieldVectors()) {
        one.writePOJO(cells.value(vector, row));
      }
      one.writeEndArray();
    }
    return line.toByteArray();
  }

  @Override
  public byte[] end(boolean truncated) throws IOException {
    json.writeEndArray();
    for (Map.Entry<String, Object> field : extraFields.entrySet()) {
      json.writePOJOField(field.getKey(), field.getValue());
    }
    json.writeBooleanField("truncated", truncated);
    json.writeEndObject();
    json.close();
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    bytes.reset();
  }
}
