package io.arco.server.lake;

import io.arco.server.lake.Shape.Field;
import io.arco.server.sql.Quoted;
import java.util.List;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** Iceberg's types as the engine's, and under which ids or names files hold the columns. */
final class IcebergShapes {
  private final NameMapping mappingOrNull;

  IcebergShapes(TableMetadata metadata) {
    String mapping = metadata.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
    this.mappingOrNull = mapping == null ? null : NameMappingParser.fromJson(mapping);
  }

  /**
   * The fields as the engine sees them.
   *
   * @throws LakeException UNSUPPORTED for a type that is not known
   */
  List<Field> fields(List<NestedField> fields) {
    return fields.stream().map(this::field).toList();
  }

  /** One field. */
  Field field(NestedField field) {
    String missing =
        field.initialDefault() == null
            ? "NULL"
            : Quoted.string(text(field.type(), field.initialDefault()));
    return new Field(field.name(), field.fieldId(), stored(field), shape(field.type()), missing);
  }

  private List<String> stored(NestedField field) {
    MappedField mapped = mappingOrNull == null ? null : mappingOrNull.find(field.fieldId());
    return mapped == null ? List.of() : List.copyOf(mapped.names());
  }

  /** A value as a text that casts to the engine's type. */
  static String text(Type type, Object value) {
    return switch (type.typeId()) {
      case BOOLEAN, DATE, DECIMAL, DOUBLE, FLOAT, INTEGER, LONG, STRING, TIME, TIMESTAMP, UUID ->
          Transforms.identity().toHumanString(type, value);
      default -> throw LakeException.unsupported("a constant of the type " + type);
    };
  }

  private Shape shape(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> new Shape.Leaf("BOOLEAN");
      case INTEGER -> new Shape.Leaf("INTEGER");
      case LONG -> new Shape.Leaf("BIGINT");
      case FLOAT -> new Shape.Leaf("FLOAT");
      case DOUBLE -> new Shape.Leaf("DOUBLE");
      case DATE -> new Shape.Leaf("DATE");
      case TIME -> new Shape.Leaf("TIME");
      case STRING -> new Shape.Leaf("VARCHAR");
      case UUID -> new Shape.Leaf("UUID");
      case FIXED, BINARY -> new Shape.Leaf("BLOB");
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield new Shape.Leaf("DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")");
      }
      case TIMESTAMP ->
          new Shape.Leaf(
              ((Types.TimestampType) type).shouldAdjustToUTC()
                  ? "TIMESTAMP WITH TIME ZONE"
                  : "TIMESTAMP");
      case STRUCT -> new Shape.Struct(fields(type.asStructType().fields()));
      case LIST -> new Shape.ListOf(field(type.asListType().fields().get(0)));
      case MAP -> {
        List<NestedField> fields = type.asMapType().fields();
        yield new Shape.MapOf(field(fields.get(0)), field(fields.get(1)));
      }
      default -> throw LakeException.unsupported("the type " + type);
    };
  }
}
