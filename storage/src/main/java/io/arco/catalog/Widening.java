package io.arco.catalog;

import io.arco.catalog.ColumnType.Decimal;
import io.arco.catalog.ColumnType.Field;
import io.arco.catalog.ColumnType.ListOf;
import io.arco.catalog.ColumnType.MapOf;
import io.arco.catalog.ColumnType.Primitive;
import io.arco.catalog.ColumnType.Struct;
import java.util.HashMap;
import java.util.Map;

/**
 * Which types may replace which without losing a value that columns hold: the table of {@code
 * docs/design/010-catalog-evolution.md}, which for single values is that of Delta's type widening,
 * so that files written under the old type are read under the new one.
 */
final class Widening {
  private static final int INT_DIGITS = 10;
  private static final int BIGINT_DIGITS = 20;

  private Widening() {}

  /**
   * Whether every value of the one type is a value of the other, and old files are read as such.
   */
  static boolean holds(ColumnType from, ColumnType to) {
    if (from.equals(to)) {
      return true;
    }
    if (from instanceof Struct old) {
      return to instanceof Struct wider && struct(old, wider);
    }
    if (from instanceof ListOf old) {
      return to instanceof ListOf wider && holds(old.element(), wider.element());
    }
    if (from instanceof MapOf old) {
      return to instanceof MapOf wider
          && old.key().equals(wider.key())
          && holds(old.value(), wider.value());
    }
    if (from instanceof Decimal old) {
      return to instanceof Decimal wider
          && wider.scale() >= old.scale()
          && wider.precision() - wider.scale() >= old.precision() - old.scale();
    }
    return word((Primitive) from, to);
  }

  private static boolean word(Primitive from, ColumnType to) {
    return switch (from) {
      case TINYINT ->
          to == Primitive.SMALLINT || to == Primitive.INT || to == Primitive.BIGINT || real(to);
      case SMALLINT -> to == Primitive.INT || to == Primitive.BIGINT || real(to);
      case INT -> to == Primitive.BIGINT || real(to);
      case BIGINT -> hasDigits(to, BIGINT_DIGITS);
      case FLOAT -> to == Primitive.DOUBLE;
      case DATE -> to == Primitive.TIMESTAMP_NTZ;
      default -> false;
    };
  }

  private static boolean real(ColumnType to) {
    return to == Primitive.DOUBLE || hasDigits(to, INT_DIGITS);
  }

  private static boolean hasDigits(ColumnType to, int digits) {
    return to instanceof Decimal decimal && decimal.precision() - decimal.scale() >= digits;
  }

  /** Fields are found by name, so their order is free, and new ones are null in old files. */
  private static boolean struct(Struct from, Struct to) {
    Map<String, ColumnType> wider = new HashMap<>();
    for (Field field : to.fields()) {
      wider.put(field.name(), field.type());
    }
    for (Field field : from.fields()) {
      ColumnType type = wider.get(field.name());
      if (type == null || !holds(field.type(), type)) {
        return false;
      }
    }
    return true;
  }
}
