package io.arco.planner.partition;

import io.arco.planner.partition.PartitionValue.Date;
import io.arco.planner.partition.PartitionValue.Time;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * All periods of one length that there ever are, numbered by ordinals that ascend with time and
 * have no gaps. What a period is with summer time: {@code docs/design/009-planner.md}.
 *
 * @param grain their length
 * @param zone whose local time they begin by; of hours always UTC, which differ by phase alone
 * @param offset how much later than naturally they begin
 * @param phaseSeconds of hours, how far behind the full hours of UTC they begin; else 0
 */
record TimeGrid(Grain grain, ZoneId zone, Offset offset, int phaseSeconds) {
  private static final int SECONDS_AN_HOUR = 3_600;
  private static final int DAYS_A_WEEK = 7;
  private static final int MONTHS_A_YEAR = 12;

  /** 1970-01-01 was a Thursday: three days after the Monday of its week. */
  private static final int DAYS_SINCE_MONDAY = 3;

  /** The grid of hours of which one begins at this instant. */
  static TimeGrid hours(Instant start) {
    int phase = Math.floorMod(start.getEpochSecond(), SECONDS_AN_HOUR);
    return new TimeGrid(Grain.HOUR, ZoneId.of("UTC"), Offset.NONE, phase);
  }

  /** A grid of days or longer periods. */
  static TimeGrid of(Grain grain, ZoneId zone, Offset offset) {
    return new TimeGrid(grain, zone, offset, 0);
  }

  /** When a local time is, in a zone: in a gap as much later, of two the earlier. */
  static Instant instant(LocalDateTime local, ZoneId zone) {
    return ZonedDateTime.of(local, zone).toInstant();
  }

  /** When a period begins, which is when the one before ends. */
  Instant startOf(long ordinal) {
    if (grain == Grain.HOUR) {
      return Instant.ofEpochSecond(ordinal * SECONDS_AN_HOUR + phaseSeconds);
    }
    return instant(labelOf(ordinal).atStartOfDay().plusMinutes(offset.minutes()), zone);
  }

  /** The local date on which a period of days or more begins. */
  private LocalDate labelOf(long ordinal) {
    LocalDate natural =
        switch (grain) {
          case HOUR -> throw new IllegalStateException("hours have no dates");
          case DAY -> LocalDate.ofEpochDay(ordinal);
          case WEEK -> LocalDate.ofEpochDay(ordinal * DAYS_A_WEEK - DAYS_SINCE_MONDAY);
          case MONTH ->
              LocalDate.of(
                  Math.toIntExact(Math.floorDiv(ordinal, MONTHS_A_YEAR)),
                  Math.floorMod(ordinal, MONTHS_A_YEAR) + 1,
                  1);
          case YEAR -> LocalDate.of(Math.toIntExact(ordinal), 1, 1);
        };
    return natural.plusMonths(offset.months()).plusDays(offset.days());
  }

  private long naturalOrdinal(LocalDate date) {
    return switch (grain) {
      case HOUR -> throw new IllegalStateException("hours have no dates");
      case DAY -> date.toEpochDay();
      case WEEK -> Math.floorDiv(date.toEpochDay() + DAYS_SINCE_MONDAY, DAYS_A_WEEK);
      case MONTH -> (long) date.getYear() * MONTHS_A_YEAR + date.getMonthValue() - 1;
      case YEAR -> date.getYear();
    };
  }

  /** The last period that begins at or before this instant. */
  long ordinalAt(Instant instant) {
    if (grain == Grain.HOUR) {
      return Math.floorDiv(instant.getEpochSecond() - phaseSeconds, SECONDS_AN_HOUR);
    }
    long ordinal = naturalOrdinal(instant.atZone(zone).toLocalDate());
    while (startOf(ordinal).isAfter(instant)) {
      ordinal--;
    }
    while (!startOf(ordinal + 1).isAfter(instant)) {
      ordinal++;
    }
    return ordinal;
  }

  /** The first period that begins at or after this instant. */
  long ordinalFrom(Instant instant) {
    long ordinal = ordinalAt(instant);
    // Empty periods begin at one instant with the next: the first of them counts.
    while (!startOf(ordinal).isBefore(instant)) {
      ordinal--;
    }
    return ordinal + 1;
  }

  /** The value in keys: hours by their instant, longer periods by the date they begin on. */
  PartitionValue valueOf(long ordinal) {
    return grain == Grain.HOUR ? new Time(startOf(ordinal)) : new Date(labelOf(ordinal));
  }

  /** Whether a value is that of a period. */
  boolean has(PartitionValue value) {
    if (grain == Grain.HOUR) {
      return value instanceof Time time && valueOf(ordinalAt(time.value())).equals(value);
    }
    return value instanceof Date date && labelOf(ordinalOf(date.value())).equals(date.value());
  }

  /** The period of a value of this grid. */
  long ordinalOf(PartitionValue value) {
    return value instanceof Time time ? ordinalAt(time.value()) : ordinalOf(((Date) value).value());
  }

  /** The last period whose date is this one or before it. */
  long ordinalOf(LocalDate date) {
    long ordinal = naturalOrdinal(date);
    return labelOf(ordinal).isAfter(date) ? ordinal - 1 : ordinal;
  }
}
