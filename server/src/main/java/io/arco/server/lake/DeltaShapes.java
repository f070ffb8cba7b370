package io.arco.server.lake;

import io.arco.server.lake.Shape.Field;
import io.delta.kernel.Snapshot;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.types.VariantType;
import java.util.List;
import java.util.Map;

/** Delta's types as the engine's, and under which ids or names files hold the columns. */
final class DeltaShapes {
  private static final String MODE = "delta.columnMapping.mode";
  private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
  private static final String ID = "delta.columnMapping.id";

  private static final Map<Class<?>, String> LEAVES =
      Map.ofEntries(
          Map.entry(BinaryType.class, "BLOB"),
          Map.entry(BooleanType.class, "BOOLEAN"),
          Map.entry(ByteType.class, "TINYINT"),
          Map.entry(DateType.class, "DATE"),
          Map.entry(DoubleType.class, "DOUBLE"),
          Map.entry(FloatType.class, "FLOAT"),
          Map.entry(IntegerType.class, "INTEGER"),
          Map.entry(LongType.class, "BIGINT"),
          Map.entry(ShortType.class, "SMALLINT"),
          Map.entry(StringType.class, "VARCHAR"),
          Map.entry(TimestampNTZType.class, "TIMESTAMP"),
          Map.entry(TimestampType.class, "TIMESTAMP WITH TIME ZONE"));

  private final boolean hasNames;
  private final boolean hasIds;

  private DeltaShapes(String mode) {
    hasNames = !mode.equals("none");
    hasIds = mode.equals("id");
  }

  /**
   * The columns of a version.
   *
   * @throws LakeException UNSUPPORTED for a type or mode that is not known
   */
  static List<Field> columns(Snapshot snapshot) {
    String mode = snapshot.getTableProperties().getOrDefault(MODE, "none");
    if (!List.of("none", "name", "id").contains(mode)) {
      throw LakeException.unsupported("column mapping by " + mode);
    }
    return new DeltaShapes(mode).fields(snapshot.getSchema());
  }

  private List<Field> fields(StructType struct) {
    return struct.fields().stream().map(this::field).toList();
  }

  private Field field(StructField field) {
    String stored = hasNames ? field.getMetadata().getString(PHYSICAL_NAME) : field.getName();
    Long id = hasIds ? field.getMetadata().getLong(ID) : null;
    if (stored == null || (hasIds && id == null)) {
      throw LakeException.unreadable("A column of the table lacks its mapping.");
    }
    Integer idOrNull = id == null ? null : Math.toIntExact(id);
    return new Field(
        field.getName(), idOrNull, List.of(stored), shape(field.getDataType()), "NULL");
  }

  private Shape shape(DataType type) {
    String leaf = LEAVES.get(type.getClass());
    if (leaf != null) {
      return new Shape.Leaf(leaf);
    } else if (type instanceof DecimalType decimal) {
      return new Shape.Leaf("DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")");
    } else if (type instanceof StructType struct) {
      return new Shape.Struct(fields(struct));
    } else if (type instanceof ArrayType array) {
      return new Shape.ListOf(part(array.getElementType()));
    } else if (type instanceof MapType map) {
      return new Shape.MapOf(part(map.getKeyType()), part(map.getValueType()));
    } else if (type instanceof VariantType) {
      throw LakeException.unsupported(DeltaTables.VARIANT);
    }
    throw LakeException.unsupported("the type " + type);
  }

  private Field part(DataType type) {
    return new Field("", null, List.of(), shape(type), "NULL");
  }
}
