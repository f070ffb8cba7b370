package io.arco.table;

import io.arco.store.Utf8Order;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;

/** Makes rows of the values parquet-java reads. */
final class RowMaterializer extends RecordMaterializer<Row> {
  private final Object[] blank;
  private final WholeRow wholeRow;
  private Object[] values;

  /**
   * @param places the place in a row of each field that is read
   */
  RowMaterializer(TableDefinition table, List<Integer> places) {
    blank = new Object[table.columns().size()];
    for (int i = 0; i < blank.length; i++) {
      blank[i] = table.columns().get(i).kind() == ColumnKind.STRING_MAP ? Map.of() : null;
    }
    Converter[] fields = new Converter[places.size()];
    for (int i = 0; i < fields.length; i++) {
      int place = places.get(i);
      fields[i] = converter(table.columns().get(place).kind(), place);
    }
    wholeRow = new WholeRow(fields);
  }

  @Override
  public Row getCurrentRecord() {
    return Row.of(values);
  }

  @Override
  public GroupConverter getRootConverter() {
    return wholeRow;
  }

  private Converter converter(ColumnKind kind, int place) {
    return switch (kind) {
      case STRING -> new Text(text -> values[place] = text);
      case INT32, INT64, BOOLEAN, DOUBLE -> new Boxed(place);
      case TIMESTAMP -> new Timestamp(place);
      case STRING_MAP -> new StringMap(place);
    };
  }

  /** The whole row. */
  private final class WholeRow extends GroupConverter {
    private final Converter[] fields;

    WholeRow(Converter[] fields) {
      this.fields = fields;
    }

    @Override
    public Converter getConverter(int index) {
      return fields[index];
    }

    @Override
    public void start() {
      values = blank.clone();
    }

    @Override
    public void end() {}
  }

  /** Takes one text. */
  private interface TextTarget {
    void set(String text);
  }

  /** A text; each entry of a dictionary is decoded once and shared by all rows of the file. */
  private static final class Text extends PrimitiveConverter {
    private final TextTarget target;
    private String[] dictionary;

    Text(TextTarget target) {
      this.target = target;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary entries) {
      dictionary = new String[entries.getMaxId() + 1];
      for (int i = 0; i < dictionary.length; i++) {
        dictionary[i] = entries.decodeToBinary(i).toStringUsingUTF8();
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      target.set(dictionary[id]);
    }

    @Override
    public void addBinary(Binary value) {
      target.set(value.toStringUsingUTF8());
    }
  }

  /** A number or truth value, boxed as it comes. */
  private final class Boxed extends PrimitiveConverter {
    private final int place;

    Boxed(int place) {
      this.place = place;
    }

    @Override
    public void addInt(int value) {
      values[place] = value;
    }

    @Override
    public void addLong(long value) {
      values[place] = value;
    }

    @Override
    public void addBoolean(boolean value) {
      values[place] = value;
    }

    @Override
    public void addDouble(double value) {
      values[place] = value;
    }
  }

  /** An instant. */
  private final class Timestamp extends PrimitiveConverter {
    private final int place;

    Timestamp(int place) {
      this.place = place;
    }

    @Override
    public void addLong(long millis) {
      values[place] = Instant.ofEpochMilli(millis);
    }
  }

  /** A map; an empty one stays the shared empty map. */
  private final class StringMap extends GroupConverter {
    private final int place;
    private final Entries entries = new Entries();

    StringMap(int place) {
      this.place = place;
    }

    @Override
    public Converter getConverter(int index) {
      return entries;
    }

    @Override
    public void start() {
      entries.map = null;
    }

    @Override
    public void end() {
      if (entries.map != null) {
        values[place] = Collections.unmodifiableSortedMap(entries.map);
      }
    }
  }

  /** The entries of one map. */
  private static final class Entries extends GroupConverter {
    private TreeMap<String, String> map;
    private String key;
    private String value;
    private final Converter keyConverter = new Text(text -> key = text);
    private final Converter valueConverter = new Text(text -> value = text);

    @Override
    public Converter getConverter(int index) {
      return index == 0 ? keyConverter : valueConverter;
    }

    @Override
    public void start() {}

    @Override
    public void end() {
      if (map == null) {
        map = new TreeMap<>(Utf8Order::compare);
      }
      map.put(key, value);
    }
  }
}
