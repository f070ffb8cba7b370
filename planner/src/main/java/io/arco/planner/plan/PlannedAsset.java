package io.arco.planner.plan;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Dependency;
import io.arco.planner.partition.KeyMapping;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.selection.Selected;
import java.util.ArrayList;
import java.util.List;

/** What a plan does with one selected asset. Never changed once the plan is made. */
final class PlannedAsset {
  /** That another asset's tasks need some of its keys, beyond those that are asked for. */
  record Need(AssetKey asset, KeySet keys) {}

  /** What its tasks need of another selected asset. */
  record Upstream(Dependency dependency, PlannedAsset asset, KeyMapping mapping) {}

  /** What its tasks need of an asset that is not selected. */
  record Outside(Dependency dependency, KeyMapping mapping) {}

  final Asset asset;
  final int stage;
  final KeySpace space;
  final Selected.Reason reason;
  final KeySet requested;
  final List<Need> needs = new ArrayList<>();
  final List<Upstream> upstream = new ArrayList<>();
  final List<Outside> outside = new ArrayList<>();
  KeySet tasks = KeySet.EMPTY;
  KeySet skipped = KeySet.EMPTY;

  PlannedAsset(Asset asset, int stage, KeySpace space, Selected.Reason reason, KeySet requested) {
    this.asset = asset;
    this.stage = stage;
    this.space = space;
    this.reason = reason;
    this.requested = requested;
  }

  /** The keys asked for or needed, whether they are there or not. */
  KeySet wanted() {
    KeySet all = requested;
    for (Need need : needs) {
      all = all.or(need.keys());
    }
    return all;
  }
}
