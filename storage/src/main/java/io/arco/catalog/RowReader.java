package io.arco.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.arco.json.Json;
import io.arco.table.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/** Reads the cells of one row from left to right. */
final class RowReader {
  private final Row row;
  private int next;

  RowReader(Row row) {
    this.row = row;
  }

  RowReader skip(int cells) {
    next += cells;
    return this;
  }

  String text() {
    return row.text(next++);
  }

  int int32() {
    return (Integer) row.get(next++);
  }

  long int64() {
    return (Long) row.get(next++);
  }

  boolean bool() {
    return (Boolean) row.get(next++);
  }

  Instant instant() {
    return (Instant) row.get(next++);
  }

  /** A value that a text cell holds as JSON. */
  <T> T json(TypeReference<T> type) {
    try {
      return Json.MAPPER.readValue(text(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a cell is not the JSON it was written as", e);
    }
  }

  /** A value as a text cell holds it. */
  static String jsonText(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // the Java form of a STRING_MAP
  SortedMap<String, String> properties() {
    return SortedProperties.copyOf((Map<String, String>) row.get(next++));
  }
}
