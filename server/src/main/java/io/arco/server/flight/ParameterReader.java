package io.arco.server.flight;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.flight.ParameterValue.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Reads the values of parameters from one row of Arrow. Every scalar type is taken without loss;
 * lists, structs, maps and unions are refused by name.
 */
final class ParameterReader {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final LocalDate FIRST_DATE = LocalDate.of(1, 1, 1);

  private ParameterReader() {}

  /** The row's values, in order. */
  static List<ParameterValue> row(VectorSchemaRoot root, int row) {
    List<ParameterValue> values = new ArrayList<>();
    for (FieldVector vector : root.getFieldVectors()) {
      values.add(vector.isNull(row) ? ParameterValue.NULL : value(vector, row, values.size() + 1));
    }
    return values;
  }

  private static ParameterValue value(FieldVector vector, int row, int position) {
    ParameterValue value = plain(vector, row);
    if (value == null) {
      value = temporal(vector, row);
    }
    if (value == null) {
      throw CallProblems.of(
          Problem.of(ErrorCode.INVALID_REQUEST, "A parameter of this type can't be taken.")
              .with("parameter", position)
              .with("type", vector.getField().getType().getTypeID().name()));
    }
    return value;
  }

  private static ParameterValue plain(FieldVector vector, int row) {
    if (vector.getField().getDictionary() != null) {
      return null;
    } else if (vector instanceof VarCharVector || vector instanceof LargeVarCharVector) {
      return new ParameterValue(Type.TEXT, vector.getObject(row).toString());
    } else if (vector instanceof BitVector bit) {
      return new ParameterValue(Type.BOOLEAN, Boolean.toString(bit.get(row) != 0));
    } else if (vector instanceof Float4Vector number) {
      return new ParameterValue(Type.FLOAT, Float.toString(number.get(row)));
    } else if (vector instanceof Float8Vector number) {
      return new ParameterValue(Type.DOUBLE, Double.toString(number.get(row)));
    } else if (vector instanceof DecimalVector number) {
      return new ParameterValue(Type.DECIMAL, number.getObject(row).toPlainString());
    } else if (vector instanceof Decimal256Vector number) {
      return new ParameterValue(Type.DECIMAL, number.getObject(row).toPlainString());
    } else if (vector instanceof VarBinaryVector
        || vector instanceof LargeVarBinaryVector
        || vector instanceof FixedSizeBinaryVector) {
      byte[] bytes = (byte[]) vector.getObject(row);
      return new ParameterValue(Type.BINARY, Base64.getEncoder().encodeToString(bytes));
    } else if (vector instanceof UInt8Vector number) {
      return new ParameterValue(Type.HUGE, number.getObjectNoOverflow(row).toString());
    } else if (vector instanceof BaseIntVector number) {
      return new ParameterValue(integer(vector), Long.toString(number.getValueAsLong(row)));
    }
    return null;
  }

  /** The engine's type that holds every value of the vector's. */
  private static Type integer(FieldVector vector) {
    ArrowType.Int type = (ArrowType.Int) vector.getField().getType();
    int bits = type.getIsSigned() ? type.getBitWidth() : type.getBitWidth() * 2;
    return switch (bits) {
      case 8 -> Type.BYTE;
      case 16 -> Type.SHORT;
      case 32 -> Type.INTEGER;
      default -> Type.LONG;
    };
  }

  private static ParameterValue temporal(FieldVector vector, int row) {
    if (vector instanceof DateDayVector date) {
      return date(LocalDate.ofEpochDay(date.get(row)));
    } else if (vector instanceof DateMilliVector date) {
      return date(LocalDate.ofEpochDay(Math.floorDiv(date.get(row), TimeUnit.DAYS.toMillis(1))));
    } else if (vector instanceof TimeSecVector time) {
      return time(time.get(row) * NANOS_PER_SECOND);
    } else if (vector instanceof TimeMilliVector time) {
      return time(TimeUnit.MILLISECONDS.toNanos(time.get(row)));
    } else if (vector instanceof TimeMicroVector time) {
      return time(time.get(row) * NANOS_PER_MICRO);
    } else if (vector instanceof TimeNanoVector time) {
      return time(time.get(row));
    } else if (vector instanceof TimeStampVector timestamp) {
      return timestamp((ArrowType.Timestamp) vector.getField().getType(), timestamp.get(row));
    } else if (vector instanceof IntervalYearVector interval) {
      return interval(interval.getObject(row).toTotalMonths(), 0, 0);
    } else if (vector instanceof IntervalDayVector interval) {
      Duration value = interval.getObject(row);
      return interval(0, value.toDays(), value.minusDays(value.toDays()).toNanos());
    } else if (vector instanceof DurationVector duration) {
      return interval(0, 0, duration.getObject(row).toNanos());
    } else if (vector instanceof IntervalMonthDayNanoVector interval) {
      PeriodDuration value = interval.getObject(row);
      return interval(
          value.getPeriod().toTotalMonths(),
          value.getPeriod().getDays(),
          value.getDuration().toNanos());
    }
    return null;
  }

  /** Of dates before the first the engine's driver would make others. */
  private static ParameterValue date(LocalDate date) {
    return date.isBefore(FIRST_DATE)
        ? new ParameterValue(
            Type.TEXT,
            String.format(
                "%04d-%02d-%02d (BC)",
                1 - date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
        : new ParameterValue(Type.DATE, date.toString());
  }

  private static ParameterValue time(long nanos) {
    Type type = nanos % NANOS_PER_MICRO == 0 ? Type.TIME : Type.TEXT;
    return new ParameterValue(type, LocalTime.ofNanoOfDay(nanos).toString());
  }

  private static ParameterValue timestamp(ArrowType.Timestamp type, long value) {
    long perSecond =
        switch (type.getUnit()) {
          case SECOND -> 1;
          case MILLISECOND -> 1_000;
          case MICROSECOND -> 1_000_000;
          case NANOSECOND -> NANOS_PER_SECOND;
        };
    long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos);
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    boolean isInstant = type.getTimezone() != null;
    if (nanos % NANOS_PER_MICRO != 0) {
      return new ParameterValue(Type.TEXT, isInstant ? instant.toString() : local.toString());
    }
    return isInstant
        ? new ParameterValue(Type.INSTANT, instant.toString())
        : new ParameterValue(Type.TIMESTAMP, local.toString());
  }

  private static ParameterValue interval(long months, long days, long nanos) {
    return new ParameterValue(
        Type.TEXT,
        months + " months " + days + " days " + nanos / NANOS_PER_MICRO + " microseconds");
  }
}
