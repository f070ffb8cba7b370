package io.arco.server.flight;

import io.arco.catalog.Column;
import io.arco.catalog.ColumnType;
import io.arco.table.ColumnDefinition;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The catalog's column types as the engine exports them. */
final class ArrowTypes {
  private ArrowTypes() {}

  /** A column of a user's table. */
  static Field field(Column column) {
    return field(column.name(), ColumnType.parse(column.type()), column.nullable());
  }

  /** A column of a system table. */
  static Field field(ColumnDefinition column) {
    ColumnType type =
        switch (column.kind()) {
          case STRING -> ColumnType.Primitive.STRING;
          case INT32 -> ColumnType.Primitive.INT;
          case INT64 -> ColumnType.Primitive.BIGINT;
          case BOOLEAN -> ColumnType.Primitive.BOOLEAN;
          case DOUBLE -> ColumnType.Primitive.DOUBLE;
          case TIMESTAMP -> ColumnType.Primitive.TIMESTAMP;
          case STRING_MAP ->
              new ColumnType.MapOf(ColumnType.Primitive.STRING, ColumnType.Primitive.STRING);
        };
    return field(column.name(), type, true);
  }

  private static Field field(String name, ColumnType type, boolean isNullable) {
    return new Field(name, new FieldType(isNullable, arrow(type), null), children(type));
  }

  private static List<Field> children(ColumnType type) {
    if (type instanceof ColumnType.ListOf list) {
      return List.of(field("l", list.element(), true));
    }
    if (type instanceof ColumnType.MapOf map) {
      Field key = field("key", map.key(), false);
      Field value = field("value", map.value(), true);
      FieldType entries = new FieldType(false, ArrowType.Struct.INSTANCE, null);
      return List.of(new Field("entries", entries, List.of(key, value)));
    }
    List<Field> fields = new ArrayList<>();
    if (type instanceof ColumnType.Struct struct) {
      struct.fields().forEach(f -> fields.add(field(f.name(), f.type(), true)));
    }
    return fields;
  }

  private static ArrowType arrow(ColumnType type) {
    if (type instanceof ColumnType.Primitive primitive) {
      return arrow(primitive);
    } else if (type instanceof ColumnType.Decimal decimal) {
      return new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
    } else if (type instanceof ColumnType.ListOf) {
      return ArrowType.List.INSTANCE;
    } else if (type instanceof ColumnType.MapOf) {
      return new ArrowType.Map(false);
    }
    return ArrowType.Struct.INSTANCE;
  }

  private static ArrowType arrow(ColumnType.Primitive primitive) {
    return switch (primitive) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case TINYINT -> new ArrowType.Int(8, true);
      case SMALLINT -> new ArrowType.Int(16, true);
      case INT -> new ArrowType.Int(32, true);
      case BIGINT -> new ArrowType.Int(64, true);
      case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case STRING, UUID, JSON -> ArrowType.Utf8.INSTANCE;
      case BINARY -> ArrowType.Binary.INSTANCE;
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case TIMESTAMP_NTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
    };
  }
}
