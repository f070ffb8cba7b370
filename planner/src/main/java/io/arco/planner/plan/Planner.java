package io.arco.planner.plan;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.partition.KeyFilter;
import io.arco.planner.partition.KeyMapping;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.partition.PartitionKey;
import io.arco.planner.selection.Selected;
import io.arco.planner.selection.Selector;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes plans: one pure function, whoever asks. May take a while for millions of keys: called on a
 * worker. What it does: {@code docs/design/009-planner.md}.
 */
public final class Planner {
  /** The most keys of all selected assets together. */
  public static final long MAX_KEYS = 100_000_000;

  private static final int EXAMPLES = 10;

  private final AssetGraph graph;
  private final PlanInput input;
  private final Materialized materialized;
  private final Map<Integer, Integer> stages = new HashMap<>();
  private final Map<Integer, KeySpace> spaces = new HashMap<>();
  private final Map<Integer, PlannedAsset> planned = new HashMap<>();

  private Planner(AssetGraph graph, PlanInput input, Materialized materialized) {
    this.graph = graph;
    this.input = input;
    this.materialized = materialized;
  }

  /**
   * The plan.
   *
   * @throws io.arco.problem.ProblemException INVALID_SELECTION; INVALID_PARTITION for keys that no
   *     selected asset has; LIMIT_REACHED beyond {@link #MAX_KEYS}
   */
  public static Plan plan(AssetGraph graph, PlanInput input, Materialized materialized) {
    return new Planner(graph, input, materialized).plan();
  }

  private Plan plan() {
    Selected selected = Selector.select(input.selection(), graph);
    List<Integer> order = ordered(selected);
    checkSize(order);
    Map<PartitionKey, List<KeyFilter.Box>> boxes = boxes(order);
    for (int index : order) {
      planned.put(index, asked(index, selected, boxes));
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      decide(order.get(i));
    }
    return new Plan(order.stream().map(planned::get).toList(), input);
  }

  /** The selected assets by stage, then key: each behind all it is made from. */
  private List<Integer> ordered(Selected selected) {
    Map<Integer, Integer> waiting = new HashMap<>();
    List<Integer> ready = new ArrayList<>();
    selected.assets().stream()
        .forEach(
            index -> {
              int count = 0;
              for (int up : graph.upstream(index)) {
                count += selected.assets().get(up) ? 1 : 0;
              }
              waiting.put(index, count);
              if (count == 0) {
                ready.add(index);
                stages.put(index, 0);
              }
            });
    for (int next = 0; next < ready.size(); next++) {
      int index = ready.get(next);
      for (int down : graph.downstream(index)) {
        if (selected.assets().get(down)) {
          stages.merge(down, stages.get(index) + 1, Math::max);
          if (waiting.merge(down, -1, Integer::sum) == 0) {
            ready.add(down);
          }
        }
      }
    }
    ready.sort(Comparator.<Integer>comparingInt(stages::get).thenComparing(index -> index));
    return ready;
  }

  private KeySpace space(int index) {
    return spaces.computeIfAbsent(
        index, i -> graph.assets().get(i).partitionSpec().at(input.logicalTime()));
  }

  private void checkSize(List<Integer> order) {
    long keys = order.stream().mapToLong(index -> space(index).size()).sum();
    if (keys > MAX_KEYS) {
      throw Problem.of(ErrorCode.LIMIT_REACHED, "The selected assets have more keys than a plan.")
          .with("limit", "planKeys")
          .with("maximum", MAX_KEYS)
          .with("keys", keys)
          .asException();
    }
  }

  private Map<PartitionKey, List<KeyFilter.Box>> boxes(List<Integer> order) {
    Map<PartitionKey, List<KeyFilter.Box>> boxes =
        input.partitions().boxesOf(order.stream().map(this::space).toList());
    List<String> unknown =
        boxes.entrySet().stream()
            .filter(entry -> entry.getValue().isEmpty())
            .map(entry -> entry.getKey().text())
            .limit(EXAMPLES)
            .toList();
    if (!unknown.isEmpty()) {
      throw Problem.of(ErrorCode.INVALID_PARTITION, "No selected asset has these partitions.")
          .with("field", "/partitions/keys")
          .with("keys", unknown)
          .asException();
    }
    return boxes;
  }

  private PlannedAsset asked(
      int index, Selected selected, Map<PartitionKey, List<KeyFilter.Box>> boxes) {
    KeySpace space = space(index);
    return new PlannedAsset(
        graph.assets().get(index),
        stages.get(index),
        space,
        selected.reason(index),
        input.partitions().select(space, boxes));
  }

  /** What of an asset is to be done, once all that is made from it is decided. */
  private void decide(int index) {
    PlannedAsset asset = planned.get(index);
    KeySet there = materialized.of(asset.asset.key(), asset.space);
    if (input.mode() == PlanMode.ALL) {
      asset.tasks = asset.wanted().minus(there).or(asset.requested);
    } else {
      asset.tasks = asset.wanted().minus(there);
      asset.skipped = asset.requested.and(there);
    }
    List<Dependency> dependencies = asset.asset.dependencies();
    for (int i = 0; i < dependencies.size(); i++) {
      Dependency dependency = dependencies.get(i);
      int up = graph.upstream(index)[i];
      KeyMapping mapping = new KeyMapping(dependency.mapping(), space(up), asset.space);
      PlannedAsset upstream = planned.get(up);
      if (upstream == null) {
        asset.outside.add(new PlannedAsset.Outside(dependency, mapping));
        continue;
      }
      asset.upstream.add(new PlannedAsset.Upstream(dependency, upstream, mapping));
      KeySet needed = mapping.upstreamOf(asset.tasks).minus(upstream.requested);
      if (!needed.isEmpty()) {
        upstream.needs.add(new PlannedAsset.Need(asset.asset.key(), needed));
      }
    }
  }

  /** The code version that makes an asset. */
  static String codeVersion(Asset asset, PlanInput input) {
    return asset.codeVersion() == null ? input.codeVersion() : asset.codeVersion();
  }
}
