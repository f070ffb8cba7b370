package io.arco.server.sql;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Writes a result in one format, never more than a number of bytes of rows. */
interface ResultWriter extends AutoCloseable {
  /** A writer of the format. */
  static ResultWriter of(ResultFormat format, int maxBytes, SqlOptions options) throws IOException {
    return switch (format) {
      case JSON -> new JsonResultWriter(maxBytes, options.jsonFields());
      case CSV -> new CsvResultWriter(maxBytes);
      case ARROW -> new ArrowResultWriter(maxBytes);
    };
  }

  /** Writes what stands before the rows. */
  void begin(List<ResultColumn> columns, ArrowReader reader) throws IOException;

  /**
   * Writes the batch's first rows, whole rows only.
   *
   * @param count at least 1
   * @return how many fit
   */
  int write(VectorSchemaRoot batch, int count) throws IOException;

  /** Writes what stands after the rows and returns everything. */
  byte[] end(boolean truncated) throws IOException;

  @Override
  void close() throws IOException;
}
