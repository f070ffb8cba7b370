package io.arco.planner.plan;

import io.arco.journal.Hash;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.partition.KeyMapping;
import io.arco.planner.partition.KeySet;
import io.arco.planner.partition.KeySpace;
import io.arco.planner.plan.PlanItem.Action;
import io.arco.planner.plan.PlanItem.Keys;
import io.arco.planner.plan.PlanItem.Reason;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan: for each selected asset a set of keys to make, held as sets; lines are made of it page by
 * page. A value; any thread reads it.
 */
public final class Plan {
  private final List<PlannedAsset> assets;
  private final Hash fingerprint;

  Plan(List<PlannedAsset> assets, PlanInput input) {
    this.assets = assets;
    this.fingerprint = PlanFingerprint.of(assets, input);
  }

  /** What it would do, as a hash: {@code docs/design/009-planner.md}. */
  public Hash fingerprint() {
    return fingerprint;
  }

  /** How many assets are selected. */
  public int assets() {
    return assets.size();
  }

  /** How many tasks it has. */
  public long tasks() {
    return assets.stream().mapToLong(asset -> asset.tasks.size()).sum();
  }

  /** How many keys that were asked for it skips. */
  public long skipped() {
    return assets.stream().mapToLong(asset -> asset.skipped.size()).sum();
  }

  /**
   * What it does of one asset, for those who make its tasks.
   *
   * @param asset the asset
   * @param space its keys at the plan's logical time
   * @param tasks those that are made
   * @param skipped how many that were asked for are there already
   * @param links what tasks need of assets that stand before it in the plan
   */
  public record Part(Asset asset, KeySpace space, KeySet tasks, int skipped, List<Link> links) {}

  /**
   * What tasks of an asset need of another one of the plan.
   *
   * @param part the other's place in the plan
   * @param mapping which of its keys
   */
  public record Link(int part, KeyMapping mapping) {}

  /** What it does of each asset, in order. */
  public List<Part> parts() {
    Map<PlannedAsset, Integer> places = new IdentityHashMap<>();
    List<Part> parts = new ArrayList<>();
    for (PlannedAsset asset : assets) {
      List<Link> links =
          asset.upstream.stream()
              .map(upstream -> new Link(places.get(upstream.asset()), upstream.mapping()))
              .toList();
      places.put(asset, parts.size());
      parts.add(new Part(asset.asset, asset.space, asset.tasks, asset.skipped.size(), links));
    }
    return parts;
  }

  /** The bytes that its key sets take in memory, about. */
  public long memoryBytes() {
    long bytes = 0;
    for (PlannedAsset asset : assets) {
      bytes += asset.tasks.memoryBytes() + asset.skipped.memoryBytes();
      bytes += asset.requested.memoryBytes();
      bytes += asset.needs.stream().mapToLong(need -> need.keys().memoryBytes()).sum();
    }
    return bytes;
  }

  /**
   * Where a page begins.
   *
   * @param asset which of the assets, in order
   * @param position the first position not shown yet; {@link #SKIPS} before its skipped keys
   */
  public record Cursor(int asset, int position) {
    /** Before the skipped keys of an asset, which stand before its tasks. */
    public static final int SKIPS = -1;

    /** The beginning of a plan. */
    public static final Cursor START = new Cursor(0, SKIPS);
  }

  /**
   * A page.
   *
   * @param items in order: assets by stage and key, of each what is skipped, then tasks
   * @param next where the next page begins, or null
   */
  public record Page(List<PlanItem> items, Cursor next) {}

  /** A page of at most so many lines, at least 1. */
  public Page page(Cursor from, int limit) {
    List<PlanItem> items = new ArrayList<>();
    int index = from.asset();
    int position = from.position();
    while (index < assets.size()) {
      PlannedAsset asset = assets.get(index);
      if (position == Cursor.SKIPS) {
        if (items.size() >= limit) {
          return new Page(items, new Cursor(index, position));
        }
        skips(asset, items);
        position = 0;
      }
      int next = asset.tasks.next(position);
      if (next < 0) {
        index++;
        position = Cursor.SKIPS;
      } else if (items.size() >= limit) {
        return new Page(items, new Cursor(index, next));
      } else {
        items.add(task(asset, next));
        position = next + 1;
      }
    }
    return new Page(items, null);
  }

  /** At most one line: an asset that has skipped keys has keys. */
  private static void skips(PlannedAsset asset, List<PlanItem> items) {
    if (!asset.skipped.isEmpty()) {
      items.add(skip(asset, Reason.ALREADY_MATERIALIZED, asset.skipped));
    } else if (asset.tasks.isEmpty()) {
      items.add(skip(asset, Reason.NO_KEYS, KeySet.EMPTY));
    }
  }

  private static PlanItem skip(PlannedAsset asset, Reason reason, KeySet keys) {
    return new PlanItem(
        Action.SKIP,
        asset.asset.key(),
        asset.stage,
        null,
        reason,
        null,
        asset.reason.term(),
        asset.reason.relation().name(),
        null,
        null,
        keys(asset, asset.space, keys));
  }

  private static PlanItem task(PlannedAsset asset, int position) {
    boolean isRequested = asset.requested.contains(position);
    KeySet one = KeySet.of(position);
    List<Keys> waitsFor = new ArrayList<>();
    List<Keys> unplanned = new ArrayList<>();
    for (PlannedAsset.Upstream upstream : asset.upstream) {
      KeySet needed = upstream.mapping().upstreamOf(one);
      KeySet planned = needed.and(upstream.asset().tasks);
      if (!planned.isEmpty()) {
        waitsFor.add(keys(upstream.asset(), upstream.asset().space, planned));
      }
    }
    for (PlannedAsset.Outside outside : asset.outside) {
      KeySet needed = outside.mapping().upstreamOf(one);
      if (!needed.isEmpty()) {
        unplanned.add(keys(outside.dependency().asset(), outside.mapping().upstream(), needed));
      }
    }
    return new PlanItem(
        Action.TASK,
        asset.asset.key(),
        asset.stage,
        asset.space.keyAt(position).text(),
        isRequested ? Reason.REQUESTED : Reason.NEEDED,
        isRequested ? null : neededBy(asset, position),
        asset.reason.term(),
        asset.reason.relation().name(),
        waitsFor,
        unplanned,
        null);
  }

  private static AssetKey neededBy(PlannedAsset asset, int position) {
    return asset.needs.stream()
        .filter(need -> need.keys().contains(position))
        .map(PlannedAsset.Need::asset)
        .min(AssetKey::compareTo)
        .orElseThrow();
  }

  private static Keys keys(PlannedAsset asset, KeySpace space, KeySet keys) {
    return keys(asset.asset.key(), space, keys);
  }

  private static Keys keys(AssetKey asset, KeySpace space, KeySet keys) {
    if (keys.isEmpty()) {
      return new Keys(asset, 0, null, null);
    }
    return new Keys(
        asset, keys.size(), space.keyAt(keys.next(0)).text(), space.keyAt(keys.last()).text());
  }
}
