package io.arco.planner.plan;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.partition.KeyMapping;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plan as lists of texts, made by saying it plainly: begin with what is asked for and missing,
 * and as long as a task needs a missing key of a selected asset, add that.
 */
final class PlainPlan {
  private final Map<AssetKey, Asset> assets = new TreeMap<>();
  private final Map<AssetKey, KeySpace> spaces = new HashMap<>();
  private final Map<AssetKey, Set<Integer>> materialized;
  final Map<AssetKey, TreeSet<Integer>> tasks = new TreeMap<>();
  final Map<AssetKey, TreeSet<Integer>> skipped = new TreeMap<>();
  private final Map<String, List<Integer>> needed = new HashMap<>();

  PlainPlan(
      List<Asset> selected,
      Instant logicalTime,
      Map<AssetKey, Set<Integer>> requested,
      Map<AssetKey, Set<Integer>> materialized,
      PlanMode mode) {
    this.materialized = materialized;
    for (Asset asset : selected) {
      assets.put(asset.key(), asset);
      spaces.put(asset.key(), asset.partitionSpec().at(logicalTime));
      tasks.put(asset.key(), new TreeSet<>());
      skipped.put(asset.key(), new TreeSet<>());
    }
    for (Asset asset : selected) {
      for (int position : requested.get(asset.key())) {
        if (mode == PlanMode.MISSING && there(asset.key()).contains(position)) {
          skipped.get(asset.key()).add(position);
        } else {
          add(asset.key(), position);
        }
      }
    }
  }

  private Set<Integer> there(AssetKey key) {
    return materialized.getOrDefault(key, Set.of());
  }

  private void add(AssetKey key, int position) {
    if (!tasks.get(key).add(position)) {
      return;
    }
    for (Dependency dependency : assets.get(key).dependencies()) {
      if (assets.containsKey(dependency.asset())) {
        for (int up : upstream(key, dependency, position)) {
          if (!there(dependency.asset()).contains(up)) {
            add(dependency.asset(), up);
          }
        }
      }
    }
  }

  /** What one key needs; that mappings are right is shown by their own test. */
  private List<Integer> upstream(AssetKey key, Dependency dependency, int position) {
    return needed.computeIfAbsent(
        key + " " + dependency.asset() + " " + position,
        ignored -> {
          List<Integer> positions = new ArrayList<>();
          new KeyMapping(dependency.mapping(), spaces.get(dependency.asset()), spaces.get(key))
              .upstreamOf(KeySet.of(position))
              .runs(
                  (from, to) -> {
                    for (int i = from; i < to; i++) {
                      positions.add(i);
                    }
                  });
          return positions;
        });
  }

  /**
   * The lines of tasks, without order: key of the asset, key of the partition, what it waits for.
   */
  Map<String, Map<String, Integer>> lines() {
    Map<String, Map<String, Integer>> lines = new LinkedHashMap<>();
    tasks.forEach(
        (key, positions) -> {
          for (int position : positions) {
            Map<String, Integer> waits = new TreeMap<>();
            for (Dependency dependency : assets.get(key).dependencies()) {
              if (assets.containsKey(dependency.asset())) {
                long count =
                    upstream(key, dependency, position).stream()
                        .filter(tasks.get(dependency.asset())::contains)
                        .count();
                if (count > 0) {
                  waits.put(dependency.asset().text(), (int) count);
                }
              }
            }
            lines.put(key + " " + spaces.get(key).keyAt(position).text(), waits);
          }
        });
    return lines;
  }
}
