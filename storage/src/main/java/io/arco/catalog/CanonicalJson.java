package io.arco.catalog;

import io.arco.json.InstantText;
import io.arco.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/**
 * The JSON that entities are hashed over: byte for byte what {@link Json#bytes} writes. A state is
 * restored by hashing each of its entities, so tables, of which there are many, are written by hand
 * as long as their texts need no escapes; everything else goes through the mapper.
 */
final class CanonicalJson {
  private static final int FIRST_BYTES = 1_024;

  /** Bytes one field takes besides its text, at most: its name, quotes, a number. */
  private static final int FIELD_BYTES = 64;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private boolean isPlain = true;

  private CanonicalJson() {}

  /** The JSON of an entity. */
  static byte[] of(Entity entity) {
    if (entity instanceof TableEntity table) {
      CanonicalJson json = new CanonicalJson();
      json.table(table);
      if (json.isPlain) {
        return Arrays.copyOf(json.bytes, json.length);
      }
    }
    return Json.bytes(entity);
  }

  private void table(TableEntity table) {
    raw("{\"id\":");
    quoted(table.id().toString());
    text(",\"schemaId\":", table.schemaId().toString());
    text(",\"name\":", table.name());
    text(",\"format\":", table.format().text());
    text(",\"location\":", table.location());
    text(",\"comment\":", table.comment());
    raw(",\"properties\":{");
    entries(table.properties());
    raw(",\"columns\":[");
    boolean isFirst = true;
    for (Column column : table.columns()) {
      raw(isFirst ? "{\"id\":" : ",{\"id\":");
      isFirst = false;
      column(column);
    }
    raw("]");
    number(",\"lastColumnId\":", table.lastColumnId());
    instant(",\"createdAt\":", table.createdAt());
    instant(",\"updatedAt\":", table.updatedAt());
    number(",\"version\":", table.version());
    text(",\"owner\":", table.owner());
    tags(table.tags());
    raw("}");
  }

  private void column(Column column) {
    raw(Integer.toString(column.id()));
    text(",\"name\":", column.name());
    text(",\"type\":", column.type());
    raw(column.nullable() ? ",\"nullable\":true" : ",\"nullable\":false");
    text(",\"comment\":", column.comment());
    tags(column.tags());
    raw("}");
  }

  /** Tags, left out if there are none. */
  private void tags(SortedMap<String, String> tags) {
    if (!tags.isEmpty()) {
      raw(",\"tags\":{");
      entries(tags);
    }
  }

  /** Entries and the end of an object that was begun. */
  private void entries(SortedMap<String, String> properties) {
    boolean isFirst = true;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      if (!isFirst) {
        raw(",");
      }
      isFirst = false;
      quoted(property.getKey());
      raw(":");
      quoted(property.getValue());
    }
    raw("}");
  }

  /** A field, left out if it is null. */
  private void text(String field, String value) {
    if (value != null) {
      raw(field);
      quoted(value);
    }
  }

  private void number(String field, long value) {
    raw(field);
    raw(Long.toString(value));
  }

  private void instant(String field, Instant value) {
    text(field, value == null ? null : InstantText.of(value));
  }

  private void quoted(String text) {
    int count = text == null ? 0 : text.length();
    reserve(count);
    bytes[length++] = '"';
    for (int i = 0; i < count; i++) {
      char character = text.charAt(i);
      isPlain &= character >= ' ' && character < 0x7f && character != '"' && character != '\\';
      bytes[length++] = (byte) character;
    }
    bytes[length++] = '"';
    isPlain &= text != null;
  }

  /** Short ASCII text as it is. */
  @SuppressWarnings("deprecation") // It copies the low bytes, which is what ASCII text needs.
  private void raw(String text) {
    int count = text.length();
    reserve(count);
    text.getBytes(0, count, bytes, length);
    length += count;
  }

  private void reserve(int more) {
    if (bytes.length - length < more + FIELD_BYTES) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more + FIELD_BYTES));
    }
  }
}
