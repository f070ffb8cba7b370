package io.arco.planner.lineage;

import io.arco.planner.lineage.LineageGraph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes along edges from one thing, nearest first. A thing is gone on from once in each direction,
 * so that cycles end. Pure; may take some ten milliseconds: called on a worker.
 */
public final class LineageWalk {
  /** The most things that are reached. */
  public static final int MAX_NODES = 1_000;

  /** The most edges, of both kinds together. */
  public static final int MAX_EDGES = 5_000;

  /** The farthest that one can ask for. */
  public static final int MAX_DEPTH = 100;

  private final Lineage lineage;
  private final List<DeclaredEdges> declarations;
  private final Until until;
  private final Map<EntityName, Integer> up = new LinkedHashMap<>();
  private final Map<EntityName, Integer> down = new LinkedHashMap<>();
  private final Set<EntityName> reached = new LinkedHashSet<>();
  private final Set<Edge> known = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Edge> observed = new ArrayList<>();
  private final Set<DeclaredEdge> declared = new LinkedHashSet<>();
  private boolean truncated;

  private LineageWalk(Lineage lineage, Declarations declarations, Until until) {
    this.lineage = lineage;
    this.declarations = declarations.edges();
    this.until = until;
  }

  /**
   * What is within so many edges of something, at least one: observed until then, and declared.
   * Edges that lead on from what is that far are not told.
   */
  public static LineageGraph of(
      Lineage lineage,
      Declarations declarations,
      Until until,
      EntityName start,
      Direction direction,
      int depth) {
    LineageWalk walk = new LineageWalk(lineage, declarations, until);
    walk.reached.add(start);
    if (direction.has(Direction.UPSTREAM)) {
      walk.go(start, Direction.UPSTREAM, walk.up, depth);
    }
    if (direction.has(Direction.DOWNSTREAM)) {
      walk.go(start, Direction.DOWNSTREAM, walk.down, depth);
    }
    return walk.graph();
  }

  private void go(
      EntityName start, Direction direction, Map<EntityName, Integer> distances, int depth) {
    distances.put(start, 0);
    List<EntityName> frontier = List.of(start);
    for (int distance = 1; distance <= depth && !frontier.isEmpty(); distance++) {
      List<EntityName> next = new ArrayList<>();
      for (EntityName one : frontier) {
        Step step = new Step(distances, distance, next);
        if (direction == Direction.UPSTREAM) {
          upstream(one, step);
        } else {
          downstream(one, step);
        }
      }
      frontier = next;
    }
  }

  /** One step from a thing of the frontier: what it reaches, and how far that is. */
  private record Step(
      Map<EntityName, Integer> distances, int distance, List<EntityName> frontier) {}

  private void upstream(EntityName to, Step step) {
    for (Edge edge : lineage.upstream(to)) {
      add(edge, edge.from(), step);
    }
    for (DeclaredEdges of : declarations) {
      for (EntityName from : of.upstream(to)) {
        add(new DeclaredEdge(from, to, of.origin()), from, step);
      }
    }
  }

  private void downstream(EntityName from, Step step) {
    for (EntityName to : lineage.downstream(from)) {
      add(lineage.edge(from, to).orElseThrow(), to, step);
    }
    for (DeclaredEdges of : declarations) {
      for (EntityName to : of.downstream(from)) {
        add(new DeclaredEdge(from, to, of.origin()), to, step);
      }
    }
  }

  private void add(Edge edge, EntityName end, Step step) {
    boolean isNew = until.covers(edge.first().at()) && !known.contains(edge);
    if (isNew && hasRoom() && reach(end, step)) {
      known.add(edge);
      observed.add(edge);
    } else if (known.contains(edge)) {
      reach(end, step);
    }
  }

  private void add(DeclaredEdge edge, EntityName end, Step step) {
    if (declared.contains(edge)) {
      reach(end, step);
    } else if (hasRoom() && reach(end, step)) {
      declared.add(edge);
    }
  }

  private boolean hasRoom() {
    if (observed.size() + declared.size() < MAX_EDGES) {
      return true;
    }
    truncated = true;
    return false;
  }

  private boolean reach(EntityName end, Step step) {
    if (!reached.contains(end) && reached.size() == MAX_NODES) {
      truncated = true;
      return false;
    }
    reached.add(end);
    if (step.distances().putIfAbsent(end, step.distance()) == null) {
      step.frontier().add(end);
    }
    return true;
  }

  private LineageGraph graph() {
    List<Node> nodes = new ArrayList<>();
    for (EntityName one : reached) {
      nodes.add(new Node(one, up.get(one), down.get(one)));
    }
    return new LineageGraph(nodes, observed, List.copyOf(declared), truncated);
  }
}
