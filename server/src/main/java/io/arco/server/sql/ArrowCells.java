package io.arco.server.sql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/** Reads cells of Arrow vectors as the plain values that JSON and CSV carry. */
final class ArrowCells {
  private final DictionaryProvider dictionaries;

  ArrowCells(DictionaryProvider dictionaries) {
    this.dictionaries = dictionaries;
  }

  /** Null, a Boolean, a Number, a String, a List of those or a Map of them by name. */
  Object value(FieldVector vector, int row) {
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (vector.isNull(row) || vector instanceof NullVector) {
      return null;
    }
    if (encoding != null && vector instanceof BaseIntVector index) {
      FieldVector words = dictionaries.lookup(encoding.getId()).getVector();
      return value(words, (int) index.getValueAsLong(row));
    }
    Object nested = nested(vector, row);
    return nested != null ? nested : scalar(vector, row);
  }

  private Object nested(FieldVector vector, int row) {
    if (vector instanceof ListVector list) {
      return list(
          list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
    }
    if (vector instanceof FixedSizeListVector array) {
      return list(
          array.getDataVector(), array.getElementStartIndex(row), array.getElementEndIndex(row));
    }
    if (vector instanceof StructVector struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      struct.getChildrenFromFields().forEach(f -> fields.put(f.getName(), value(f, row)));
      return fields;
    }
    return null;
  }

  private List<Object> list(FieldVector items, int from, int to) {
    List<Object> values = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      values.add(value(items, i));
    }
    return values;
  }

  private static Object scalar(FieldVector vector, int row) {
    if (vector instanceof VarCharVector text) {
      return new String(text.get(row), StandardCharsets.UTF_8);
    } else if (vector instanceof BitVector bit) {
      return bit.get(row) != 0;
    } else if (vector instanceof Float4Vector number) {
      float value = number.get(row);
      return Float.isFinite(value) ? (Object) value : Float.toString(value);
    } else if (vector instanceof Float8Vector number) {
      double value = number.get(row);
      return Double.isFinite(value) ? (Object) value : Double.toString(value);
    } else if (vector instanceof DecimalVector number) {
      return number.getObject(row).toPlainString();
    } else if (vector instanceof VarBinaryVector blob) {
      return Base64.getEncoder().encodeToString(blob.get(row));
    }
    Object integer = integer(vector, row);
    return integer != null ? integer : temporal(vector, row);
  }

  private static Object integer(FieldVector vector, int row) {
    if (vector instanceof BigIntVector v) {
      return v.get(row);
    } else if (vector instanceof IntVector v) {
      return (long) v.get(row);
    } else if (vector instanceof SmallIntVector v) {
      return (long) v.get(row);
    } else if (vector instanceof TinyIntVector v) {
      return (long) v.get(row);
    } else if (vector instanceof UInt1Vector v) {
      return v.getValueAsLong(row);
    } else if (vector instanceof UInt2Vector v) {
      return (long) v.get(row);
    } else if (vector instanceof UInt4Vector v) {
      return v.getValueAsLong(row);
    } else if (vector instanceof UInt8Vector v) {
      return v.getObjectNoOverflow(row);
    }
    return null;
  }

  private static Object temporal(FieldVector vector, int row) {
    if (vector instanceof DateDayVector date) {
      return IsoTexts.date(date.get(row));
    } else if (vector instanceof TimeMicroVector time) {
      return IsoTexts.time(time.get(row) * 1_000);
    } else if (vector instanceof TimeNanoVector time) {
      return IsoTexts.time(time.get(row));
    } else if (vector instanceof TimeStampVector timestamp) {
      ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
      return IsoTexts.timestamp(timestamp.get(row), type.getUnit(), type.getTimezone() != null);
    } else if (vector instanceof IntervalMonthDayNanoVector interval) {
      PeriodDuration value = interval.getObject(row);
      return IsoTexts.interval(value.getPeriod(), value.getDuration());
    }
    throw new IllegalStateException("no JSON for Arrow type " + vector.getField().getType());
  }
}
