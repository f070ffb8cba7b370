package io.arco.planner.run;

import io.arco.json.Json;
import io.arco.ledger.StateHash;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.partition.PartitionKey;
import io.arco.planner.plan.Materialized;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/** What is there: the newest success of each partition of each asset. A value. */
public final class Materializations implements Materialized {
  static final Materializations EMPTY = new Materializations(TreePMap.empty(), StateHash.ZERO);

  private final TreePMap<AssetKey, TreePMap<String, Materialization>> assets;
  private final StateHash hash;

  private Materializations(
      TreePMap<AssetKey, TreePMap<String, Materialization>> assets, StateHash hash) {
    this.assets = assets;
    this.hash = hash;
  }

  /** These, each partition once. */
  static Materializations of(List<Materialization> all) {
    SortedMap<AssetKey, SortedMap<String, Materialization>> assets = new TreeMap<>();
    StateHash sum = StateHash.ZERO;
    for (Materialization one : all) {
      assets.computeIfAbsent(one.asset(), key -> new TreeMap<>()).put(one.partition(), one);
      sum = sum.plus(hashOf(one));
    }
    TreePMap<AssetKey, TreePMap<String, Materialization>> held = TreePMap.empty();
    for (var entry : assets.entrySet()) {
      held = held.plus(entry.getKey(), TreePMap.fromSortedMap(entry.getValue()));
    }
    return new Materializations(held, sum);
  }

  /** That of one partition; the key is its canonical text. */
  public Optional<Materialization> of(AssetKey asset, String partition) {
    return Optional.ofNullable(assets.get(asset)).map(partitions -> partitions.get(partition));
  }

  /** Those of an asset, by the text of their keys. */
  public Collection<Materialization> of(AssetKey asset) {
    return assets.getOrDefault(asset, TreePMap.empty()).values();
  }

  /** The keys of an asset that are there and belong to this space: those of older specs may not. */
  @Override
  public KeySet of(AssetKey asset, KeySpace space) {
    KeySet.Builder positions = new KeySet.Builder();
    for (Materialization one : of(asset)) {
      int position = space.positionOf(PartitionKey.parse(one.partition()));
      if (position >= 0) {
        positions.add(position);
      }
    }
    return positions.build();
  }

  /** With one, instead of that of the same partition. */
  Materializations plus(Materialization one) {
    TreePMap<String, Materialization> partitions =
        assets.getOrDefault(one.asset(), TreePMap.empty());
    Materialization before = partitions.get(one.partition());
    StateHash sum = before == null ? hash : hash.minus(hashOf(before));
    return new Materializations(
        assets.plus(one.asset(), partitions.plus(one.partition(), one)), sum.plus(hashOf(one)));
  }

  StateHash hash() {
    return hash;
  }

  StateHash recomputeHash() {
    StateHash sum = StateHash.ZERO;
    for (TreePMap<String, Materialization> partitions : assets.values()) {
      for (Materialization one : partitions.values()) {
        sum = sum.plus(hashOf(one));
      }
    }
    return sum;
  }

  private static StateHash hashOf(Materialization one) {
    return StateHash.of("orchestration.partition", Json.bytes(one));
  }
}
