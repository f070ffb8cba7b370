package io.arco.planner.lineage;

import java.util.List;

/** Edges that something declares, whether or not any task has shown them. */
interface DeclaredEdges {
  /** What declares them. */
  DeclaredEdge.Origin origin();

  /** What a thing is declared to be made from, each once. */
  List<EntityName> upstream(EntityName to);

  /** What is declared to be made from a thing, each once. */
  List<EntityName> downstream(EntityName from);
}
