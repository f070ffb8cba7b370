package io.arco.planner;

import io.arco.json.Json;
import io.arco.ledger.StateHash;
import io.arco.planner.OrchestrationEvent.ManifestDeployed;
import io.arco.planner.lineage.Lineage;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifest;
import io.arco.planner.run.Definitions;
import io.arco.planner.run.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.pcollections.TreePMap;

/**
 * Everything a workspace knows of orchestration, as a value: any thread reads it, nobody changes
 * it. An asset's definition is held once for all the versions it did not change in.
 */
public final class OrchestrationState implements Definitions {
  /** The state of a new workspace. */
  public static final OrchestrationState EMPTY =
      new OrchestrationState(
          TreePMap.empty(),
          TreePMap.empty(),
          TreePMap.empty(),
          Runs.EMPTY,
          Lineage.EMPTY,
          StateHash.ZERO,
          new GraphMemo());

  private final TreePMap<Long, ManifestVersion> versions;
  private final TreePMap<AssetKey, List<AssetVersion>> assets;
  private final TreePMap<UUID, StoredPlan> plans;
  private final Runs runs;
  private final Lineage lineage;
  private final StateHash hash;
  private final GraphMemo current;

  /** The graph of the current version, made when first asked for. */
  private static final class GraphMemo {
    private volatile AssetGraph graph;
  }

  private OrchestrationState(
      TreePMap<Long, ManifestVersion> versions,
      TreePMap<AssetKey, List<AssetVersion>> assets,
      TreePMap<UUID, StoredPlan> plans,
      Runs runs,
      Lineage lineage,
      StateHash hash,
      GraphMemo current) {
    this.versions = versions;
    this.assets = assets;
    this.plans = plans;
    this.runs = runs;
    this.lineage = lineage;
    this.hash = hash;
    this.current = current;
  }

  /** The state of these entries. */
  static OrchestrationState of(
      SortedMap<Long, ManifestVersion> versions,
      SortedMap<AssetKey, List<AssetVersion>> assets,
      SortedMap<UUID, StoredPlan> plans,
      Runs runs,
      Lineage lineage) {
    StateHash sum = StateHash.ZERO;
    for (ManifestVersion version : versions.values()) {
      sum = sum.plus(hashOf(version));
    }
    for (List<AssetVersion> definitions : assets.values()) {
      sum = sum.plus(hashOf(definitions));
    }
    for (StoredPlan plan : plans.values()) {
      sum = sum.plus(hashOf(plan));
    }
    return new OrchestrationState(
        TreePMap.fromSortedMap(versions),
        TreePMap.fromSortedMap(assets),
        TreePMap.fromSortedMap(plans),
        runs,
        lineage,
        sum,
        new GraphMemo());
  }

