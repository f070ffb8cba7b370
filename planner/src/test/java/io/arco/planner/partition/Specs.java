package io.arco.planner.partition;

import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.List;

/** Partitions for tests, by hand and at random. */
public final class Specs {
  /** Zones with summer time, without, of half hours, and one that once skipped a day. */
  public static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "America/Sao_Paulo");

  /** Months in which clocks change, and the one in which Apia lost a day. */
  public static final List<String> MONTHS =
      List.of("2011-12", "2025-03", "2025-10", "2018-11", "2024-02");

  private Specs() {}

  /** Time alone. */
  public static DimensionSpec time(Grain grain, String zone, String start) {
    return DimensionSpec.ofTime("at", grain, zone, start, null, null);
  }

  /** Time, begun somewhere in one of the months. */
  public static DimensionSpec randomTime(Seeds seeds, Grain grain) {
    return randomTime(seeds, grain, seeds.oneOf(MONTHS));
  }

  /** Time, begun somewhere in that month. */
  public static DimensionSpec randomTime(Seeds seeds, Grain grain, String month) {
    String zone = seeds.oneOf(ZONES);
    String offset = seeds.below(3) == 0 ? offset(seeds, grain) : null;
    String start =
        switch (grain) {
          case HOUR -> month + "-2" + seeds.below(9) + "T0" + seeds.below(10) + ":00";
          case DAY -> month + "-2" + seeds.below(9);
          default -> month + "-01";
        };
    DimensionSpec spec = DimensionSpec.ofTime("at", grain, zone, start, null, offset);
    return grain.compareTo(Grain.DAY) <= 0 ? spec : aligned(spec);
  }

  private static String offset(Seeds seeds, Grain grain) {
    return switch (grain) {
      case HOUR -> "PT" + (1 + seeds.below(59)) + "M";
      case DAY -> "PT" + (1 + seeds.below(23)) + "H";
      case WEEK -> "P" + (1 + seeds.below(6)) + "DT2H30M";
      case MONTH -> "P" + (1 + seeds.below(27)) + "D";
      case YEAR -> "P" + (1 + seeds.below(11)) + "M";
    };
  }

  /** The same, begun with the next period: the reader says where that is. */
  private static DimensionSpec aligned(DimensionSpec spec) {
    List<String> near = new ArrayList<>();
    if (DimensionReader.read(spec, 1, (field, value, expected) -> near.add(expected)).isPresent()) {
      return spec;
    }
    String start = near.get(0).substring(near.get(0).length() - "2025-01-15".length());
    return DimensionSpec.ofTime(
        spec.name(), Grain.of(spec.grain()).orElseThrow(), spec.zone(), start, null, spec.offset());
  }

  /** Values {@code prefix0}, {@code prefix1} … */
  public static DimensionSpec values(String name, int count) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add("v" + i);
    }
    return DimensionSpec.ofValues(name, values);
  }

  /** The partitions of these dimensions. */
  public static PartitionSpec of(DimensionSpec... dimensions) {
    return PartitionSpec.ofSpecs(List.of(dimensions));
  }
}
