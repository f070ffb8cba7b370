package io.arco.planner.lineage;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * That one thing is declared to be made from another.
 *
 * @param from the other
 * @param to what is made
 * @param by what declares it
 */
@JsonPropertyOrder({"from", "to", "by"})
public record DeclaredEdge(EntityName from, EntityName to, Origin by) {
  /** What declares edges. */
  public enum Origin {
    /** A manifest: dependencies of assets, and the tables they are linked to. */
    MANIFEST,
    /** A view: the tables and views that it names as its references. */
    VIEW
  }
}
