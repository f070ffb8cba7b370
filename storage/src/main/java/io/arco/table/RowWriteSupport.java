package io.arco.table;

import io.arco.store.Utf8Order;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands the values of rows to parquet-java. */
final class RowWriteSupport extends WriteSupport<Row> {
  private final TableDefinition table;
  private RecordConsumer out;

  RowWriteSupport(TableDefinition table) {
    this.table = table;
  }

  @Override
  public WriteContext init(Configuration unused) {
    return context();
  }

  @Override
  public WriteContext init(ParquetConfiguration unused) {
    return context();
  }

  private WriteContext context() {
    return new WriteContext(ParquetSchema.of(table), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    this.out = consumer;
  }

  @Override
  public void write(Row row) {
    if (row.size() != table.columns().size()) {
      throw new IllegalArgumentException(
          "a row of " + table.name() + " has " + row.size() + " values");
    }
    out.startMessage();
    for (int i = 0; i < row.size(); i++) {
      writeField(i, table.columns().get(i), row.get(i));
    }
    out.endMessage();
  }

  private void writeField(int index, ColumnDefinition column, Object value) {
    if (value == null) {
      if (!column.nullable() || column.kind() == ColumnKind.STRING_MAP) {
        throw new IllegalArgumentException(
            "column " + column.name() + " of " + table.name() + " can't be null");
      }
      return;
    }
    out.startField(column.name(), index);
    switch (column.kind()) {
      case STRING -> out.addBinary(Binary.fromString((String) value));
      case INT32 -> out.addInteger((Integer) value);
      case INT64 -> out.addLong((Long) value);
      case BOOLEAN -> out.addBoolean((Boolean) value);
      case DOUBLE -> out.addDouble((Double) value);
      case TIMESTAMP -> out.addLong(wholeMillis(column, (Instant) value));
      case STRING_MAP -> writeMap((Map<?, ?>) value);
    }
    out.endField(column.name(), index);
  }

  private void writeMap(Map<?, ?> map) {
    out.startGroup();
    if (!map.isEmpty()) {
      TreeMap<String, String> sorted = new TreeMap<>(Utf8Order::compare);
      map.forEach((key, value) -> sorted.put((String) key, (String) value));
      out.startField(ParquetSchema.MAP_GROUP, 0);
      sorted.forEach(this::writeEntry);
      out.endField(ParquetSchema.MAP_GROUP, 0);
    }
    out.endGroup();
  }

  private void writeEntry(String key, String value) {
    out.startGroup();
    out.startField(ParquetSchema.MAP_KEY, 0);
    out.addBinary(Binary.fromString(key));
    out.endField(ParquetSchema.MAP_KEY, 0);
    out.startField(ParquetSchema.MAP_VALUE, 1);
    out.addBinary(Binary.fromString(value));
    out.endField(ParquetSchema.MAP_VALUE, 1);
    out.endGroup();
  }

  private static long wholeMillis(ColumnDefinition column, Instant instant) {
    long millis = instant.toEpochMilli();
    if (!instant.equals(Instant.ofEpochMilli(millis))) {
      throw new IllegalArgumentException(
          "column " + column.name() + " takes whole milliseconds, not " + instant);
    }
    return millis;
  }
}
