package io.arco.planner.lineage;

import io.arco.catalog.CatalogState;
import io.arco.planner.ManifestVersion;
import io.arco.planner.OrchestrationState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that was declared at some time.
 *
 * @param edges by what declares them
 * @param manifestVersion the version of the manifest that held then; null if there was none
 * @param known whether it can be told: not at a sequence, and not once the version is not kept
 */
public record Declarations(List<DeclaredEdges> edges, Long manifestVersion, boolean known) {
  private static final Declarations UNKNOWN = new Declarations(List.of(), null, false);

  /** What these states declare, as of then. */
  public static Declarations of(OrchestrationState state, CatalogState catalog, Until until) {
    if (until.sequence() != null) {
      return UNKNOWN;
    }
    List<DeclaredEdges> edges = new ArrayList<>();
    edges.add(new ViewEdges(catalog, until));
    Long oldest = null;
    Optional<ManifestVersion> then = Optional.empty();
    for (ManifestVersion version : state.manifests(Long.MAX_VALUE, Integer.MAX_VALUE)) {
      oldest = version.version();
      if (until.covers(version.deployedAt())) {
        then = Optional.of(version);
        break;
      }
    }
    if (then.isPresent()) {
      edges.add(0, new ManifestEdges(state.graph(then.get().version())));
      return new Declarations(edges, then.get().version(), true);
    }
    return new Declarations(edges, null, oldest == null || oldest == 1);
  }
}
