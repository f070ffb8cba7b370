package io.arco.planner.lineage;

import io.arco.planner.lineage.DeclaredEdge.Origin;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a manifest declares: which assets are made from which, and which tables they make. */
final class ManifestEdges implements DeclaredEdges {
  private final AssetGraph graph;
  private final Map<EntityName, EntityName> makers = new HashMap<>();

  /** Those of this graph. */
  ManifestEdges(AssetGraph graph) {
    this.graph = graph;
    for (Asset asset : graph.assets()) {
      tableOf(asset).ifPresent(table -> makers.put(table, EntityName.of(asset.key())));
    }
  }

  private static Optional<EntityName> tableOf(Asset asset) {
    return Optional.ofNullable(asset.table()).flatMap(EntityName::of);
  }

  @Override
  public Origin origin() {
    return Origin.MANIFEST;
  }

  @Override
  public List<EntityName> upstream(EntityName to) {
    if (to.kind() == EntityName.Kind.TABLE) {
      EntityName maker = makers.get(to);
      return maker == null ? List.of() : List.of(maker);
    }
    int asset = indexOf(to);
    return asset < 0 ? List.of() : names(graph.upstream(asset));
  }

  @Override
  public List<EntityName> downstream(EntityName from) {
    int asset = indexOf(from);
    if (asset < 0) {
      return List.of();
    }
    List<EntityName> names = names(graph.downstream(asset));
    tableOf(graph.assets().get(asset)).ifPresent(names::add);
    return names;
  }

  private int indexOf(EntityName name) {
    return name.kind() == EntityName.Kind.ASSET ? graph.indexOf(name.asset()) : -1;
  }

  private List<EntityName> names(int[] assets) {
    List<EntityName> names = new ArrayList<>();
    for (int asset : assets) {
      names.add(EntityName.of(graph.assets().get(asset).key()));
    }
    return names;
  }
}
