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

/** Rows as JSON texts, one at a time. */
final class JsonRows {
  private final ArrowCells cells;
  private final ByteArrayOutputStream row = new ByteArrayOutputStream(1024);
  private final JsonGenerator json;

  JsonRows(ArrowCells cells) throws IOException {
    this.cells = cells;
    this.json = Json.MAPPER.createGenerator(row);
    json.setRootValueSeparator(null);
  }

  /** A row as an array; gone with the next call. */
  ByteArrayOutputStream array(VectorSchemaRoot batch, int at) throws IOException {
    row.reset();
    json.writeStartArray();
    for (FieldVector vector : batch.getFieldVectors()) {
      value(cells.value(vector, at));
    }
    json.writeEndArray();
    json.flush();
    return row;
  }

  /**
   * A row as an object; gone with the next call.
   *
   * @param names of the columns, all different
   */
  ByteArrayOutputStream object(VectorSchemaRoot batch, List<String> names, int at)
      throws IOException {
    row.reset();
    json.writeStartObject();
    for (int i = 0; i < names.size(); i++) {
      json.writeFieldName(names.get(i));
      value(cells.value(batch.getVector(i), at));
    }
    json.writeEndObject();
    json.flush();
    return row;
  }

  /** A value of {@link ArrowCells} alone. */
  String text(Object value) throws IOException {
    row.reset();
    value(value);
    json.flush();
    return row.toString(StandardCharsets.UTF_8);
  }

  private void value(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        value(item);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> fields) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        json.writeFieldName((String) field.getKey());
        value(field.getValue());
      }
      json.writeEndObject();
    } else {
      json.writePOJO(value);
    }
  }
}
