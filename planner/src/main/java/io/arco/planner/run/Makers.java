package io.arco.planner.run;

import io.arco.planner.manifest.AssetKey;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The partitions that live attempts make, and who is at them: one task, or more in journals of
 * before a partition was made by one at a time. Follows from the runs; a value.
 */
final class Makers {
  static final Makers EMPTY = new Makers(TreePMap.empty());

  private final TreePMap<AssetKey, TreePMap<String, TreePSet<TaskRef>>> assets;

  private Makers(TreePMap<AssetKey, TreePMap<String, TreePSet<TaskRef>>> assets) {
    this.assets = assets;
  }

  private TreePMap<String, TreePSet<TaskRef>> of(AssetKey asset) {
    return assets.getOrDefault(asset, TreePMap.empty());
  }

  /** A task that is at a partition; the least if there are several. */
  Optional<TaskRef> at(AssetKey asset, String partition) {
    TreePMap<String, TreePSet<TaskRef>> partitions = assets.get(asset);
    TreePSet<TaskRef> tasks = partitions == null ? null : partitions.get(partition);
    return tasks == null ? Optional.empty() : Optional.of(tasks.first());
  }

  /** With a task whose attempt begins to live. */
  Makers plus(AssetKey asset, String partition, TaskRef task) {
    TreePMap<String, TreePSet<TaskRef>> partitions = of(asset);
    TreePSet<TaskRef> tasks = partitions.getOrDefault(partition, TreePSet.empty());
    return new Makers(assets.plus(asset, partitions.plus(partition, tasks.plus(task))));
  }

  /** Without a task whose attempt has ended. */
  Makers minus(AssetKey asset, String partition, TaskRef task) {
    TreePMap<String, TreePSet<TaskRef>> partitions = of(asset);
    TreePSet<TaskRef> tasks = partitions.get(partition).minus(task);
    TreePMap<String, TreePSet<TaskRef>> left =
        tasks.isEmpty() ? partitions.minus(partition) : partitions.plus(partition, tasks);
    return new Makers(left.isEmpty() ? assets.minus(asset) : assets.plus(asset, left));
  }
}
