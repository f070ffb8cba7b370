package io.arco.server.sql;

import io.arco.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Writes {@link ResultFormat#CSV}. */
final class CsvResultWriter implements ResultWriter {
  private final ResultBytes out;
  private ArrowCells cells;

  CsvResultWriter(ResultBytes out) {
    this.out = out;
  }

  @Override
  public void begin(
      List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries) {
    cells = new ArrowCells(dictionaries);
    String header =
        columns.stream().map(column -> field(column.name())).collect(Collectors.joining(","));
    out.writeBytes((header + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int write(VectorSchemaRoot batch, int from, int to) {
    int at = from;
    while (at < to && !out.isStepFull()) {
      byte[] line = line(batch, at).getBytes(StandardCharsets.UTF_8);
      if (!out.hasRoom(line.length)) {
        return at - from;
      }
      out.writeBytes(line);
      at++;
    }
    return at - from;
  }

  private String line(VectorSchemaRoot batch, int at) {
    StringBuilder line = new StringBuilder();
    for (FieldVector vector : batch.getFieldVectors()) {
      line.append(field(cells.value(vector, at))).append(',');
    }
    line.setLength(line.length() - 1);
    return line.append("\r\n").toString();
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    boolean nested = value instanceof List || value instanceof Map;
    String text = nested ? new String(Json.bytes(value), StandardCharsets.UTF_8) : value.toString();
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : Quoted.identifier(text);
  }

  @Override
  public void end(Map<String, Object> fields, boolean truncated) {}
}
