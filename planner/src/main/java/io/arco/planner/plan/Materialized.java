package io.arco.planner.plan;

import io.arco.planner.manifest.AssetKey;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;

/** Which keys of assets are there already. A value: the same question has the same answer. */
@FunctionalInterface
public interface Materialized {
  /** Nothing is there. */
  Materialized NONE = (asset, space) -> KeySet.EMPTY;

  /** The keys of an asset that are there, as positions in this space. */
  KeySet of(AssetKey asset, KeySpace space);
}
