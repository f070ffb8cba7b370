package io.arco.planner.run;

import io.arco.planner.manifest.AssetKey;
import io.arco.planner.partition.KeyMapping;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.partition.PartitionKey;

/**
 * Which keys of another asset the keys of one are made from.
 *
 * @param asset the other
 * @param own the keys of the one
 * @param mapping between them
 */
record UpstreamKeys(AssetKey asset, KeySpace own, KeyMapping mapping) {
  /** The positions, in the other's space, that a key needs; none for a key that is not there. */
  KeySet of(PartitionKey key) {
    int position = own.positionOf(key);
    return position < 0 ? KeySet.EMPTY : mapping.upstreamOf(KeySet.of(position));
  }

  /** The text of the other's key at a position. */
  String textAt(int position) {
    return mapping.upstream().keyAt(position).text();
  }
}
