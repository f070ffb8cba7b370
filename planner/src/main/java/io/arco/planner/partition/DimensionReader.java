package io.arco.planner.partition;

import io.arco.planner.partition.Dimension.StaticDimension;
import io.arco.planner.partition.Dimension.TimeDimension;
import io.arco.store.Utf8Order;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a dimension of its description, or says what is wrong with each of its fields. A pure
 * function; one reader reads one description.
 */
public final class DimensionReader {
  /** The years in which periods may begin and end. */
  static final int FIRST_YEAR = 1970;

  static final int LAST_YEAR = 9999;

  /** Takes what is wrong. */
  @FunctionalInterface
  public interface Complaints {
    /**
     * Takes one mistake.
     *
     * @param field as a pointer into the description: {@code /zone}
     * @param value the offending text, or null if one is missing
     * @param expected what would be taken
     */
    void add(String field, String value, String expected);
  }

  private final DimensionSpec spec;
  private final Complaints complaints;
  private final int maxValues;
  private boolean isGood = true;

  private DimensionReader(DimensionSpec spec, int maxValues, Complaints complaints) {
    this.spec = spec;
    this.maxValues = maxValues;
    this.complaints = complaints;
  }

  /**
   * Reads a description.
   *
   * @param maxValues of a static dimension
   * @return nothing if there was something to complain of
   */
  public static Optional<Dimension> read(DimensionSpec spec, int maxValues, Complaints complaints) {
    return new DimensionReader(spec, maxValues, complaints).read();
  }

  /**
   * Reads a canonical description.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Dimension canonical(DimensionSpec spec) {
    return read(
            spec,
            Integer.MAX_VALUE,
            (field, value, expected) -> {
              throw new IllegalArgumentException(field + " is " + value + ", not " + expected);
            })
        .orElseThrow();
  }

  private Optional<Dimension> read() {
    if (spec.name() == null || !PartitionKey.DIMENSION.matcher(spec.name()).matches()) {
      wrong("/name", spec.name(), PartitionKey.DIMENSION.pattern());
    }
    Dimension dimension = null;
    if (DimensionSpec.TIME.equals(spec.type())) {
      absent("/values", spec.values() == null ? null : "values");
      dimension = time();
    } else if (DimensionSpec.STATIC.equals(spec.type())) {
      absent("/grain", spec.grain());
      absent("/zone", spec.zone());
      absent("/start", spec.start());
      absent("/end", spec.end());
      absent("/offset", spec.offset());
      dimension = values();
    } else {
      wrong("/type", spec.type(), "time or static");
    }
    return isGood ? Optional.of(dimension) : Optional.empty();
  }

  private void wrong(String field, String value, String expected) {
    isGood = false;
    complaints.add(field, value, expected);
  }

  private void absent(String field, String value) {
    if (value != null) {
      wrong(field, value, "nothing: a dimension of type " + spec.type() + " has none");
    }
  }

  private Dimension values() {
    List<String> values = spec.values();
    if (values == null || values.isEmpty() || values.size() > maxValues) {
      String size = values == null ? null : values.size() + " values";
      wrong("/values", size, "1 to " + maxValues + " values");
      return null;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (value == null || value.isEmpty() || value.length() > 255 || isBroken(value)) {
        wrong("/values/" + i, value, "1 to 255 characters, no control characters");
      } else if (!seen.add(value)) {
        wrong("/values/" + i, value, "each value once");
      }
    }
    return isGood
        ? new StaticDimension(spec.name(), values.stream().sorted(Utf8Order::compare).toList())
        : null;
  }

  private static boolean isBroken(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private Dimension time() {
    Optional<Grain> grain = Grain.of(String.valueOf(spec.grain()));
    if (grain.isEmpty()) {
      wrong("/grain", spec.grain(), "one of " + Grain.texts());
    }
    ZoneId zone = zone(spec.zone() == null ? "UTC" : spec.zone());
    Optional<Offset> offset = Offset.parse(spec.offset() == null ? "PT0S" : spec.offset());
    if (offset.isEmpty() || (grain.isPresent() && !offset.get().fits(grain.get()))) {
      wrong("/offset", spec.offset(), "less than a period: PT15M, PT6H, P6D, P3M");
    }
    if (!isGood) {
      return null;
    }
    return grain.get() == Grain.HOUR
        ? hours(zone, offset.get())
        : longer(grain.get(), zone, offset.get());
  }

  private ZoneId zone(String text) {
    // Regions alone: a fixed offset would be another spelling of what UTC and an offset say.
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    wrong("/zone", text, "a region like Europe/Berlin, or UTC");
    return null;
  }

  private Dimension hours(ZoneId zone, Offset offset) {
    LocalDateTime start = hour("/start", spec.start());
    LocalDateTime end = spec.end() == null ? null : hour("/end", spec.end());
    if (!isGood) {
      return null;
    }
    Instant first = TimeGrid.instant(start.plusMinutes(offset.minutes()), zone);
    TimeGrid grid = TimeGrid.hours(first);
    long last =
        end == null
            ? Long.MAX_VALUE
            : grid.ordinalFrom(TimeGrid.instant(end.plusMinutes(offset.minutes()), zone));
    return dimension(grid, grid.ordinalAt(first), last, zone, offset);
  }

  private Dimension longer(Grain grain, ZoneId zone, Offset offset) {
    TimeGrid grid = TimeGrid.of(grain, zone, offset);
    long first = period(grid, "/start", spec.start());
    long last = spec.end() == null ? Long.MAX_VALUE : period(grid, "/end", spec.end());
    return isGood ? dimension(grid, first, last, zone, offset) : null;
  }

  private Dimension dimension(TimeGrid grid, long first, long end, ZoneId zone, Offset offset) {
    if (end <= first) {
      wrong("/end", spec.end(), "later than start");
      return null;
    }
    DimensionSpec canonical =
        DimensionSpec.ofTime(
            spec.name(),
            grid.grain(),
            zone.getId(),
            spec.start(),
            spec.end(),
            offset.equals(Offset.NONE) ? null : offset.text());
    return new TimeDimension(spec.name(), canonical, grid, first, end);
  }

  private LocalDateTime hour(String field, String text) {
    try {
      LocalDateTime time = LocalDateTime.parse(String.valueOf(text));
      if (time.toString().equals(text) && time.getMinute() == 0 && isInRange(time.getYear())) {
        return time;
      }
    } catch (DateTimeException e) {
      // Told below, with all else that is not such a time.
    }
    wrong(field, text, "the local time of a full hour: 2025-01-15T06:00");
    return null;
  }

  private long period(TimeGrid grid, String field, String text) {
    try {
      LocalDate date = LocalDate.parse(String.valueOf(text));
      if (date.toString().equals(text) && isInRange(date.getYear())) {
        long ordinal = grid.ordinalOf(date);
        if (grid.has(new PartitionValue.Date(date))) {
          return ordinal;
        }
        String near = grid.valueOf(ordinal + 1).text().substring(2);
        wrong(field, text, "a date on which a " + grid.grain().text() + " begins, as " + near);
        return 0;
      }
    } catch (DateTimeException e) {
      // Told below, with all else that is not such a date.
    }
    wrong(field, text, "a date: 2025-01-15");
    return 0;
  }

  private static boolean isInRange(int year) {
    return year >= FIRST_YEAR && year < LAST_YEAR;
  }
}
