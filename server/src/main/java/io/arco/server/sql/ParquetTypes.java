package io.arco.server.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Types of Arrow, as the engine hands them out, as types of Parquet. Everything but the keys of
 * maps may be null. Where Parquet has no type that holds every value, it is the text: intervals.
 */
final class ParquetTypes {
  /** Names of the groups inside lists and maps, as the format wants them. */
  static final String LIST = "list";

  static final String ELEMENT = "element";
  static final String ENTRIES = "key_value";
  static final String KEY = "key";
  static final String VALUE = "value";

  /** Bytes of a decimal of more than 18 digits, as in Arrow. */
  static final int DECIMAL_BYTES = 16;

  private static final int MAX_INT_DIGITS = 9;
  private static final int MAX_LONG_DIGITS = 18;

  private ParquetTypes() {}

  /**
   * The schema of a file.
   *
   * @param names of the columns, all different
   */
  static MessageType schema(List<Field> fields, List<String> names) {
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      types.add(type(fields.get(i), names.get(i), Type.Repetition.OPTIONAL));
    }
    return new MessageType("arco", types);
  }

  /** Whether a decimal of so many digits is an INT32. */
  static boolean isInt(ArrowType.Decimal decimal) {
    return decimal.getPrecision() <= MAX_INT_DIGITS;
  }

  /** Whether a decimal of so many digits is an INT64, if it is no INT32. */
  static boolean isLong(ArrowType.Decimal decimal) {
    return decimal.getPrecision() <= MAX_LONG_DIGITS;
  }

  private static Type type(Field field, String name, Type.Repetition repetition) {
    ArrowType type = field.getType();
    List<Field> children = field.getChildren();
    if (field.getDictionary() != null) {
      // Not as an enumeration: readers on Arrow take that for bytes.
      return text(LogicalTypeAnnotation.stringType(), name, repetition);
    } else if (type instanceof ArrowType.List || type instanceof ArrowType.FixedSizeList) {
      Type element = type(children.get(0), ELEMENT, Type.Repetition.OPTIONAL);
      return Types.buildGroup(repetition)
          .as(LogicalTypeAnnotation.listType())
          .addField(Types.repeatedGroup().addField(element).named(LIST))
          .named(name);
    } else if (type instanceof ArrowType.Map) {
      List<Field> entry = children.get(0).getChildren();
      return Types.buildGroup(repetition)
          .as(LogicalTypeAnnotation.mapType())
          .addField(
              Types.repeatedGroup()
                  .addField(type(entry.get(0), KEY, Type.Repetition.REQUIRED))
                  .addField(type(entry.get(1), VALUE, Type.Repetition.OPTIONAL))
                  .named(ENTRIES))
          .named(name);
    } else if (type instanceof ArrowType.Struct) {
      var group = Types.buildGroup(repetition);
      children.forEach(
          child -> group.addField(type(child, child.getName(), Type.Repetition.OPTIONAL)));
      return group.named(name);
    }
    return primitive(type, name, repetition);
  }

  private static Type primitive(ArrowType type, String name, Type.Repetition repetition) {
    if (type instanceof ArrowType.Null) {
      return plain(PrimitiveTypeName.INT32, null, name, repetition);
    } else if (type instanceof ArrowType.Bool) {
      return plain(PrimitiveTypeName.BOOLEAN, null, name, repetition);
    } else if (type instanceof ArrowType.Int number) {
      return plain(
          number.getBitWidth() == 64 ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32,
          LogicalTypeAnnotation.intType(number.getBitWidth(), number.getIsSigned()),
          name,
          repetition);
    } else if (type instanceof ArrowType.FloatingPoint number) {
      boolean isSingle = number.getPrecision() == FloatingPointPrecision.SINGLE;
      return plain(
          isSingle ? PrimitiveTypeName.FLOAT : PrimitiveTypeName.DOUBLE, null, name, repetition);
    } else if (type instanceof ArrowType.Decimal number) {
      return decimal(number, name, repetition);
    } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.Interval) {
      return text(LogicalTypeAnnotation.stringType(), name, repetition);
    } else if (type instanceof ArrowType.Binary) {
      return plain(PrimitiveTypeName.BINARY, null, name, repetition);
    }
    return temporal(type, name, repetition);
  }

  private static Type temporal(ArrowType type, String name, Type.Repetition repetition) {
    if (type instanceof ArrowType.Date) {
      return plain(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), name, repetition);
    } else if (type instanceof ArrowType.Time time) {
      return plain(
          PrimitiveTypeName.INT64,
          LogicalTypeAnnotation.timeType(false, unit(time.getUnit())),
          name,
          repetition);
    } else if (type instanceof ArrowType.Timestamp moment) {
      return plain(
          PrimitiveTypeName.INT64,
          LogicalTypeAnnotation.timestampType(moment.getTimezone() != null, unit(moment.getUnit())),
          name,
          repetition);
    }
    throw new IllegalStateException("no Parquet type for Arrow type " + type);
  }

  /** Seconds are microseconds, as the engine's own writer has them: the format has none. */
  private static LogicalTypeAnnotation.TimeUnit unit(TimeUnit unit) {
    return switch (unit) {
      case MILLISECOND -> LogicalTypeAnnotation.TimeUnit.MILLIS;
      case SECOND, MICROSECOND -> LogicalTypeAnnotation.TimeUnit.MICROS;
      case NANOSECOND -> LogicalTypeAnnotation.TimeUnit.NANOS;
    };
  }

  private static Type decimal(ArrowType.Decimal number, String name, Type.Repetition repetition) {
    LogicalTypeAnnotation annotation =
        LogicalTypeAnnotation.decimalType(number.getScale(), number.getPrecision());
    if (isLong(number)) {
      return plain(
          isInt(number) ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64,
          annotation,
          name,
          repetition);
    }
    return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
        .length(DECIMAL_BYTES)
        .as(annotation)
        .named(name);
  }

  private static Type text(
      LogicalTypeAnnotation annotation, String name, Type.Repetition repetition) {
    return plain(PrimitiveTypeName.BINARY, annotation, name, repetition);
  }

  private static Type plain(
      PrimitiveTypeName primitive,
      LogicalTypeAnnotation annotationOrNull,
      String name,
      Type.Repetition repetition) {
    var builder = Types.primitive(primitive, repetition);
    return (annotationOrNull == null ? builder : builder.as(annotationOrNull)).named(name);
  }
}
