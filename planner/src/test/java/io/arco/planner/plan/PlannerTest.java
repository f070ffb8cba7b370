package io.arco.planner.plan;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.Grain;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.partition.MappingSpec.Type;
import io.arco.planner.partition.Specs;
import io.arco.planner.plan.PlanItem.Action;
import io.arco.planner.plan.PlanItem.Keys;
import io.arco.planner.plan.PlanItem.Reason;
import io.arco.planner.run.RunBuilder;
import io.arco.planner.run.RunDefinition;
import io.arco.planner.run.RunLimits;
import io.arco.planner.selection.SelectionParser;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant NOW = Instant.parse("2025-03-31T12:00:00Z");
  private static final DimensionSpec HOURS =
      DimensionSpec.ofTime("hour", Grain.HOUR, "Europe/Berlin", "2025-03-29T00:00", null, null);
  private static final DimensionSpec DAYS =
      DimensionSpec.ofTime("day", Grain.DAY, "Europe/Berlin", "2025-03-29", null, null);
  private static final DimensionSpec REGIONS = Specs.values("region", 2);

  private static final NewManifest SHOP =
      Manifests.of(
          asset("shop.raw").partitions(HOURS, REGIONS).build(),
          asset("shop.clean").partitions(HOURS, REGIONS).from("shop.raw").build(),
          asset("shop.smooth")
              .partitions(HOURS, REGIONS)
              .from("shop.clean", MappingSpec.window(-2, 0))
              .build(),
          asset("shop.daily")
              .partitions(DAYS, REGIONS)
              .from("shop.smooth", MappingSpec.of(Type.ROLLUP))
              .build(),
          asset("shop.report").from("shop.daily", MappingSpec.of(Type.ALL)).build());

  private static Plan plan(NewManifest manifest, String selection, PartitionRequest partitions) {
    return plan(Manifests.graph(manifest), selection, partitions, Materialized.NONE);
  }

  private static Plan plan(
      AssetGraph graph, String selection, PartitionRequest partitions, Materialized there) {
    return plan(graph, selection, partitions, there, PlanMode.MISSING);
  }

  private static Plan plan(
      AssetGraph graph,
      String selection,
      PartitionRequest partitions,
      Materialized there,
      PlanMode mode) {
    return Planner.plan(
        graph,
        new PlanInput(
            "v1",
            SelectionParser.parse(selection),
            PartitionRequestReader.read(partitions),
            NOW,
            mode),
        there);
  }

  private static List<PlanItem> all(Plan plan) {
    return plan.page(Plan.Cursor.START, Integer.MAX_VALUE).items();
  }

  private static PartitionRequest keys(String... keys) {
    return new PartitionRequest(null, null, null, List.of(keys));
  }

  @Test
  void a_day_asked_for_brings_its_hours_and_those_that_they_need() {
    Plan plan = plan(SHOP, "+shop.daily", keys("day=d:2025-03-30,region=s:djA"));
    Map<String, Integer> tasks = new TreeMap<>();
    all(plan).forEach(item -> tasks.merge(item.asset().name(), 1, Integer::sum));
    // The day has 23 hours; the window looks two hours back.
    assertEquals(Map.of("raw", 25, "clean", 25, "smooth", 23, "daily", 1), tasks);
    PlanItem first = all(plan).get(0);
    assertEquals("hour=t:2025-03-29T21:00:00.000000Z,region=s:djA", first.partition());
    assertEquals(Reason.NEEDED, first.reason());
    assertEquals("shop.clean", first.needed().text());
    assertEquals("+shop.daily", first.selectedBy());
    assertEquals("UPSTREAM", first.relation());
    PlanItem last = all(plan).get(all(plan).size() - 1);
    assertEquals(Reason.REQUESTED, last.reason());
    assertNull(last.needed());
    assertEquals(3, last.stage());
    assertEquals(
        List.of(
            new Keys(
                AssetKey.parse("shop.smooth"),
                23,
                "hour=t:2025-03-29T23:00:00.000000Z,region=s:djA",
                "hour=t:2025-03-30T21:00:00.000000Z,region=s:djA")),
        last.waitsFor());
  }

  @Test
  void what_is_outside_the_selection_is_counted_and_not_waited_for() {
    List<PlanItem> items = all(plan(SHOP, "shop.report", null));
    assertEquals(1, items.size());
    assertEquals("", items.get(0).partition());
    assertEquals(List.of(), items.get(0).waitsFor());
    assertEquals(4, items.get(0).unplanned().get(0).count());
  }

  @Test
  void what_is_there_is_skipped_once_and_nobody_waits_for_it() {
    AssetGraph graph = Manifests.graph(SHOP);
    Materialized there = (key, space) -> key.name().equals("raw") ? space.all() : KeySet.EMPTY;
    Plan plan = plan(graph, "shop.raw | shop.clean", null, there);
    List<PlanItem> items = all(plan);
    PlanItem skip = items.get(0);
    assertEquals(Action.SKIP, skip.action());
    assertEquals(Reason.ALREADY_MATERIALIZED, skip.reason());
    assertEquals(plan.skipped(), skip.keys().count());
    assertEquals("hour=t:2025-03-28T23:00:00.000000Z,region=s:djA", skip.keys().first());
    assertEquals(plan.tasks(), items.size() - 1);
    assertTrue(items.stream().skip(1).allMatch(item -> item.waitsFor().isEmpty()));
  }

  @Test
  void all_that_is_asked_for_is_made_again_and_what_is_only_needed_is_not() {
    AssetGraph graph = Manifests.graph(SHOP);
    PartitionRequest day = keys("day=d:2025-03-30,region=s:djA");
    Materialized there = (key, space) -> space.all();
    Plan missing = plan(graph, "+shop.daily", day, there);
    assertEquals(0, missing.tasks());
    Plan all = plan(graph, "+shop.daily", day, there, PlanMode.ALL);
    // The day and its 23 hours of three assets, not the two hours before that others look back to.
    assertEquals(3 * 23 + 1, all.tasks());
    assertEquals(0, all.skipped());
    assertEquals(
        3 * 23 + 1 + 2 * 2,
        plan(graph, "+shop.daily", day, Materialized.NONE, PlanMode.ALL).tasks());
    assertNotEquals(
        plan(graph, "*", null, Materialized.NONE).fingerprint(),
        plan(graph, "*", null, Materialized.NONE, PlanMode.ALL).fingerprint());
  }

  @Test
  void an_asset_without_keys_is_told() {
    PartitionRequest early = new PartitionRequest(null, "2025-01-01T00:00:00Z", null, null);
    List<PlanItem> items = all(plan(SHOP, "shop.raw", early));
    assertEquals(1, items.size());
    assertEquals(Reason.NO_KEYS, items.get(0).reason());
    assertEquals(0, items.get(0).keys().count());
  }

  @Test
  void ranges_and_values_choose_what_overlaps() {
    TreeMap<String, List<String>> values = new TreeMap<>(Map.of("region", List.of("v1", "nope")));
    PartitionRequest some =
        new PartitionRequest("2025-03-29T22:30:00Z", "2025-03-29T23:30:00Z", values, null);
    List<String> partitions =
        all(plan(SHOP, "shop.raw | shop.daily", some)).stream().map(PlanItem::partition).toList();
    assertEquals(
        List.of(
            "day=d:2025-03-29,region=s:djE",
            "day=d:2025-03-30,region=s:djE",
            "hour=t:2025-03-29T22:00:00.000000Z,region=s:djE",
            "hour=t:2025-03-29T23:00:00.000000Z,region=s:djE"),
        partitions);
  }

  @Test
  void keys_that_nobody_has_and_bad_requests_are_named() {
    assertEquals(
        ErrorCode.INVALID_PARTITION,
        code(() -> plan(SHOP, "shop.raw", keys("day=d:2025-03-30,region=s:djA"))));
    assertEquals(ErrorCode.INVALID_PARTITION, code(() -> plan(SHOP, "*", keys("day=1"))));
    assertEquals(ErrorCode.INVALID_SELECTION, code(() -> plan(SHOP, "shop.x", null)));
    for (PartitionRequest bad :
        List.of(
            new PartitionRequest("yesterday", null, null, null),
            new PartitionRequest("2025-01-01T00:00:00.0001Z", null, null, null),
            new PartitionRequest("1969-01-01T00:00:00Z", null, null, null),
            new PartitionRequest("2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", null, null),
            new PartitionRequest(null, null, new TreeMap<>(Map.of("A", List.of("x"))), null),
            new PartitionRequest(null, null, new TreeMap<>(Map.of("a", List.of())), null),
            new PartitionRequest(null, null, null, List.of()),
            keys(java.util.Collections.nCopies(1_001, "").toArray(String[]::new)))) {
      assertEquals(ErrorCode.INVALID_REQUEST, code(() -> plan(SHOP, "*", bad)), bad::toString);
    }
  }

  private static ErrorCode code(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(ProblemException.class, call).problem().code();
  }

  @Test
  void more_keys_than_a_plan_may_have_are_refused() {
    List<NewAsset> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(
          asset("a.n" + i)
              .partitions(Specs.values("a", 100), Specs.values("b", 100), Specs.values("c", 100))
              .build());
    }
    NewManifest manifest = new NewManifest(null, null, many);
    assertEquals(ErrorCode.LIMIT_REACHED, code(() -> plan(manifest, "*", null)));
    assertEquals(100_000_000, plan(manifest, "* - a.n100", null).tasks());
  }

  @Test
  void the_fingerprint_is_of_the_work_and_not_of_words_or_order() {
    Seeds seeds = Seeds.of("PlannerTest fingerprint");
    String first = plan(SHOP, "+shop.report", null).fingerprint().hex();
    for (int i = 0; i < 10; i++) {
      NewManifest shuffled = new NewManifest(null, null, seeds.shuffled(SHOP.assets()));
      assertEquals(first, plan(shuffled, "* & shop.*", null).fingerprint().hex());
    }
    assertNotEquals(first, plan(SHOP, "+shop.daily", null).fingerprint().hex());
    List<NewAsset> other = new ArrayList<>(SHOP.assets());
    other.set(0, asset("shop.raw").partitions(HOURS, REGIONS).codeVersion("v2").build());
    assertNotEquals(first, plan(new NewManifest(null, null, other), "*", null).fingerprint().hex());
    Materialized one = (key, space) -> key.name().equals("raw") ? KeySet.of(7) : KeySet.EMPTY;
    assertNotEquals(first, plan(Manifests.graph(SHOP), "*", null, one).fingerprint().hex());
    assertEquals(
        "f1addcb6e1f4456495ee87ab20c345cf98e7e4d369543ffafcf757ef996fc559",
        first,
        "recorded fingerprints are compared with: a change breaks stored plans");
  }

  @Test
  void random_plans_agree_with_plain_ones_in_pages_of_any_size() {
    Seeds seeds = Seeds.of("PlannerTest");
    for (int round = 0; round < 60; round++) {
      AssetGraph graph = random(seeds);
      Map<AssetKey, Set<Integer>> there = new HashMap<>();
      Map<AssetKey, Set<Integer>> requested = new HashMap<>();
      PartitionRequest request = randomRequest(seeds);
      PlanMode mode = seeds.oneOf(List.of(PlanMode.values()));
      List<Asset> selected = new ArrayList<>();
      StringBuilder selection = new StringBuilder();
      for (Asset asset : graph.assets()) {
        KeySpace space = asset.partitionSpec().at(NOW);
        there.put(asset.key(), some(seeds, space.size()));
        requested.put(asset.key(), overlapping(space, request));
        if (selection.isEmpty() || seeds.below(4) > 0) {
          selected.add(asset);
          selection.append(selection.isEmpty() ? "" : " | ").append(asset.key());
        }
      }
      Plan plan =
          plan(
              graph,
              selection.toString(),
              request,
              (key, space) ->
                  KeySet.of(there.get(key).stream().mapToInt(Integer::intValue).toArray()),
              mode);
      PlainPlan plain = new PlainPlan(selected, NOW, requested, there, mode);
      assertAgree(plain, plan, seeds);
      assertEquals(new TreeMap<>(plain.lines()), new TreeMap<>(run(plan)));
    }
  }

  private static void assertAgree(PlainPlan plain, Plan plan, Seeds seeds) {
    Map<String, Map<String, Integer>> lines = new LinkedHashMap<>();
    Map<String, Integer> skipped = new TreeMap<>();
    Set<String> done = new TreeSet<>();
    List<PlanItem> items = paged(plan, 1 + seeds.below(40));
    assertEquals(all(plan), items);
    for (PlanItem item : items) {
      String asset = item.asset().text();
      if (item.action() == Action.SKIP) {
        skipped.put(asset, item.keys().count());
        continue;
      }
      Map<String, Integer> waits = new TreeMap<>();
      for (Keys keys : item.waitsFor()) {
        assertTrue(done.contains(keys.asset().text()), "waits for what comes later");
        waits.put(keys.asset().text(), keys.count());
      }
      lines.put(asset + " " + item.partition(), waits);
      done.add(asset);
    }
    assertEquals(new TreeMap<>(plain.lines()), new TreeMap<>(lines));
    plain.skipped.forEach(
        (key, positions) -> {
          if (!positions.isEmpty()) {
            assertEquals(positions.size(), skipped.get(key.text()));
          }
        });
    assertEquals(plain.tasks.values().stream().mapToLong(Set::size).sum(), plan.tasks());
    assertEquals(plain.skipped.values().stream().mapToLong(Set::size).sum(), plan.skipped());
  }

  /** The tasks of a run of a plan, and how many of each asset's they wait for. */
  private static Map<String, Map<String, Integer>> run(Plan plan) {
    RunDefinition run = new RunDefinition(RunBuilder.of(plan, RunLimits.DEFAULT));
    Map<String, Map<String, Integer>> lines = new LinkedHashMap<>();
    for (int task = 0; task < run.tasks(); task++) {
      Map<String, Integer> waits = new TreeMap<>();
      int[] needs = run.waitsFor(task);
      for (int i = 0; i < needs.length; i += 2) {
        waits.merge(run.asset(needs[i]).asset().text(), needs[i + 1] - needs[i], Integer::sum);
      }
      lines.put(run.asset(task).asset() + " " + run.partition(task), waits);
    }
    return lines;
  }

  private static List<PlanItem> paged(Plan plan, int size) {
    List<PlanItem> items = new ArrayList<>();
    Plan.Cursor cursor = Plan.Cursor.START;
    while (cursor != null) {
      Plan.Page page = plan.page(cursor, size);
      assertTrue(page.items().size() == size || page.next() == null);
      items.addAll(page.items());
      cursor = page.next();
    }
    return items;
  }

  private static Set<Integer> some(Seeds seeds, int size) {
    Set<Integer> some = new TreeSet<>();
    int density = 1 + seeds.below(10);
    for (int i = 0; i < size; i++) {
      if (seeds.below(density) == 0 && density > 1) {
        some.add(i);
      }
    }
    return some;
  }

  private static PartitionRequest randomRequest(Seeds seeds) {
    Instant from = NOW.minusSeconds(1_800L * (1 + seeds.below(140)));
    Instant to = from.plusSeconds(1_800L * (1 + seeds.below(60)));
    return seeds.below(4) == 0
        ? null
        : new PartitionRequest(from.toString(), to.toString(), null, null);
  }

  private static Set<Integer> overlapping(KeySpace space, PartitionRequest request) {
    Set<Integer> all = new TreeSet<>();
    for (var key : new io.arco.planner.partition.PlainSpace(space.spec(), NOW).keys()) {
      boolean isIn =
          request == null
              || key.start() == null
              || (key.end().isAfter(Instant.parse(request.from()))
                  && key.start().isBefore(Instant.parse(request.to())));
      if (isIn) {
        all.add(space.positionOf(io.arco.planner.partition.PartitionKey.parse(key.text())));
      }
    }
    return all;
  }

  private static AssetGraph random(Seeds seeds) {
    List<DimensionSpec> grains = List.of(HOURS, DAYS);
    List<NewAsset> assets = new ArrayList<>();
    List<Integer> kinds = new ArrayList<>();
    for (int i = 0; i < 2 + seeds.below(5); i++) {
      int kind = seeds.below(3);
      kinds.add(kind);
      var builder = asset("a.n" + i);
      if (kind < 2) {
        builder.partitions(grains.get(kind), REGIONS);
      }
      for (int up = 0; up < i; up++) {
        if (seeds.below(2) == 0) {
          builder.from("a.n" + up, mapping(seeds, kinds.get(up), kind));
        }
      }
      assets.add(builder.build());
    }
    return Manifests.graph(new NewManifest(null, null, seeds.shuffled(assets)));
  }

  private static MappingSpec mapping(Seeds seeds, int up, int down) {
    if (up == 2) {
      return null;
    }
    if (down == 2) {
      return MappingSpec.of(Type.ALL);
    }
    if (up != down) {
      return MappingSpec.of(up == 0 ? Type.ROLLUP : Type.FANOUT);
    }
    return switch (seeds.below(4)) {
      case 0 -> MappingSpec.window(-seeds.below(4), seeds.below(2));
      case 1 -> MappingSpec.of(Type.LATEST);
      case 2 -> MappingSpec.IDENTITY.with(Map.of("region", "*"));
      default -> null;
    };
  }
}
