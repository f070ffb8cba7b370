package io.arco.planner.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The assets of a manifest and which is made from which. Assets go by their index, ascending by
 * key. A value: any thread reads it.
 */
public final class AssetGraph {
  private final List<Asset> assets;
  private final Map<AssetKey, Integer> indexes = new HashMap<>();
  private final int[][] upstream;
  private final int[][] downstream;

  /** The graph of assets sorted by key, without cycles, whose dependencies are all among them. */
  public AssetGraph(List<Asset> assets) {
    this.assets = List.copyOf(assets);
    for (int i = 0; i < assets.size(); i++) {
      indexes.put(assets.get(i).key(), i);
    }
    upstream = new int[assets.size()][];
    List<List<Integer>> down = new ArrayList<>();
    assets.forEach(asset -> down.add(new ArrayList<>()));
    for (int i = 0; i < assets.size(); i++) {
      upstream[i] =
          assets.get(i).dependencies().stream()
              .mapToInt(dependency -> indexes.get(dependency.asset()))
              .toArray();
      for (int up : upstream[i]) {
        down.get(up).add(i);
      }
    }
    downstream = new int[assets.size()][];
    Arrays.setAll(downstream, i -> down.get(i).stream().mapToInt(Integer::intValue).toArray());
  }

  /** All assets, by key. */
  public List<Asset> assets() {
    return assets;
  }

  /** The index of an asset, or -1. */
  public int indexOf(AssetKey key) {
    return indexes.getOrDefault(key, -1);
  }

  /** The assets one is made from, in the order of its dependencies. Not to be changed. */
  public int[] upstream(int index) {
    return upstream[index];
  }

  /** The assets made from one, ascending. Not to be changed. */
  public int[] downstream(int index) {
    return downstream[index];
  }
}
