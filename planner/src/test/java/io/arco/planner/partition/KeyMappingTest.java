package io.arco.planner.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.partition.MappingSpec.Type;
import io.arco.planner.partition.PlainSpace.PlainKey;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Mappings of sets against a model that looks at every pair of keys. */
class KeyMappingTest {
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
  private final Seeds seeds = Seeds.of("KeyMappingTest");
  private int compared;

  @Test
  void sets_map_as_the_pairs_of_keys_do_in_all_zones_and_grains() {
    for (int round = 0; round < 300; round++) {
      String month = seeds.oneOf(Specs.MONTHS);
      DimensionSpec down = Specs.randomTime(seeds, grain(), month);
      boolean isSame = seeds.below(2) == 0;
      DimensionSpec up = isSame ? later(down) : Specs.randomTime(seeds, grain(), month);
      compare(up, down, randomMapping());
    }
    assertTrue(compared > 60, () -> "only " + compared + " made sense");
  }

  private Grain grain() {
    return Grain.values()[seeds.below(4)];
  }

  /** The same periods, beginning later or not. */
  private DimensionSpec later(DimensionSpec spec) {
    KeySpace space = Specs.of(spec).at(NOW);
    if (spec.grain().equals("hour") || space.periods() < 10 || seeds.below(3) == 0) {
      return spec;
    }
    String start = space.keyAt(seeds.below(9)).text().substring("at=d:".length());
    return DimensionSpec.ofTime(
        "at", Grain.of(spec.grain()).orElseThrow(), spec.zone(), start, null, spec.offset());
  }

  private MappingSpec randomMapping() {
    return switch (seeds.below(8)) {
      case 0 -> MappingSpec.of(Type.ALL);
      case 1 -> MappingSpec.of(Type.LATEST);
      case 2 -> MappingSpec.IDENTITY;
      case 3, 4 -> {
        int from = seeds.below(9) - 6;
        yield MappingSpec.window(from, from + seeds.below(12));
      }
      case 5, 6 -> MappingSpec.of(Type.ROLLUP);
      default -> MappingSpec.of(Type.FANOUT);
    };
  }

  private void compare(DimensionSpec upTime, DimensionSpec downTime, MappingSpec time) {
    boolean isSame = seeds.below(2) == 0;
    PartitionSpec down = Specs.of(downTime, Specs.values("a", 3), Specs.values("b", 2));
    PartitionSpec up =
        isSame
            ? Specs.of(upTime, Specs.values("a", 3), Specs.values("b", 2))
            : Specs.of(upTime, Specs.values("c", 2), Specs.values("z", 4));
    MappingSpec mapping =
        isSame || time.kind() == Type.ALL ? time : time.with(Map.of("c", "*", "z", "a"));
    List<String> complaints = new ArrayList<>();
    MappingCheck.check(mapping, up, down, (field, value, expected) -> complaints.add(expected));
    if (!complaints.isEmpty()) {
      return;
    }
    compared++;
    Instant begin = down.at(NOW).startOf(0);
    boolean isHourly = (upTime.grain() + downTime.grain()).contains("hour");
    Instant now = begin.plusSeconds(86_400L * (1 + seeds.below(isHourly ? 3 : 60)));
    PlainSpace plainUp = new PlainSpace(up, now);
    PlainSpace plainDown = new PlainSpace(down, now);
    KeyMapping actual = new KeyMapping(mapping, up.at(now), down.at(now));
    for (int density : new int[] {1, 3, 40}) {
      KeySet.Builder keys = new KeySet.Builder();
      List<PlainKey> chosen = new ArrayList<>();
      for (int i = 0; i < plainDown.keys().size(); i++) {
        if (seeds.below(density) == 0) {
          keys.add(i);
          chosen.add(plainDown.keys().get(i));
        }
      }
      assertEquals(
          naive(mapping, plainUp, chosen),
          list(actual.upstreamOf(keys.build())),
          () -> mapping + " from " + upTime + " to " + downTime + " at " + now);
    }
  }

  private static List<Integer> list(KeySet set) {
    List<Integer> list = new ArrayList<>();
    set.runs(
        (from, to) -> {
          for (int i = from; i < to; i++) {
            list.add(i);
          }
        });
    return list;
  }

  private static List<Integer> naive(
      MappingSpec mapping, PlainSpace upstream, List<PlainKey> downstream) {
    TreeSet<Integer> needed = new TreeSet<>();
    List<PlainKey> ups = upstream.keys();
    for (PlainKey down : downstream) {
      for (int i = 0; i < ups.size(); i++) {
        if (needs(mapping, down, ups.get(i), ups)) {
          needed.add(i);
        }
      }
    }
    return List.copyOf(needed);
  }

  private static boolean needs(
      MappingSpec mapping, PlainKey down, PlainKey up, List<PlainKey> ups) {
    if (mapping.kind() == Type.ALL) {
      return true;
    }
    return isInTime(mapping, down, up, ups) && hasValues(mapping, down, up);
  }

