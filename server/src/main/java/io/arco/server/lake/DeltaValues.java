package io.arco.server.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Actions of a Delta log, read as JSON, in the shape in which the kernel takes them. */
final class DeltaValues {
  private DeltaValues() {}

  /**
   * Rows as a batch of these columns.
   *
   * @param rows JSON objects
   */
  static ColumnarBatch batch(StructType schema, List<JsonNode> rows) {
    List<ColumnVector> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(new Nodes(field.getDataType(), parts(rows, field.getName())));
    }
    return new Batch(schema, columns, rows.size());
  }

  /** One value for every row. */
  static ColumnVector constant(DataType type, String valueOrNull, int size) {
    JsonNode node = valueOrNull == null ? null : TextNode.valueOf(valueOrNull);
    return new Nodes(type, Collections.nCopies(size, node));
  }

  private static List<JsonNode> parts(List<JsonNode> rows, String name) {
    List<JsonNode> parts = new ArrayList<>(rows.size());
    rows.forEach(row -> parts.add(row == null ? null : row.get(name)));
    return parts;
  }

  /** Some columns of one length. */
  private record Batch(StructType schema, List<ColumnVector> columns, int size)
      implements ColumnarBatch {
    @Override
    public StructType getSchema() {
      return schema;
    }

    @Override
    public ColumnVector getColumnVector(int ordinal) {
      return columns.get(ordinal);
    }

    @Override
    public int getSize() {
      return size;
    }

    @Override
    public ColumnarBatch withNewColumn(int ordinal, StructField field, ColumnVector column) {
      List<StructField> fields = new ArrayList<>(schema.fields());
      fields.add(ordinal, field);
      List<ColumnVector> more = new ArrayList<>(columns);
      more.add(ordinal, column);
      return new Batch(new StructType(fields), more, size);
    }

    @Override
    public ColumnarBatch withDeletedColumnAt(int ordinal) {
      List<StructField> fields = new ArrayList<>(schema.fields());
      fields.remove(ordinal);
      List<ColumnVector> fewer = new ArrayList<>(columns);
      fewer.remove(ordinal);
      return new Batch(new StructType(fields), fewer, size);
    }

    @Override
    public ColumnarBatch withNewSchema(StructType other) {
      return new Batch(other, columns, size);
    }
  }

  /** Values that are nodes of JSON; null and what is missing are null. */
  private record Nodes(DataType type, List<JsonNode> nodes) implements ColumnVector {
    @Override
    public DataType getDataType() {
      return type;
    }

    @Override
    public int getSize() {
      return nodes.size();
    }

    @Override
    public void close() {}

    @Override
    public boolean isNullAt(int row) {
      JsonNode node = nodes.get(row);
      return node == null || node.isNull();
    }

    @Override
    public boolean getBoolean(int row) {
      return nodes.get(row).asBoolean();
    }

    @Override
    public byte getByte(int row) {
      return (byte) getLong(row);
    }

    @Override
    public short getShort(int row) {
      return (short) getLong(row);
    }

    @Override
    public int getInt(int row) {
      return Math.toIntExact(getLong(row));
    }

    @Override
    public long getLong(int row) {
      JsonNode node = nodes.get(row);
      if (!node.canConvertToLong()) {
        throw new IllegalArgumentException("not a whole number");
      }
      return node.longValue();
    }

    @Override
    public String getString(int row) {
      JsonNode node = nodes.get(row);
      return node.isValueNode() ? node.asText() : node.toString();
    }

    @Override
    public MapValue getMap(int row) {
      JsonNode node = nodes.get(row);
      MapType map = (MapType) type;
      List<JsonNode> keys = new ArrayList<>();
      node.fieldNames().forEachRemaining(key -> keys.add(TextNode.valueOf(key)));
      List<JsonNode> values = new ArrayList<>();
      node.forEach(values::add);
      return new Entries(new Nodes(map.getKeyType(), keys), new Nodes(map.getValueType(), values));
    }

    @Override
    public ArrayValue getArray(int row) {
      List<JsonNode> elements = new ArrayList<>();
      nodes.get(row).forEach(elements::add);
      return new Elements(new Nodes(((ArrayType) type).getElementType(), elements));
    }

    @Override
    public ColumnVector getChild(int ordinal) {
      StructField field = ((StructType) type).at(ordinal);
      return new Nodes(field.getDataType(), parts(nodes, field.getName()));
    }
  }

  /** A map. */
  private record Entries(ColumnVector keys, ColumnVector values) implements MapValue {
    @Override
    public int getSize() {
      return keys.getSize();
    }

    @Override
    public ColumnVector getKeys() {
      return keys;
    }

    @Override
    public ColumnVector getValues() {
      return values;
    }
  }

  /** An array. */
  private record Elements(ColumnVector elements) implements ArrayValue {
    @Override
    public int getSize() {
      return elements.getSize();
    }

    @Override
    public ColumnVector getElements() {
      return elements;
    }
  }
}
