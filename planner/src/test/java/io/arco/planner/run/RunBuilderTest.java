package io.arco.planner.run;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.partition.DimensionSpec;
import io.arco.planner.partition.Grain;
import io.arco.planner.partition.KeyFilter;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.MappingSpec;
import io.arco.planner.partition.MappingSpec.Type;
import io.arco.planner.partition.Specs;
import io.arco.planner.plan.Materialized;
import io.arco.planner.plan.Plan;
import io.arco.planner.plan.PlanInput;
import io.arco.planner.plan.Planner;
import io.arco.planner.selection.SelectionParser;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tasks of runs, made of plans. */
class RunBuilderTest {
  private static final Instant NOW = Instant.parse("2025-04-02T12:00:00Z");
  private static final DimensionSpec HOURS =
      DimensionSpec.ofTime("hour", Grain.HOUR, "Europe/Berlin", "2025-03-29T00:00", null, null);
  private static final DimensionSpec DAYS =
      DimensionSpec.ofTime("day", Grain.DAY, "Europe/Berlin", "2025-03-29", null, null);
  private static final DimensionSpec REGIONS = Specs.values("region", 3);

  private static final AssetGraph GRAPH =
      Manifests.graph(
          Manifests.of(
              asset("a.hours").kind("python").partitions(HOURS, REGIONS).build(),
              asset("a.same").partitions(HOURS, REGIONS).from("a.hours").build(),
              asset("a.window")
                  .partitions(HOURS, REGIONS)
                  .from("a.same", MappingSpec.window(-3, -1))
                  .from("a.hours")
                  .build(),
              asset("a.days")
                  .partitions(DAYS, REGIONS)
                  .from("a.window", MappingSpec.of(Type.ROLLUP))
                  .build(),
              asset("a.back")
                  .partitions(HOURS, REGIONS)
                  .from("a.days", MappingSpec.of(Type.FANOUT))
                  .build(),
              asset("a.all").from("a.back", MappingSpec.of(Type.ALL)).build()));

  private static Plan plan(Materialized there) {
    return Planner.plan(
        GRAPH, new PlanInput("v", SelectionParser.parse("*"), KeyFilter.ALL, NOW), there);
  }

  @Test
  void each_task_waits_for_the_tasks_of_the_keys_that_it_needs() {
    Seeds seeds = Seeds.of("RunBuilderTest");
    for (int round = 0; round < 20; round++) {
      int part = round == 0 ? 0 : 1 + seeds.below(4);
      Plan plan =
          plan(
              (key, space) -> {
                KeySet.Builder some = new KeySet.Builder();
                for (int i = 0; i < space.size(); i++) {
                  if (seeds.below(4) < part) {
                    some.add(i);
                  }
                }
                return some.build();
              });
      RunDefinition run = new RunDefinition(RunBuilder.of(plan, RunLimits.DEFAULT));
      assertEquals(plan.tasks(), run.tasks());
      int task = 0;
      for (Plan.Part one : plan.parts()) {
        for (int at = one.tasks().next(0); at >= 0; at = one.tasks().next(at + 1), task++) {
          assertEquals(one.space().keyAt(at).text(), run.partition(task));
          assertEquals(one.asset().kind(), run.asset(task).kind());
          assertEquals(needs(plan, one, at), names(run, run.waitsFor(task)));
        }
      }
    }
  }

  private static Set<String> needs(Plan plan, Plan.Part part, int position) {
    Set<String> names = new TreeSet<>();
    for (Plan.Link link : part.links()) {
      Plan.Part up = plan.parts().get(link.part());
      KeySet needed = link.mapping().upstreamOf(KeySet.of(position));
      for (int at = needed.next(0); at >= 0; at = needed.next(at + 1)) {
        if (up.tasks().contains(at)) {
          names.add(up.asset().key() + "[" + up.space().keyAt(at).text() + "]");
        }
      }
    }
    return names;
  }

  private static Set<String> names(RunDefinition run, int[] ranges) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < ranges.length; i += 2) {
      for (int task = ranges[i]; task < ranges[i + 1]; task++) {
        names.add(run.name(task));
      }
    }
    return names;
  }

  @Test
  void one_task_for_one_is_said_in_a_word_and_what_many_wait_for_once() {
    List<RunAsset> assets = RunBuilder.of(plan(Materialized.NONE), RunLimits.DEFAULT);
    RunAsset same = assets.get(1);
    assertEquals("a.same", same.asset().text());
    assertNull(same.upstream().get(0).ranges());
    RunAsset back = assets.get(4);
    assertEquals("a.back", back.asset().text());
    assertNotNull(back.upstream().get(0).ranges());
    RunDefinition run = new RunDefinition(assets);
    // The 23, 24 and so on hours of a day wait for it together, for each region.
    int first = run.firstTask(4);
    assertEquals(
        run.groups().of(first), run.groups().of(first + 3), "two hours of a day and region");
    assertEquals(4 * 3, run.groups().of(run.firstTask(5)) - run.groups().of(first));
  }

  @Test
  void a_run_of_too_many_tasks_or_ranges_is_refused_with_how_many() {
    Plan plan = plan(Materialized.NONE);
    RunLimits few = RunLimits.DEFAULT.withTasks((int) plan.tasks() - 1, 1_000_000);
    ProblemException refused = assertThrows(ProblemException.class, () -> RunBuilder.of(plan, few));
    assertEquals(ErrorCode.LIMIT_REACHED, refused.problem().code());
    assertEquals("maxRunTasks", refused.problem().details().get("limit"));
    assertEquals(plan.tasks(), refused.problem().details().get("found"));
    RunLimits narrow = RunLimits.DEFAULT.withRanges(100);
    refused = assertThrows(ProblemException.class, () -> RunBuilder.of(plan, narrow));
    assertEquals(ErrorCode.LIMIT_REACHED, refused.problem().code());
    assertEquals("maxRunRanges", refused.problem().details().get("limit"));
  }
}
