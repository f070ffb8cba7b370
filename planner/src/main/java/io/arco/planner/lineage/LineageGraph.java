package io.arco.planner.lineage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * What a walk found.
 *
 * @param nodes what was reached, nearest first in each direction; the first is where it began
 * @param observed edges that tasks showed
 * @param declared edges that are declared
 * @param truncated whether something was left out for there being too much
 */
public record LineageGraph(
    List<Node> nodes, List<Edge> observed, List<DeclaredEdge> declared, boolean truncated) {
  /**
   * A thing that was reached.
   *
   * @param entity which
   * @param upstream how many edges lie between, going upstream; null if it was not reached so
   * @param downstream the same going downstream
   */
  @JsonPropertyOrder({"entity", "upstream", "downstream"})
  public record Node(EntityName entity, Integer upstream, Integer downstream) {}
}
