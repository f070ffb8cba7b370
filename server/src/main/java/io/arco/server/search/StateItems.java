package io.arco.server.search;

import io.arco.catalog.CatalogDiff;
import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogState;
import io.arco.catalog.Entity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.ManifestVersion;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.AssetKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What of a workspace's state can be found. Pure; any thread.
 *
 * @param catalog where entities are
 * @param orchestration where assets are
 */
record StateItems(CatalogDomain catalog, OrchestrationDomain orchestration) {
  private static final Map<String, EntityKind> KINDS = kinds();

  private static Map<String, EntityKind> kinds() {
    Map<String, EntityKind> kinds = new HashMap<>();
    for (EntityKind kind : EntityKind.values()) {
      kinds.put(kind.text(), kind);
    }
    return Map.copyOf(kinds);
  }

  /** Whether there is such a kind of things. */
  static boolean isKind(String text) {
    return KINDS.containsKey(text) || text.equals(SearchItem.ASSET);
  }

  /** How many there are. */
  int count(WorkspaceState state) {
    return state.of(catalog).count() + assets(state).size();
  }

  /**
   * Hands out what differs. What is gone may be there at another place: apply the gone first.
   *
   * @param before null: nothing
   * @param gone takes ids
   * @param there takes things
   */
  void between(
      WorkspaceState before,
      WorkspaceState after,
      Consumer<String> gone,
      Consumer<SearchItem> there) {
    CatalogDiff.between(
        before == null ? CatalogState.EMPTY : before.of(catalog),
        after.of(catalog),
        new CatalogDiff.Sink() {
          @Override
          public void gone(Entity entity) {
            gone.accept(entity.id().toString());
          }

          @Override
          public void there(List<String> names, Entity entity) {
            there.accept(SearchItem.of(names, entity));
          }
        });
    if (before == null || !manifest(before).equals(manifest(after))) {
      List<Asset> old = before == null ? List.of() : assets(before);
      old.forEach(asset -> gone.accept(asset.key().text()));
      assets(after).forEach(asset -> there.accept(SearchItem.of(asset)));
    }
  }

  /** The thing of a kind that these names lead to. */
  Optional<SearchItem> at(WorkspaceState state, String kind, List<String> names) {
    if (kind.equals(SearchItem.ASSET)) {
      return current(state)
          .flatMap(
              graph -> {
                int index = graph.indexOf(new AssetKey(names.get(0), names.get(1)));
                return index < 0 ? Optional.empty() : Optional.of(graph.assets().get(index));
              })
          .map(SearchItem::of);
    }
    return state
        .of(catalog)
        .at(EntityPath.of(KINDS.get(kind), names))
        .map(entity -> SearchItem.of(names, entity));
  }

  private Optional<ManifestVersion> manifest(WorkspaceState state) {
    return state.of(orchestration).current();
  }

  private List<Asset> assets(WorkspaceState state) {
    return current(state).map(AssetGraph::assets).orElse(List.of());
  }

  private Optional<AssetGraph> current(WorkspaceState state) {
    OrchestrationState known = state.of(orchestration);
    return known.current().map(version -> known.graph(version.version()));
  }
}
