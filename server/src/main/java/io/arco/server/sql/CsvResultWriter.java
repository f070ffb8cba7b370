package io.arco.server.sql;

import io.arco.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Writes {@link ResultFormat#CSV}. */
final class CsvResultWriter implements ResultWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxBytes;
  private ArrowCells cells;

  CsvResultWriter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void begin(List<ResultColumn> columns, ArrowReader reader) {
    cells = new ArrowCells(reader);
    String header =
        columns.stream().map(column -> field(column.name())).collect(Collectors.joining(","));
    bytes.writeBytes((header + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int write(VectorSchemaRoot batch, int count) {
    for (int row = 0; row < count; row++) {
      int at = row;
      String line =
          batch.getFieldVectors().stream()
              .map(vector -> field(cells.value(vector, at)))
              .collect(Collectors.joining(",", "", "\r\n"));
      byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
      if ((long) bytes.size() + encoded.length > maxBytes) {
        return row;
      }
      bytes.writeBytes(encoded);
    }
    return count;
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
  public byte[] end(boolean truncated) {
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    bytes.reset();
  }
}