  private static boolean hasValues(MappingSpec mapping, PlainKey down, PlainKey up) {
    for (Map.Entry<String, String> value : up.values().entrySet()) {
      String source =
          mapping.dimensions() == null
              ? value.getKey()
              : mapping.dimensions().getOrDefault(value.getKey(), value.getKey());
      if (!source.equals("*") && !value.getValue().equals(down.values().get(source))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInTime(
      MappingSpec mapping, PlainKey down, PlainKey up, List<PlainKey> ups) {
    return switch (mapping.kind()) {
      case IDENTITY -> up.start().equals(down.start()) && up.end().equals(down.end());
      case LATEST -> up.ordinal() == ups.get(ups.size() - 1).ordinal();
      case ROLLUP -> !up.start().isBefore(down.start()) && up.start().isBefore(down.end());
      case FANOUT -> !up.start().isAfter(down.start()) && up.end().isAfter(down.start());
      default ->
          up.ordinal() - down.ordinal() >= mapping.from()
              && up.ordinal() - down.ordinal() <= mapping.to();
    };
  }

  @Test
  void a_wide_window_between_other_values_writes_each_key_once() {
    DimensionSpec hours = Specs.time(Grain.HOUR, "UTC", "2014-09-01T00:00");
    KeySpace up = Specs.of(hours, Specs.values("region", 9)).at(NOW);
    KeySpace down = Specs.of(hours, Specs.values("region", 8), Specs.values("tier", 2)).at(NOW);
    KeySet.Builder keys = new KeySet.Builder();
    for (int period = 1; period < down.periods(); period += 2) {
      keys.add(period * down.width() + period % 14);
    }
    for (MappingSpec mapping :
        List.of(MappingSpec.window(-100_000, 100_000), MappingSpec.of(Type.LATEST))) {
      // Places 1, 3 … 13 are seven of the regions; each reaches every hour, or the last.
      int hoursReached = mapping.kind() == Type.LATEST ? 1 : up.periods();
      assertEquals(
          7 * hoursReached, new KeyMapping(mapping, up, down).upstreamOf(keys.build()).size());
    }
  }

  @Test
  void mappings_that_make_no_sense_are_named() {
    PartitionSpec hours = Specs.of(Specs.time(Grain.HOUR, "UTC", "2025-01-01T00:00"));
    PartitionSpec days = Specs.of(Specs.time(Grain.DAY, "UTC", "2025-01-01"));
    PartitionSpec berlin = Specs.of(Specs.time(Grain.DAY, "Europe/Berlin", "2025-01-01"));
    PartitionSpec regions = Specs.of(Specs.values("region", 2));
    assertEquals(
        "/type rollup: the periods are not the same", wrong(MappingSpec.IDENTITY, hours, days));
    assertEquals(
        "/type fanout: the periods are not the same", wrong(MappingSpec.IDENTITY, days, hours));
    assertEquals(
        "/type the same zone and offset: the periods are not the same",
        wrong(MappingSpec.IDENTITY, berlin, days));
    assertEquals(
        "/type a rollup is from shorter periods", wrong(MappingSpec.of(Type.ROLLUP), days, hours));
    assertEquals(
        "/type a fanout is from longer periods", wrong(MappingSpec.of(Type.FANOUT), hours, days));
    assertEquals(
        "/type latest or all: this asset has no time",
        wrong(MappingSpec.IDENTITY, days, PartitionSpec.NONE));
    assertEquals("", wrong(MappingSpec.of(Type.LATEST), days, PartitionSpec.NONE));
    assertEquals("", wrong(MappingSpec.of(Type.ALL), days, PartitionSpec.NONE));
    assertEquals("", wrong(MappingSpec.IDENTITY, PartitionSpec.NONE, days));
    assertEquals(
        "/dimensions what gives the upstream's dimension region, or *",
        wrong(MappingSpec.IDENTITY, regions, days));
    assertEquals("", wrong(MappingSpec.IDENTITY.with(Map.of("region", "*")), regions, days));
    assertEquals(
        "/type identity or all: the upstream has no time",
        wrong(MappingSpec.of(Type.LATEST), regions, regions));
    assertEquals(
        "/from from and to, from not above to",
        wrong(new MappingSpec("window", 2, 1, null), days, days));
    assertEquals(
        "/from at most 100000 periods", wrong(MappingSpec.window(-100_001, 0), days, days));
    assertEquals(
        "/dimensions/at time for time, values for values",
        wrong(
            MappingSpec.IDENTITY.with(Map.of("at", "region")),
            days,
            Specs.of(Specs.time(Grain.DAY, "UTC", "2025-01-01"), Specs.values("region", 2))));
  }

  private static String wrong(MappingSpec mapping, PartitionSpec up, PartitionSpec down) {
    List<String> all = new ArrayList<>();
    MappingCheck.check(
        mapping, up, down, (field, value, expected) -> all.add(field + " " + expected));
    return all.isEmpty() ? "" : all.get(0);
  }
}
