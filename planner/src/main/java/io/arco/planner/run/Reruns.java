package io.arco.planner.run;

import io.arco.planner.OrchestrationProblems;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Makes the tasks of a run that does tasks of another one again. Pure: what the other one was, and
 * where its tasks stood, may come from the state or from rows.
 */
public final class Reruns {
  private final UUID parent;
  private final RunDefinition definition;
  private final IntFunction<TaskState> states;
  private final Function<AssetKey, Optional<Asset>> assets;

  /**
   * Of a run that has ended.
   *
   * @param parent its id
   * @param definition its tasks
   * @param states where each task stands
   * @param assets the definitions in the version of the manifest that the new run is to pin
   */
  public Reruns(
      UUID parent,
      RunDefinition definition,
      IntFunction<TaskState> states,
      Function<AssetKey, Optional<Asset>> assets) {
    this.parent = parent;
    this.definition = definition;
    this.states = states;
    this.assets = assets;
  }

  /**
   * The tasks that did not succeed.
   *
   * @throws io.arco.problem.ProblemException RUN_NOT_RERUNNABLE if all did; ASSET_NOT_FOUND for an
   *     asset that is no longer there
   */
  public List<RunAsset> fromFailure() {
    BitSet chosen = new BitSet();
    for (int task = 0; task < definition.tasks(); task++) {
      chosen.set(task, states.apply(task) != TaskState.SUCCEEDED);
    }
    return of(chosen);
  }

  /**
   * These tasks.
   *
   * @param numbers of tasks of the parent; each is there
   * @param downstream whether also all that waits for them, near or far
   * @throws io.arco.problem.ProblemException RUN_NOT_RERUNNABLE if there are none, or one waits for
   *     a task that did not succeed and is not among them; ASSET_NOT_FOUND as above
   */
  public List<RunAsset> subset(BitSet numbers, boolean downstream) {
    BitSet chosen = (BitSet) numbers.clone();
    for (int task = 0; downstream && task < definition.tasks(); task++) {
      if (needsAny(task, chosen)) {
        chosen.set(task);
      }
    }
    return of(chosen);
  }

  private boolean needsAny(int task, BitSet others) {
    int group = definition.groups().of(task);
    return group != RunDefinition.NO_GROUP && definition.groups().needsAny(group, others);
  }

  private List<RunAsset> of(BitSet chosen) {
    if (chosen.isEmpty()) {
      throw RunProblems.nothingToRerun(parent).asException();
    }
    checkNeeds(chosen);
    Map<Integer, Integer> places = new HashMap<>();
    List<RunAsset> made = new ArrayList<>();
    for (int i = 0; i < definition.assets().size(); i++) {
      int first = definition.firstTask(i);
      int next = chosen.nextSetBit(first);
      if (next >= 0 && next < definition.firstTask(i + 1)) {
        made.add(asset(i, chosen, places));
        places.put(i, made.size() - 1);
      }
    }
    return made;
  }

  /** What is not done again must have succeeded, if something waits for it. */
  private void checkNeeds(BitSet chosen) {
    for (int task = chosen.nextSetBit(0); task >= 0; task = chosen.nextSetBit(task + 1)) {
      int[] needs = definition.waitsFor(task);
      for (int i = 0; i < needs.length; i += 2) {
        for (int need = chosen.nextClearBit(needs[i]);
            need < needs[i + 1];
            need = chosen.nextClearBit(need + 1)) {
          if (states.apply(need) != TaskState.SUCCEEDED) {
            throw Problem.of(
                    ErrorCode.RUN_NOT_RERUNNABLE,
                    "A task waits for another that did not succeed and would not be done again.")
                .with("run", parent.toString())
                .with("task", new TaskRef(parent, task).text())
                .with("waitsFor", new TaskRef(parent, need).text())
                .asException();
          }
        }
      }
    }
  }

  private RunAsset asset(int place, BitSet chosen, Map<Integer, Integer> places) {
    RunAsset old = definition.assets().get(place);
    String kind =
        assets
            .apply(old.asset())
            .map(Asset::kind)
            .orElseThrow(
                () -> OrchestrationProblems.assetNotFound(old.asset().text()).asException());
    int first = definition.firstTask(place);
    List<String> keys = new ArrayList<>();
    Map<Integer, TaskRanges.Builder> needs = new HashMap<>();
    for (int task = chosen.nextSetBit(first);
        task >= 0 && task < definition.firstTask(place + 1);
        task = chosen.nextSetBit(task + 1)) {
      keys.add(definition.partition(task));
      Map<Integer, Ranges> ranges = ranges(task, chosen);
      for (RunAsset.Upstream upstream : old.upstream()) {
        needs
            .computeIfAbsent(upstream.asset(), key -> new TaskRanges.Builder())
            .add(ranges.getOrDefault(upstream.asset(), new Ranges()).toArray());
      }
    }
    List<RunAsset.Upstream> upstream = new ArrayList<>();
    for (RunAsset.Upstream one : old.upstream()) {
      TaskRanges lines = needs.get(one.asset()).build();
      boolean isAny = false;
      for (int[] line : lines.lines()) {
        isAny |= line.length > 1;
      }
      if (isAny) {
        upstream.add(new RunAsset.Upstream(places.get(one.asset()), lines));
      }
    }
    return new RunAsset(old.asset(), kind, keys, 0, upstream);
  }

  /** What a task waits for and is done again too: by place of the asset, as new places of tasks. */
  private Map<Integer, Ranges> ranges(int task, BitSet chosen) {
    Map<Integer, Ranges> ranges = new HashMap<>();
    int[] needs = definition.waitsFor(task);
    for (int i = 0; i < needs.length; i += 2) {
      int asset = definition.assetOf(needs[i]);
      int before = chosen.get(definition.firstTask(asset), needs[i]).cardinality();
      int count = chosen.get(needs[i], needs[i + 1]).cardinality();
      if (count > 0) {
        ranges.computeIfAbsent(asset, key -> new Ranges()).add(before, before + count);
      }
    }
    return ranges;
  }
}
