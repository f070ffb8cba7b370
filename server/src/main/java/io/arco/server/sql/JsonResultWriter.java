package io.arco.server.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import io.arco.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Writes {@link ResultFormat#JSON}. */
final class JsonResultWriter implements ResultWriter {
  private final ResultBytes out;
  private JsonGenerator json;
  private JsonRows rows;
  private boolean hasRows;

  JsonResultWriter(ResultBytes out) {
    this.out = out;
  }

  @Override
  public void begin(
      List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries)
      throws IOException {
    rows = new JsonRows(new ArrowCells(dictionaries));
    json = Json.MAPPER.createGenerator(out);
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
    json.flush();
  }

  @Override
  public int write(VectorSchemaRoot batch, int from, int to) throws IOException {
    int at = from;
    while (at < to && !out.isStepFull()) {
      ByteArrayOutputStream row = rows.array(batch, at);
      if (!out.hasRoom(row.size() + 1)) {
        return at - from;
      }
      if (hasRows) {
        out.write(',');
      }
      hasRows = true;
      row.writeTo(out);
      at++;
    }
    return at - from;
  }

  @Override
  public void end(Map<String, Object> fields, boolean truncated) throws IOException {
    json.writeEndArray();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      json.writePOJOField(field.getKey(), field.getValue());
    }
    json.writeBooleanField("truncated", truncated);
    json.writeEndObject();
    json.flush();
  }
}
