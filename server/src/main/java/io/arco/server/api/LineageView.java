package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.planner.lineage.DeclaredEdge;
import io.arco.planner.lineage.Edge;
import io.arco.planner.lineage.EntityName;
import io.arco.planner.lineage.LineageGraph;
import io.arco.planner.lineage.Sighting;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.TaskRef;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a walk over lineage is answered.
 *
 * @param entity where it began
 * @param nodes what it reached
 * @param observed edges that tasks showed
 * @param declared edges that are declared
 * @param manifestVersion which version of the manifest declares; null: none
 * @param declaredKnown whether what was declared then can be told
 * @param truncated whether something was left out for there being too much
 */
@JsonPropertyOrder({
  "entity",
  "nodes",
  "observed",
  "declared",
  "manifestVersion",
  "declaredKnown",
  "truncated"
})
record LineageView(
    EntityName entity,
    List<LineageGraph.Node> nodes,
    List<ObservedEdge> observed,
    List<DeclaredEdge> declared,
    Long manifestVersion,
    boolean declaredKnown,
    boolean truncated) {
  /** An edge that tasks showed; for the fields see {@link Edge}. */
  @JsonPropertyOrder({"from", "to", "reported", "runs", "first", "last"})
  record ObservedEdge(
      EntityName from, EntityName to, boolean reported, long runs, SeenBy first, SeenBy last) {
    static ObservedEdge of(Edge edge) {
      return new ObservedEdge(
          edge.from(),
          edge.to(),
          edge.reported(),
          edge.runs(),
          SeenBy.of(edge.first()),
          SeenBy.of(edge.last()));
    }
  }

  /** A success that showed an edge; {@code taskId} is the id that the task has in the API. */
  @JsonPropertyOrder({"asset", "runId", "taskId", "attempt", "sequence", "at"})
  record SeenBy(AssetKey asset, UUID runId, String taskId, int attempt, long sequence, Instant at) {
    static SeenBy of(Sighting sighting) {
      return new SeenBy(
          sighting.asset(),
          sighting.run(),
          new TaskRef(sighting.run(), sighting.task()).text(),
          sighting.attempt(),
          sighting.at().sequence(),
          sighting.at().committedAt());
    }
  }
}
