package io.arco.planner.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys as a list, counted out one period after the other with {@code java.time}: what {@link
 * KeySpace} must agree with.
 */
public final class PlainSpace {
  /** One key: its period with a number that ascends by one, and its static values. */
  public record PlainKey(
      String text, Instant start, Instant end, long ordinal, Map<String, String> values) {}

  private final List<PlainKey> keys = new ArrayList<>();
  private final List<DimensionSpec> specs;

  /** All keys at this time. */
  public PlainSpace(PartitionSpec spec, Instant logicalTime) {
    specs = spec.specs();
    List<Map<String, String>> combinations = List.of(new LinkedHashMap<>());
    for (Dimension.StaticDimension dimension : spec.statics()) {
      List<Map<String, String>> more = new ArrayList<>();
      for (Map<String, String> some : combinations) {
        for (String value : dimension.values()) {
          Map<String, String> one = new LinkedHashMap<>(some);
          one.put(dimension.name(), value);
          more.add(one);
        }
      }
      combinations = more;
    }
    if (spec.time().isEmpty()) {
      combinations.forEach(values -> add(null, null, null, 0, values));
      return;
    }
    DimensionSpec time = specs.get(0);
    for (long i = 0; true; i++) {
      Instant start = start(time, i);
      Instant end = start(time, i + 1);
      if (end.isAfter(logicalTime)) {
        return;
      }
      PartitionValue value =
          time.grain().equals("hour")
              ? new PartitionValue.Time(start)
              : new PartitionValue.Date(date(time, i));
      for (Map<String, String> values : combinations) {
        add(value, start, end, number(time, start, i), values);
      }
    }
  }

  private static LocalDate date(DimensionSpec time, long i) {
    LocalDate start = LocalDate.parse(time.start());
    return switch (time.grain()) {
      case "day" -> start.plusDays(i);
      case "week" -> start.plusWeeks(i);
      case "month" -> start.plusMonths(i);
      default -> start.plusYears(i);
    };
  }

  /** Counts periods of one grain from where all are counted from. */
  private static long number(DimensionSpec time, Instant start, long i) {
    return switch (time.grain()) {
      case "hour" -> Math.floorDiv(start.getEpochSecond(), 3_600);
      case "day" -> date(time, i).toEpochDay();
      case "week" -> Math.floorDiv(date(time, i).toEpochDay(), 7);
      case "month" -> date(time, i).getYear() * 12L + date(time, i).getMonthValue();
      default -> date(time, i).getYear();
    };
  }

  private static Instant start(DimensionSpec time, long i) {
    Offset offset = Offset.parse(time.offset() == null ? "PT0S" : time.offset()).orElseThrow();
    ZoneId zone = ZoneId.of(time.zone());
    if (time.grain().equals("hour")) {
      LocalDateTime first = LocalDateTime.parse(time.start()).plusMinutes(offset.minutes());
      return ZonedDateTime.of(first, zone).toInstant().plusSeconds(3_600 * i);
    }
    LocalDateTime local = date(time, i).atStartOfDay().plusMinutes(offset.minutes());
    return ZonedDateTime.of(local, zone).toInstant();
  }

  private void add(
      PartitionValue time, Instant start, Instant end, long ordinal, Map<String, String> values) {
    TreeMap<String, PartitionValue> all = new TreeMap<>();
    values.forEach((name, value) -> all.put(name, new PartitionValue.Text(value)));
    if (time != null) {
      all.put(specs.get(0).name(), time);
    }
    keys.add(new PlainKey(PartitionKey.of(all).text(), start, end, ordinal, values));
  }

  /** All keys, in the order of their positions. */
  public List<PlainKey> keys() {
    return keys;
  }
}
