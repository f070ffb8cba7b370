package io.arco.planner;

import io.arco.ledger.StateHash;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.TreePMap;

/** What a deployment does to the definitions of assets, and to their hash. Used once. */
final class AssetUpdate {
  private final TreePMap<AssetKey, List<AssetVersion>> before;
  private final long version;
  private final long oldestKept;
  private TreePMap<AssetKey, List<AssetVersion>> after;
  private StateHash change = StateHash.ZERO;

  AssetUpdate(TreePMap<AssetKey, List<AssetVersion>> before, long version, long oldestKept) {
    this.before = before;
    this.version = version;
    this.oldestKept = oldestKept;
    this.after = before;
  }

  /** The definitions after these are the current ones; lists that stay are the same objects. */
  TreePMap<AssetKey, List<AssetVersion>> deploy(List<Asset> assets) {
    Set<AssetKey> deployed = new HashSet<>();
    for (Asset asset : assets) {
      deployed.add(asset.key());
      List<AssetVersion> old = before.getOrDefault(asset.key(), List.of());
      AssetVersion last = old.isEmpty() ? null : old.get(old.size() - 1);
      if (last != null && last.toVersion() == null && last.asset().equals(asset)) {
        replace(asset.key(), old, old);
      } else {
        List<AssetVersion> more = ended(old);
        more.add(new AssetVersion(asset, version, null));
        replace(asset.key(), old, more);
      }
    }
    for (Map.Entry<AssetKey, List<AssetVersion>> entry : before.entrySet()) {
      if (!deployed.contains(entry.getKey())) {
        List<AssetVersion> old = entry.getValue();
        boolean isCurrent = old.get(old.size() - 1).toVersion() == null;
        replace(entry.getKey(), old, isCurrent ? ended(old) : old);
      }
    }
    return after;
  }

  /** By how much the hash of all definitions changed. */
  StateHash change() {
    return change;
  }

  private List<AssetVersion> ended(List<AssetVersion> old) {
    List<AssetVersion> ended = new ArrayList<>(old);
    int last = ended.size() - 1;
    if (last >= 0 && ended.get(last).toVersion() == null) {
      ended.set(last, ended.get(last).endedBy(version));
    }
    return ended;
  }

  private void replace(AssetKey key, List<AssetVersion> old, List<AssetVersion> now) {
    List<AssetVersion> kept = now;
    Long first = now.get(0).toVersion();
    if (first != null && first <= oldestKept) {
      kept = now.stream().filter(d -> d.toVersion() == null || d.toVersion() > oldestKept).toList();
    }
    if (kept == old) {
      return;
    }
    change = change.minus(OrchestrationState.hashOf(old)).plus(OrchestrationState.hashOf(kept));
    after = kept.isEmpty() ? after.minus(key) : after.plus(key, List.copyOf(kept));
  }
}
