package io.arco.server.sql;

import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Hands cells of Arrow vectors to parquet-java, as {@link ParquetTypes} has them. */
final class ParquetCells {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final DictionaryProvider dictionaries;
  private final RecordConsumer out;

  ParquetCells(DictionaryProvider dictionaries, RecordConsumer out) {
    this.dictionaries = dictionaries;
    this.out = out;
  }

  /** Writes a field of a group; nothing if it is null. */
  void field(String name, int index, FieldVector vector, int row) {
    if (vector instanceof NullVector || vector.isNull(row)) {
      return;
    }
    out.startField(name, index);
    value(vector, row);
    out.endField(name, index);
  }

  private void value(FieldVector vector, int row) {
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding != null && vector instanceof BaseIntVector index) {
      FieldVector words = dictionaries.lookup(encoding.getId()).getVector();
      scalar(words, (int) index.getValueAsLong(row));
    } else if (vector instanceof MapVector map) {
      StructVector entries = (StructVector) map.getDataVector();
      FieldVector keys = (FieldVector) entries.getChildByOrdinal(0);
      FieldVector values = (FieldVector) entries.getChildByOrdinal(1);
      repeated(
          ParquetTypes.ENTRIES,
          map.getElementStartIndex(row),
          map.getElementEndIndex(row),
          at -> {
            field(ParquetTypes.KEY, 0, keys, at);
            field(ParquetTypes.VALUE, 1, values, at);
          });
    } else if (vector instanceof ListVector list) {
      list(list.getDataVector(), list.getElementStartIndex(row), list.getElementEndIndex(row));
    } else if (vector instanceof FixedSizeListVector array) {
      list(array.getDataVector(), array.getElementStartIndex(row), array.getElementEndIndex(row));
    } else if (vector instanceof StructVector struct) {
      out.startGroup();
      int index = 0;
      for (FieldVector child : struct.getChildrenFromFields()) {
        field(child.getName(), index++, child, row);
      }
      out.endGroup();
    } else {
      scalar(vector, row);
    }
  }

  private void list(FieldVector items, int from, int to) {
    repeated(ParquetTypes.LIST, from, to, at -> field(ParquetTypes.ELEMENT, 0, items, at));
  }

  private interface Item {
    void write(int at);
  }

  private void repeated(String group, int from, int to, Item item) {
    out.startGroup();
    if (from < to) {
      out.startField(group, 0);
      for (int at = from; at < to; at++) {
        out.startGroup();
        item.write(at);
        out.endGroup();
      }
      out.endField(group, 0);
    }
    out.endGroup();
  }

  private void scalar(FieldVector vector, int row) {
    if (vector instanceof VarCharVector text) {
      out.addBinary(Binary.fromConstantByteArray(text.get(row)));
    } else if (vector instanceof VarBinaryVector blob) {
      out.addBinary(Binary.fromConstantByteArray(blob.get(row)));
    } else if (vector instanceof BitVector bit) {
      out.addBoolean(bit.get(row) != 0);
    } else if (vector instanceof Float4Vector number) {
      out.addFloat(number.get(row));
    } else if (vector instanceof Float8Vector number) {
      out.addDouble(number.get(row));
    } else if (vector instanceof DecimalVector number) {
      decimal(number, row);
    } else if (vector instanceof BaseIntVector number) {
      integer(number, row);
    } else {
      temporal(vector, row);
    }
  }

  private void integer(BaseIntVector number, int row) {
    boolean isLong = ((ArrowType.Int) number.getField().getType()).getBitWidth() == 64;
    long value = number.getValueAsLong(row);
    if (isLong) {
      out.addLong(value);
    } else {
      out.addInteger((int) value);
    }
  }

  private void decimal(DecimalVector number, int row) {
    ArrowType.Decimal type = (ArrowType.Decimal) number.getField().getType();
    if (ParquetTypes.isInt(type)) {
      out.addInteger(number.getObject(row).unscaledValue().intValueExact());
    } else if (ParquetTypes.isLong(type)) {
      out.addLong(number.getObject(row).unscaledValue().longValueExact());
    } else {
      byte[] bytes = new byte[ParquetTypes.DECIMAL_BYTES];
      long start = (long) row * bytes.length;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = number.getDataBuffer().getByte(start + bytes.length - 1 - i);
      }
      out.addBinary(Binary.fromConstantByteArray(bytes));
    }
  }

  private void temporal(FieldVector vector, int row) {
    if (vector instanceof DateDayVector date) {
      out.addInteger(date.get(row));
    } else if (vector instanceof TimeMicroVector time) {
      out.addLong(time.get(row));
    } else if (vector instanceof TimeNanoVector time) {
      out.addLong(time.get(row));
    } else if (vector instanceof TimeStampVector moment) {
      TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
      out.addLong(unit == TimeUnit.SECOND ? micros(moment.get(row)) : moment.get(row));
    } else if (vector instanceof IntervalMonthDayNanoVector interval) {
      PeriodDuration value = interval.getObject(row);
      out.addBinary(Binary.fromString(IsoTexts.interval(value.getPeriod(), value.getDuration())));
    } else {
      throw new IllegalStateException("no Parquet for Arrow type " + vector.getField().getType());
    }
  }

  /** The engine's infinities are the same number in every unit. */
  private static long micros(long seconds) {
    boolean isInfinite = seconds == Long.MAX_VALUE || seconds == -Long.MAX_VALUE;
    return isInfinite ? seconds : Math.multiplyExact(seconds, MICROS_PER_SECOND);
  }
}
