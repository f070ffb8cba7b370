package io.arco.server.sql;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** Writes {@link ResultFormat#NDJSON}. */
final class NdjsonResultWriter implements ResultWriter {
  private final ResultBytes out;
  private List<String> names;
  private JsonRows rows;

  NdjsonResultWriter(ResultBytes out) {
    this.out = out;
  }

  @Override
  public void begin(
      List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries)
      throws IOException {
    names = ResultColumn.distinctNames(columns);
    rows = new JsonRows(new ArrowCells(dictionaries));
  }

  @Override
  public int write(VectorSchemaRoot batch, int from, int to) throws IOException {
    int at = from;
    while (at < to && !out.isStepFull()) {
      ByteArrayOutputStream row = rows.object(batch, names, at);
      if (!out.hasRoom(row.size() + 1)) {
        return at - from;
      }
      row.writeTo(out);
      out.write('\n');
      at++;
    }
    return at - from;
  }

  @Override
  public void end(Map<String, Object> fields, boolean truncated) {}
}
