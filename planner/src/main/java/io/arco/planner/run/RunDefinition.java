package io.arco.planner.run;

import io.arco.journal.Hash;
import io.arco.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * The tasks of a run and what they wait for: shared by all values of the run, never changed. Tasks
 * are numbered from 0, asset by asset. Tasks of one asset that wait for the same are a group, so
 * that what all of them wait for is looked at once.
 */
public final class RunDefinition {
  /** The group of tasks that wait for nothing. */
  static final int NO_GROUP = -1;

  private final List<RunAsset> assets;
  private final int[] first;
  private final TaskGroups groups;
  private final AtomicReferenceArray<List<UpstreamKeys>> upstreamKeys;
  private volatile Hash hash;

  /** The definition of what a run does of these assets, in plan order; they must be sound. */
  public RunDefinition(List<RunAsset> assets) {
    this.assets = List.copyOf(assets);
    this.first = firsts(this.assets);
    this.groups = TaskGroups.of(this.assets, first);
    this.upstreamKeys = new AtomicReferenceArray<>(this.assets.size());
  }

  private static int[] firsts(List<RunAsset> assets) {
    int[] first = new int[assets.size() + 1];
    for (int i = 0; i < assets.size(); i++) {
      first[i + 1] = first[i] + assets.get(i).keys().size();
    }
    return first;
  }

  /** What it does of each asset, in plan order. */
  public List<RunAsset> assets() {
    return assets;
  }

  /** How many tasks it has. */
  public int tasks() {
    return first[assets.size()];
  }

  /** The number of the first task of an asset, by place; of the place behind the last: all. */
  public int firstTask(int asset) {
    return first[asset];
  }

  /** The place of a task's asset. */
  public int assetOf(int task) {
    int found = Arrays.binarySearch(first, task);
    if (found < 0) {
      return -found - 2;
    }
    // Assets without tasks begin where the next one does.
    while (first[found + 1] == task) {
      found++;
    }
    return found;
  }

  /** A task's asset. */
  public RunAsset asset(int task) {
    return assets.get(assetOf(task));
  }

  /** A task's partition key as canonical text; empty if its asset is not partitioned. */
  public String partition(int task) {
    int asset = assetOf(task);
    return assets.get(asset).keys().get(task - first[asset]);
  }

  /** {@code namespace.name} or {@code namespace.name[partition]}. */
  public String name(int task) {
    String partition = partition(task);
    String asset = asset(task).asset().text();
    return partition.isEmpty() ? asset : asset + "[" + partition + "]";
  }

  /** The tasks that a task waits for: ranges of numbers, from, to, from, to …; may be empty. */
  public int[] waitsFor(int task) {
    int group = groups.of(task);
    return group == NO_GROUP ? new int[0] : groups.needs(group);
  }

  /** SHA-256 of its JSON; worked out when first asked for. */
  Hash hash() {
    Hash known = hash;
    if (known == null) {
      known = Hash.of(Json.bytes(assets));
      hash = known;
    }
    return known;
  }

  /** What an asset is made from, by place; worked out when first asked for. */
  List<UpstreamKeys> upstreamKeys(int asset, Supplier<List<UpstreamKeys>> anew) {
    List<UpstreamKeys> known = upstreamKeys.get(asset);
    if (known == null) {
      known = anew.get();
      upstreamKeys.set(asset, known);
    }
    return known;
  }

  TaskGroups groups() {
    return groups;
  }
}