  /** The current manifest, if any was deployed. */
  public Optional<ManifestVersion> current() {
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.lastEntry().getValue());
  }

  /** A version that is kept. */
  public Optional<ManifestVersion> manifest(long version) {
    return Optional.ofNullable(versions.get(version));
  }

  /** Kept versions, the newest first, at most so many that are older than one. */
  public List<ManifestVersion> manifests(long before, int limit) {
    List<ManifestVersion> page = new ArrayList<>();
    for (ManifestVersion version : versions.headMap(before).descendingMap().values()) {
      if (page.size() >= limit) {
        break;
      }
      page.add(version);
    }
    return page;
  }

  /** The assets of a version, by key. */
  public List<Asset> assets(long version) {
    List<Asset> found = new ArrayList<>();
    for (List<AssetVersion> definitions : assets.values()) {
      for (AssetVersion definition : definitions) {
        if (definition.isIn(version)) {
          found.add(definition.asset());
        }
      }
    }
    return found;
  }

  /** The graph of a kept version; that of the current one is made once. */
  public AssetGraph graph(long version) {
    boolean isCurrent = current().isPresent() && current().get().version() == version;
    if (!isCurrent) {
      return new AssetGraph(assets(version));
    }
    AssetGraph graph = current.graph;
    if (graph == null) {
      graph = new AssetGraph(assets(version));
      current.graph = graph;
    }
    return graph;
  }

  /** The definitions of an asset in kept versions, ascending; empty if there are none. */
  public List<AssetVersion> definitions(AssetKey key) {
    return assets.getOrDefault(key, List.of());
  }

  /** A plan that is kept. */
  public Optional<StoredPlan> plan(UUID id) {
    return Optional.ofNullable(plans.get(id));
  }

  /** Kept plans, the newest first, at most so many that are older than one, or null. */
  public List<StoredPlan> plans(UUID before, int limit) {
    List<StoredPlan> page = new ArrayList<>();
    TreePMap<UUID, StoredPlan> older = before == null ? plans : plans.headMap(before);
    for (StoredPlan plan : older.descendingMap().values()) {
      if (page.size() >= limit) {
        break;
      }
      page.add(plan);
    }
    return page;
  }

  /** How many plans are kept. */
  int planCount() {
    return plans.size();
  }

  /** The oldest plan that is kept. */
  UUID oldestPlan() {
    return plans.firstKey();
  }

  /** What it knows of runs. */
  public Runs runs() {
    return runs;
  }

  /** What it knows of what was made from what. */
  public Lineage lineage() {
    return lineage;
  }

  @Override
  public Optional<Asset> asset(long version, AssetKey key) {
    for (AssetVersion definition : definitions(key)) {
      if (definition.isIn(version)) {
        return Optional.of(definition.asset());
      }
    }
    return Optional.empty();
  }

  /** The hash of the whole; that of runs is worked out when it is asked for. */
  public StateHash hash() {
    return hash.plus(runs.hash()).plus(lineage.hash());
  }

  /** The same, computed anew from every entry. */
  StateHash recomputeHash() {
    return of(versions, assets, plans, runs, lineage)
        .hash
        .plus(runs.recomputeHash())
        .plus(lineage.recomputeHash());
  }

  TreePMap<Long, ManifestVersion> versions() {
    return versions;
  }

  TreePMap<AssetKey, List<AssetVersion>> assetVersions() {
    return assets;
  }

  /** With one more plan, and without one that is dropped, or null. */
  OrchestrationState with(StoredPlan plan, UUID dropped) {
    StateHash sum = hash.plus(hashOf(plan));
    TreePMap<UUID, StoredPlan> kept = plans.plus(plan.id(), plan);
    if (dropped != null) {
      sum = sum.minus(hashOf(plans.get(dropped)));
      kept = kept.minus(dropped);
    }
    return new OrchestrationState(versions, assets, kept, runs, lineage, sum, current);
  }

  /** With a manifest deployed. */
  OrchestrationState with(ManifestDeployed event, Instant at) {
    Manifest manifest = event.manifest();
    ManifestVersion version =
        new ManifestVersion(
            event.version(),
            event.contentHash(),
            manifest.codeVersion(),
            manifest.description(),
            manifest.assets().size(),
            at,
            event.deployedBy());
    AssetUpdate update = new AssetUpdate(assets, event.version(), event.oldestKept());
    TreePMap<AssetKey, List<AssetVersion>> after = update.deploy(manifest.assets());
    StateHash sum = hash.plus(update.change()).plus(hashOf(version));
    TreePMap<Long, ManifestVersion> kept = versions.plus(version.version(), version);
    for (ManifestVersion old : versions.headMap(event.oldestKept()).values()) {
      sum = sum.minus(hashOf(old));
      kept = kept.minus(old.version());
    }
    return new OrchestrationState(kept, after, plans, runs, lineage, sum, new GraphMemo());
  }

  /** With other runs, and what they showed. */
  OrchestrationState with(Runs after, Lineage shown) {
    return new OrchestrationState(versions, assets, plans, after, shown, hash, current);
  }

  private static StateHash hashOf(ManifestVersion version) {
    return StateHash.of("orchestration.manifest", Json.bytes(version));
  }

  private static StateHash hashOf(StoredPlan plan) {
    return StateHash.of("orchestration.plan", Json.bytes(plan));
  }

  static StateHash hashOf(List<AssetVersion> definitions) {
    StateHash sum = StateHash.ZERO;
    for (AssetVersion definition : definitions) {
      sum = sum.plus(StateHash.of("orchestration.asset", Json.bytes(definition)));
    }
    return sum;
  }
}
