package io.arco.server.sql;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.arrow.vector.types.TimeUnit;

/** Dates and times as ISO 8601; DuckDB's infinities as {@code infinity} and {@code -infinity}. */
final class IsoTexts {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long SECONDS_PER_DAY = 86_400L;

  private IsoTexts() {}

  static String date(int days) {
    if (days == Integer.MAX_VALUE || days == -Integer.MAX_VALUE) {
      return days > 0 ? "infinity" : "-infinity";
    }
    return LocalDate.ofEpochDay(days).toString();
  }

  static String time(long nanos) {
    // DuckDB has a last moment of the day that is the day's end.
    return nanos == SECONDS_PER_DAY * NANOS_PER_SECOND
        ? "24:00:00"
        : DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(nanos));
  }

  static String timestamp(long value, TimeUnit unit, boolean zoned) {
    if (value == Long.MAX_VALUE || value == -Long.MAX_VALUE) {
      return value > 0 ? "infinity" : "-infinity";
    }
    long perSecond =
        switch (unit) {
          case SECOND -> 1L;
          case MILLISECOND -> 1_000L;
          case MICROSECOND -> 1_000_000L;
          case NANOSECOND -> NANOS_PER_SECOND;
        };
    long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
    LocalDateTime moment =
        LocalDateTime.ofEpochSecond(Math.floorDiv(value, perSecond), (int) nanos, ZoneOffset.UTC);
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment) + (zoned ? "Z" : "");
  }

  static String interval(Period period, Duration duration) {
    String days = period.normalized().toString();
    if (duration.isZero()) {
      return days.equals("P0D") ? "PT0S" : days;
    }
    return (period.isZero() ? "P" : days) + duration.toString().substring(1);
  }
}
