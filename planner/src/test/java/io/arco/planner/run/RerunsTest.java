package io.arco.planner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.manifest.ManifestRules;
import io.arco.planner.manifest.Manifests;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Doing tasks of a run again. */
class RerunsTest {
  private static final UUID PARENT = new UUID(1, 2);

  /** Every asset there is, now of another kind. */
  private static final Function<AssetKey, Optional<Asset>> ASSETS =
      key ->
          Optional.of(
              ManifestRules.check(
                      Manifests.of(Manifests.asset(key.text()).kind("other").build()),
                      ManifestLimits.DEFAULT)
                  .assets()
                  .get(0));

  private static RunAsset asset(String name, int keys, RunAsset.Upstream... upstream) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      texts.add("k=i:" + i);
    }
    return new RunAsset(AssetKey.parse("a." + name), "sql", texts, 0, List.of(upstream));
  }

  private static RunAsset.Upstream on(int asset, int[]... lines) {
    return new RunAsset.Upstream(asset, lines.length == 0 ? null : new TaskRanges(lines));
  }

  /** Two parts, each behind one, a sum of both, and what is made of that. */
  private static final RunDefinition RUN =
      new RunDefinition(
          List.of(
              asset("in", 4),
              asset("part", 4, on(0)),
              asset("sum", 2, on(1, new int[] {1, 0, 2}, new int[] {1, 2, 4})),
              asset("all", 1, on(0, new int[] {1, 0, 4}), on(2, new int[] {1, 0, 2}))));

  private static Map<String, Set<String>> waits(RunDefinition run, BitSet chosen) {
    Map<String, Set<String>> waits = new TreeMap<>();
    for (int task = chosen.nextSetBit(0); task >= 0; task = chosen.nextSetBit(task + 1)) {
      Set<String> names = new TreeSet<>();
      int[] needs = run.waitsFor(task);
      for (int i = 0; i < needs.length; i += 2) {
        for (int need = needs[i]; need < needs[i + 1]; need++) {
          if (chosen.get(need)) {
            names.add(run.name(need));
          }
        }
      }
      waits.put(run.name(task), names);
    }
    return waits;
  }

  private static BitSet all(RunDefinition run) {
    BitSet all = new BitSet();
    all.set(0, run.tasks());
    return all;
  }

  private static BitSet bits(int... tasks) {
    BitSet bits = new BitSet();
    for (int task : tasks) {
      bits.set(task);
    }
    return bits;
  }

  private static Reruns reruns(TaskState... states) {
    return new Reruns(PARENT, RUN, task -> states[task], ASSETS);
  }

  private static TaskState[] states(BitSet bad) {
    TaskState[] states = new TaskState[RUN.tasks()];
    for (int i = 0; i < states.length; i++) {
      states[i] = bad.get(i) ? TaskState.FAILED : TaskState.SUCCEEDED;
    }
    return states;
  }

  @Test
  void from_failure_all_that_did_not_succeed_is_done_in_the_same_order() {
    TaskState[] states = states(bits());
    states[5] = TaskState.FAILED;
    states[8] = TaskState.SKIPPED;
    states[10] = TaskState.CANCELLED;
    List<RunAsset> again = reruns(states).fromFailure();
    RunAssetRules.check(again, 100);
    RunDefinition run = new RunDefinition(again);
    assertEquals(waits(RUN, bits(5, 8, 10)), waits(run, all(run)));
    assertEquals("other", run.asset(0).kind());
  }

  @Test
  void a_subset_is_done_alone_or_with_all_that_waits_for_it() {
    List<RunAsset> alone = reruns(states(bits())).subset(bits(5), false);
    assertEquals(List.of("k=i:1"), alone.get(0).keys());
    assertEquals(1, alone.size());
    RunDefinition more = new RunDefinition(reruns(states(bits())).subset(bits(5), true));
    assertEquals(waits(RUN, bits(5, 8, 10)), waits(more, all(more)));
  }

  @Test
  void any_choice_keeps_what_its_tasks_wait_for_among_each_other() {
    Seeds seeds = Seeds.of("RerunsTest");
    for (int round = 0; round < 300; round++) {
      BitSet chosen = new BitSet();
      for (int task = 0; task < RUN.tasks(); task++) {
        chosen.set(task, seeds.below(2) == 0);
      }
      if (chosen.isEmpty()) {
        continue;
      }
      List<RunAsset> assets = reruns(states(bits())).subset(chosen, false);
      RunAssetRules.check(assets, 100);
      RunDefinition run = new RunDefinition(assets);
      assertEquals(waits(RUN, chosen), waits(run, all(run)));
    }
  }

  @Test
  void nothing_to_be_done_is_refused() {
    refused(() -> reruns(states(bits())).fromFailure());
    refused(() -> reruns(states(bits())).subset(bits(), true));
  }

  @Test
  void a_task_whose_upstream_neither_succeeded_nor_is_done_again_is_refused() {
    ProblemException refused = refused(() -> reruns(states(bits(1))).subset(bits(5), false));
    assertEquals(PARENT + ".5", refused.problem().details().get("task"));
    assertEquals(PARENT + ".1", refused.problem().details().get("waitsFor"));
  }

  @Test
  void an_asset_that_is_gone_is_refused() {
    Reruns gone = new Reruns(PARENT, RUN, task -> TaskState.FAILED, key -> Optional.empty());
    ProblemException refused = assertThrows(ProblemException.class, gone::fromFailure);
    assertEquals(ErrorCode.ASSET_NOT_FOUND, refused.problem().code());
  }

  private static ProblemException refused(org.junit.jupiter.api.function.Executable call) {
    ProblemException refused = assertThrows(ProblemException.class, call);
    assertEquals(ErrorCode.RUN_NOT_RERUNNABLE, refused.problem().code());
    return refused;
  }

  @Test
  void a_name_is_the_asset_and_its_partition() {
    assertEquals(
        List.of("a.all[k=i:0]", "a.in[k=i:0]"),
        waits(RUN, bits(0, 10)).keySet().stream().collect(Collectors.toList()));
  }
}
