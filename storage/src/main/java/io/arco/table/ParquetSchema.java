package io.arco.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a system table. */
final class ParquetSchema {
  static final String MAP_GROUP = "key_value";
  static final String MAP_KEY = "key";
  static final String MAP_VALUE = "value";

  private ParquetSchema() {}

  static MessageType of(TableDefinition table) {
    List<Type> fields = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      fields.add(field(column));
    }
    return new MessageType(table.name(), fields);
  }

  /**
   * The part of a file's schema that the definition knows.
   *
   * @param places takes the place in a row of each field of the answer
   * @throws IllegalArgumentException if the file lacks a column that rows must have, or has it with
   *     another type
   */
  static MessageType project(TableDefinition table, MessageType file, List<Integer> places) {
    List<Type> fields = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      ColumnDefinition column = table.columns().get(i);
      if (file.containsField(column.name())) {
        Type found = file.getType(column.name());
        checkType(column, found);
        fields.add(found);
        places.add(i);
      } else if (!column.nullable() && column.kind() != ColumnKind.STRING_MAP) {
        throw new IllegalArgumentException("it has no column " + column.name());
      }
    }
    return new MessageType(file.getName(), fields);
  }

  private static void checkType(ColumnDefinition column, Type found) {
    Type expected = field(column);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException("column is " + found + " and not " + expected);
    }
  }

  private static Type field(ColumnDefinition column) {
    Repetition repetition =
        column.nullable() && column.kind() != ColumnKind.STRING_MAP
            ? Repetition.OPTIONAL
            : Repetition.REQUIRED;
    return switch (column.kind()) {
      case STRING -> text(repetition, column.name());
      case INT32 -> Types.primitive(PrimitiveTypeName.INT32, repetition).named(column.name());
      case INT64 -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(column.name());
      case TIMESTAMP ->
          Types.primitive(PrimitiveTypeName.INT64, repetition)
              .as(timestampType(true, TimeUnit.MILLIS))
              .named(column.name());
      case STRING_MAP ->
          Types.map(repetition)
              .key(text(Repetition.REQUIRED, MAP_KEY))
              .value(text(Repetition.REQUIRED, MAP_VALUE))
              .named(column.name());
    };
  }

  private static Type text(Repetition repetition, String name) {
    return Types.primitive(PrimitiveTypeName.BINARY, repetition).as(stringType()).named(name);
  }
}
