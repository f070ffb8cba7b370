package io.arco.planner.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.Seeds;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeySpaceTest {
  private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

  @Test
  void keys_are_those_counted_out_one_by_one_in_every_zone_and_grain() {
    Seeds seeds = Seeds.of("KeySpaceTest");
    for (int round = 0; round < 150; round++) {
      Grain grain = seeds.oneOf(List.of(Grain.values()));
      DimensionSpec time = Specs.randomTime(seeds, grain);
      PartitionSpec spec = Specs.of(time, Specs.values("v", 1 + seeds.below(3)));
      Instant now = spec.at(NOW).startOf(0).plusSeconds(86_400L * seeds.below(400));
      PlainSpace plain = new PlainSpace(spec, now);
      KeySpace space = spec.at(now);
      assertEquals(plain.keys().size(), space.size(), () -> time + " at " + now);
      for (int i = 0; i < space.size(); i += 1 + seeds.below(5)) {
        PlainSpace.PlainKey key = plain.keys().get(i);
        assertEquals(key.text(), space.keyAt(i).text(), () -> time.toString());
        assertEquals(i, space.positionOf(PartitionKey.parse(key.text())), () -> key.toString());
        assertEquals(key.start(), space.startOf(i / space.width()));
        assertEquals(key.end(), space.endOf(i / space.width()));
      }
    }
  }

  @Test
  void a_period_is_there_once_it_has_ended() {
    PartitionSpec days = Specs.of(Specs.time(Grain.DAY, "Europe/Berlin", "2025-03-29"));
    assertEquals(0, days.at(Instant.parse("2025-03-29T22:59:59.999Z")).size());
    assertEquals(1, days.at(Instant.parse("2025-03-29T23:00:00Z")).size());
    assertEquals(2, days.at(Instant.parse("2025-03-30T22:00:00Z")).size());
  }

  @Test
  void a_day_has_as_many_hours_as_its_zone_says() {
    assertEquals(23, hours("Europe/Berlin", "2025-03-30"));
    assertEquals(25, hours("Europe/Berlin", "2025-10-26"));
    assertEquals(24, hours("Asia/Kolkata", "2025-03-30"));
    assertEquals(0, hours("Pacific/Apia", "2011-12-30"));
    assertEquals(24, hours("Pacific/Apia", "2011-12-31"));
  }

  private static int hours(String zone, String day) {
    KeySpace hours = Specs.of(Specs.time(Grain.HOUR, zone, "2011-01-01T00:00")).at(NOW);
    KeySpace days = Specs.of(Specs.time(Grain.DAY, zone, "2011-01-01")).at(NOW);
    int position = days.positionOf(PartitionKey.parse("at=d:" + day));
    return new KeyMapping(MappingSpec.of(MappingSpec.Type.ROLLUP), hours, days)
        .upstreamOf(KeySet.of(position))
        .size();
  }

  @Test
  void an_end_is_not_included_and_ends_the_space() {
    DimensionSpec spec =
        DimensionSpec.ofTime("at", Grain.MONTH, "UTC", "2020-01-01", "2021-01-01", null);
    assertEquals(12, Specs.of(spec).at(NOW).size());
    assertEquals("at=d:2020-12-01", Specs.of(spec).at(NOW).keyAt(11).text());
  }

  @Test
  void hours_begin_with_1970_where_it_begins_before_it_does_in_utc() {
    for (String zone : List.of("Europe/Berlin", "Pacific/Tongatapu", "Etc/GMT-14")) {
      PartitionSpec spec = Specs.of(Specs.time(Grain.HOUR, zone, "1970-01-01T00:00"));
      KeySpace space = spec.at(NOW);
      Instant first = LocalDateTime.parse("1970-01-01T00:00").atZone(ZoneId.of(zone)).toInstant();
      assertEquals(first, space.startOf(0));
      PartitionKey key = space.keyAt(0);
      assertEquals("at=" + new PartitionValue.Time(first).text(), key.text());
      assertEquals(0, space.positionOf(PartitionKey.parse(key.text())));
    }
  }

  @Test
  void positions_stay_as_time_goes_on() {
    PartitionSpec spec =
        Specs.of(Specs.time(Grain.HOUR, "UTC", "2025-01-01T00:00"), Specs.values("v", 3));
    KeySpace early = spec.at(Instant.parse("2025-02-01T00:00:00Z"));
    KeySpace late = spec.at(NOW);
    for (int i = 0; i < early.size(); i++) {
      assertEquals(early.keyAt(i), late.keyAt(i));
    }
    assertTrue(late.size() > early.size());
  }

  @Test
  void keys_of_other_shapes_values_and_times_have_no_place() {
    KeySpace space =
        Specs.of(Specs.time(Grain.DAY, "UTC", "2025-01-06"), Specs.values("v", 2)).at(NOW);
    for (String text :
        List.of(
            "",
            "at=d:2025-01-06",
            "at=d:2025-01-06,v=s:djI",
            "at=d:2025-01-05,v=s:djA",
            "at=d:2026-02-01,v=s:djA",
            "at=t:2025-01-06T00:00:00.000000Z,v=s:djA",
            "at=d:2025-01-06,v=s:djA,w=s:djA")) {
      assertEquals(-1, space.positionOf(PartitionKey.parse(text)), text);
    }
    assertEquals(0, space.positionOf(PartitionKey.parse("at=d:2025-01-06,v=s:djA")));
  }

  @Test
  void what_is_not_partitioned_has_one_key() {
    assertEquals(1, PartitionSpec.NONE.at(NOW).size());
    assertEquals("", PartitionSpec.NONE.at(NOW).keyAt(0).text());
    assertEquals(0, PartitionSpec.NONE.at(NOW).positionOf(PartitionKey.NONE));
  }

  @Test
  void a_million_contiguous_keys_take_next_to_nothing_and_scattered_ones_a_bit_each() {
    assertTrue(KeySet.range(0, 1_000_000).memoryBytes() < 1_000);
    KeySet.Builder odd = new KeySet.Builder();
    for (int i = 0; i < 1_000_000; i += 2) {
      odd.add(i);
    }
    assertTrue(odd.build().memoryBytes() < 140_000);
  }

  @Test
  void mistakes_in_a_description_are_named_with_their_field() {
    List<String> fields = new ArrayList<>();
    DimensionReader.Complaints complaints = (field, value, expected) -> fields.add(field);
    DimensionSpec wrong =
        new DimensionSpec("A", "time", "minute", "+02:00", "x", null, "P1D", List.of("a"));
    assertFalse(DimensionReader.read(wrong, 3, complaints).isPresent());
    assertEquals(List.of("/name", "/values", "/grain", "/zone"), fields);
    fields.clear();
    for (DimensionSpec spec :
        List.of(
            DimensionSpec.ofTime("a", Grain.DAY, "UTC", "2025-13-01", null, null),
            DimensionSpec.ofTime("a", Grain.WEEK, "UTC", "2025-01-07", null, null),
            DimensionSpec.ofTime("a", Grain.HOUR, "UTC", "2025-01-01T00:30", null, null),
            DimensionSpec.ofTime("a", Grain.DAY, "UTC", "2025-01-02", "2025-01-02", null),
            DimensionSpec.ofTime("a", Grain.DAY, "UTC", "2025-01-02", null, "PT24H"),
            DimensionSpec.ofTime("a", Grain.DAY, "UTC", null, null, null),
            DimensionSpec.ofValues("a", List.of()),
            DimensionSpec.ofValues("a", List.of("x", "x")),
            DimensionSpec.ofValues("a", List.of("x", "y", "z", "w")),
            new DimensionSpec("a", "dynamic", null, null, null, null, null, null))) {
      assertFalse(DimensionReader.read(spec, 3, complaints).isPresent(), spec::toString);
    }
    assertEquals(
        List.of(
            "/start",
            "/start",
            "/start",
            "/end",
            "/offset",
            "/start",
            "/values",
            "/values/1",
            "/values",
            "/type"),
        fields);
  }
}
