package io.arco.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** What a reader of Arrow sees, as canonical JSON: written for tests, apart from the server's. */
final class ArrowTexts {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private ArrowTexts() {}

  /** All rows, each a list of the texts of its values. */
  static List<List<String>> rows(ArrowReader reader) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    while (reader.loadNextBatch()) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      for (int row = 0; row < root.getRowCount(); row++) {
        List<String> values = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
          values.add(new String(Json.bytes(node(reader, vector, row)), StandardCharsets.UTF_8));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static JsonNode node(ArrowReader reader, FieldVector vector, int row) {
    if (vector.getField().getDictionary() != null) {
      var dictionary = reader.lookup(vector.getField().getDictionary().getId());
      try (FieldVector words = (FieldVector) DictionaryEncoder.decode(vector, dictionary)) {
        return node(reader, words, row);
      }
    }
    if (vector.getObject(row) == null) {
      return NODES.nullNode();
    } else if (vector instanceof ListVector list) {
      return list(
          reader,
          list.getDataVector(),
          list.getElementStartIndex(row),
          list.getElementEndIndex(row));
    } else if (vector instanceof FixedSizeListVector list) {
      int size = list.getListSize();
      return list(reader, list.getDataVector(), row * size, (row + 1) * size);
    } else if (vector instanceof StructVector struct) {
      ObjectNode object = NODES.objectNode();
      for (FieldVector child : struct.getChildrenFromFields()) {
        object.set(child.getName(), node(reader, child, row));
      }
      return object;
    }
    return scalar(vector, row);
  }

  private static JsonNode list(ArrowReader reader, FieldVector items, int from, int to) {
    ArrayNode array = NODES.arrayNode();
    for (int i = from; i < to; i++) {
      array.add(node(reader, items, i));
    }
    return array;
  }

  private static JsonNode scalar(FieldVector vector, int row) {
    Object value = vector.getObject(row);
    if (vector instanceof UInt1Vector v) {
      return NODES.numberNode(v.getObjectNoOverflow(row));
    } else if (vector instanceof UInt2Vector v) {
      return NODES.numberNode((int) v.get(row));
    } else if (vector instanceof UInt4Vector v) {
      return NODES.numberNode(v.getObjectNoOverflow(row));
    } else if (vector instanceof UInt8Vector v) {
      return NODES.numberNode(v.getObjectNoOverflow(row));
    } else if (vector instanceof BigIntVector v) {
      return NODES.numberNode(v.get(row));
    } else if (value instanceof Float || value instanceof Double) {
      String text = value.toString();
      return text.matches("NaN|-?Infinity")
          ? NODES.textNode(text)
          : value instanceof Float f ? NODES.numberNode(f) : NODES.numberNode((Double) value);
    } else if (value instanceof Number number
        && !(value instanceof BigDecimal)
        && !isTime(vector)) {
      return NODES.numberNode(number.longValue());
    } else if (value instanceof Boolean bit) {
      return NODES.booleanNode(bit);
    } else if (value instanceof BigDecimal number) {
      return NODES.textNode(number.toPlainString());
    } else if (vector instanceof VarBinaryVector v) {
      return NODES.binaryNode(v.get(row));
    }
    return NODES.textNode(isTime(vector) ? time(vector, row) : value.toString());
  }

  private static boolean isTime(FieldVector vector) {
    return vector instanceof DateDayVector
        || vector instanceof TimeMicroVector
        || vector instanceof TimeNanoVector
        || vector instanceof TimeStampVector
        || vector instanceof IntervalMonthDayNanoVector;
  }

  private static String time(FieldVector vector, int row) {
    if (vector instanceof DateDayVector date) {
      int days = date.get(row);
      return Math.abs((long) days) == Integer.MAX_VALUE
          ? (days > 0 ? "infinity" : "-infinity")
          : LocalDate.ofEpochDay(days).toString();
    } else if (vector instanceof TimeMicroVector time) {
      return ofDay(time.get(row) * 1_000);
    } else if (vector instanceof TimeNanoVector time) {
      return ofDay(time.get(row));
    } else if (vector instanceof IntervalMonthDayNanoVector interval) {
      PeriodDuration value = interval.getObject(row);
      String days = value.getPeriod().normalized().toString();
      String rest = value.getDuration().toString().substring(1);
      boolean isNone = value.getDuration().isZero();
      return value.getPeriod().isZero()
          ? (isNone ? "PT0S" : "P" + rest)
          : days + (isNone ? "" : rest);
    }
    long moment = ((TimeStampVector) vector).get(row);
    if (moment == Long.MAX_VALUE || moment == -Long.MAX_VALUE) {
      return moment > 0 ? "infinity" : "-infinity";
    }
    ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
    long perSecond =
        switch (type.getUnit()) {
          case SECOND -> 1L;
          case MILLISECOND -> 1_000L;
          case MICROSECOND -> 1_000_000L;
          case NANOSECOND -> 1_000_000_000L;
        };
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(moment, perSecond),
            Math.floorMod(moment, perSecond) * (1_000_000_000L / perSecond));
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC))
        + (type.getTimezone() == null ? "" : "Z");
  }

  private static String ofDay(long nanos) {
    return nanos == 86_400_000_000_000L
        ? "24:00:00"
        : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos));
  }
}
