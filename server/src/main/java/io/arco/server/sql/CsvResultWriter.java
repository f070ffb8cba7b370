package io.arco.server.sql;

import java.io.IOException;
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
  private JsonRows nested;

  CsvResultWriter(ResultBytes out) {
    this.out = out;
  }

  @Override
  public void begin(
      List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries)
      throws IOException {
    cells = new ArrowCells(dictionaries);
    nested = new JsonRows(cells);
    String header =
        columns.stream().map(column -> quoted(column.name())).collect(Collectors.joining(","));
    out.writeBytes((header + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int write(VectorSchemaRoot batch, int from, int to) throws IOException {
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

  private String line(VectorSchemaRoot batch, int at) throws IOException {
    StringBuilder line = new StringBuilder();
    for (FieldVector vector : batch.getFieldVectors()) {
      line.append(field(cells.value(vector, at))).append(',');
    }
    line.setLength(line.length() - 1);
    return line.append("\r\n").toString();
  }

  private String field(Object value) throws IOException {
    if (value == null) {
      return "";
    }
    boolean isNested = value instanceof List || value instanceof Map;
    return quoted(isNested ? nested.text(value) : value.toString());
  }

  private static String quoted(String text) {
    boolean isPlain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return isPlain ? text : Quoted.identifier(text);
  }

  @Override
  public void end(Map<String, Object> fields, boolean truncated) {}
}
