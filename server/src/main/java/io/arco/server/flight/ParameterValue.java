package io.arco.server.flight;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.UUID;

/**
 * The value of a parameter as a handle carries it.
 *
 * @param type what the text is read as
 * @param text the value, never null; empty for {@link Type#NULL}
 */
record ParameterValue(Type type, String text) {
  /** What a value can be. */
  enum Type {
    NULL,
    BOOLEAN,
    BYTE,
    SHORT,
    INTEGER,
    LONG,
    HUGE,
    FLOAT,
    DOUBLE,
    DECIMAL,
    /** Text; and what the engine takes from a text alone: intervals and nanoseconds. */
    TEXT,
    BINARY,
    DATE,
    TIME,
    TIMESTAMP,
    INSTANT,
    UUID
  }

  static final ParameterValue NULL = new ParameterValue(Type.NULL, "");

  /** The value as the engine binds it. */
  Object value() {
    if (type == null || text == null) {
      throw bad();
    }
    try {
      return switch (type) {
        case NULL -> null;
        case BOOLEAN -> Boolean.valueOf(text);
        case BYTE -> Byte.valueOf(text);
        case SHORT -> Short.valueOf(text);
        case INTEGER -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case HUGE -> new BigInteger(text);
        case FLOAT -> Float.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case DECIMAL -> new BigDecimal(text);
        case TEXT -> text;
        case BINARY -> Base64.getDecoder().decode(text);
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case TIMESTAMP -> LocalDateTime.parse(text);
        case INSTANT -> OffsetDateTime.parse(text);
        case UUID -> UUID.fromString(text);
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      throw bad();
    }
  }

  private static RuntimeException bad() {
    return Problem.of(ErrorCode.INVALID_REQUEST, "This is not a handle that this server gave.")
        .asException();
  }
}
