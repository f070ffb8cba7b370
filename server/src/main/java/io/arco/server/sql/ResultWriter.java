package io.arco.server.sql;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Writes a result in one format, a few rows at a time, never more than a number of bytes of rows.
 * Keeps no memory of the engine between two calls. One thread.
 */
interface ResultWriter {
  /**
   * A writer of the format.
   *
   * @param out what it writes, whose limit it keeps
   */
  static ResultWriter of(ResultFormat format, ResultBytes out) {
    return switch (format) {
      case JSON -> new JsonResultWriter(out);
      case NDJSON -> new NdjsonResultWriter(out);
      case CSV -> new CsvResultWriter(out);
      case ARROW -> new ArrowResultWriter(out);
      case PARQUET -> new ParquetResultWriter(out);
    };
  }

  /**
   * Writes what stands before the rows.
   *
   * @param batch the first one
   * @param dictionaries of its columns
   */
  void begin(List<ResultColumn> columns, VectorSchemaRoot batch, DictionaryProvider dictionaries)
      throws IOException;

  /**
   * Writes rows of a batch, whole rows only, until a step is full or there are no more.
   *
   * @param from the first one
   * @param to the one after the last, more than {@code from}
   * @return how many were written; 0 if the next one is beyond the limit
   */
  int write(VectorSchemaRoot batch, int from, int to) throws IOException;

  /**
   * Writes what stands after the rows.
   *
   * @param fields what is told of the result besides, where the format has a place for it
   * @param truncated whether there were more
   */
  void end(Map<String, Object> fields, boolean truncated) throws IOException;
}
