package io.arco.planner.lineage;

import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The edges that tasks showed, as a value: any thread reads it, nobody changes it. An edge changes
 * at most once a run, so that the tasks of a run after its first cost looking up alone.
 */
public final class Lineage {
  /** The most edges of a workspace: part of what a journal means. */
  public static final int MAX_EDGES = 100_000;

  /** No edges. */
  public static final Lineage EMPTY =
      new Lineage(HashTreePMap.empty(), HashTreePMap.empty(), TreePSet.empty(), StateHash.ZERO);

  private final PMap<EntityName, TreePMap<EntityName, Edge>> upstream;
  private final PMap<EntityName, TreePSet<EntityName>> downstream;
  private final TreePSet<Aged> byAge;
  private final StateHash hash;

  /** The place of an edge among those that are to leave: seen longest ago first. */
  private record Aged(long sequence, EntityName to, EntityName from) implements Comparable<Aged> {
    Aged(Edge edge) {
      this(edge.last().at().sequence(), edge.to(), edge.from());
    }

    @Override
    public int compareTo(Aged other) {
      int order = Long.compare(sequence, other.sequence);
      order = order != 0 ? order : to.compareTo(other.to);
      return order != 0 ? order : from.compareTo(other.from);
    }
  }

  private Lineage(
      PMap<EntityName, TreePMap<EntityName, Edge>> upstream,
      PMap<EntityName, TreePSet<EntityName>> downstream,
      TreePSet<Aged> byAge,
      StateHash hash) {
    this.upstream = upstream;
    this.downstream = downstream;
    this.byAge = byAge;
    this.hash = hash;
  }

  /** These edges, each once. */
  static Lineage of(Collection<Edge> edges) {
    Lineage all = EMPTY;
    for (Edge edge : edges) {
      all = all.with(edge);
    }
    return all;
  }

  /**
   * The edges after an event on runs.
   *
   * @param before the whole state that the event is applied to
   */
  public static Lineage apply(OrchestrationState before, RunEvent event, Stamp stamp) {
    return Observation.of(before, event, stamp)
        .map(observation -> before.lineage().after(observation, MAX_EDGES))
        .orElse(before.lineage());
  }

  /** The edges after an observation, at most so many. */
  Lineage after(Observation observation, int maxEdges) {
    Lineage after = this;
    for (Flow flow : observation.flows()) {
      Optional<Edge> known = after.edge(flow.from(), flow.to());
      if (known.isEmpty()) {
        after = after.with(Edge.seen(flow, observation.sighting()));
      } else {
        Edge again = known.get().seenAgain(flow.reported(), observation.sighting());
        after = again == known.get() ? after : after.without(known.get()).with(again);
      }
    }
    while (after.size() > maxEdges) {
      after = after.without(after.oldest());
    }
    return after;
  }

  /** How many edges there are. */
  public int size() {
    return byAge.size();
  }

  /** The edge between two things. */
  public Optional<Edge> edge(EntityName from, EntityName to) {
    TreePMap<EntityName, Edge> edges = upstream.get(to);
    return edges == null ? Optional.empty() : Optional.ofNullable(edges.get(from));
  }

  /** The edges that end at something, by their beginnings. */
  public Collection<Edge> upstream(EntityName to) {
    TreePMap<EntityName, Edge> edges = upstream.get(to);
    return edges == null ? List.of() : edges.values();
  }

  /** Where the edges that begin at something end, in order. */
  public Set<EntityName> downstream(EntityName from) {
    TreePSet<EntityName> ends = downstream.get(from);
    return ends == null ? Set.of() : ends;
  }

  /** Whether any edge begins or ends there. */
  public boolean knows(EntityName name) {
    return upstream.containsKey(name) || downstream.containsKey(name);
  }

  /** The edges that were here before and are not after. */
  static List<Edge> left(Lineage before, Lineage after) {
    List<Edge> left = new ArrayList<>();
    // Those that leave are the oldest: none is behind one that stays as it was.
    for (Aged aged : before.byAge) {
      Optional<Edge> now = after.edge(aged.from(), aged.to());
      Edge then = before.edge(aged.from(), aged.to()).orElseThrow();
      if (now.isEmpty()) {
        left.add(then);
      } else if (now.get() == then) {
        break;
      }
    }
    return left;
  }

  private Edge oldest() {
    Aged first = byAge.first();
    return edge(first.from(), first.to()).orElseThrow();
  }

  private Lineage with(Edge edge) {
    TreePMap<EntityName, Edge> in = upstream.getOrDefault(edge.to(), TreePMap.empty());
    TreePSet<EntityName> out = downstream.getOrDefault(edge.from(), TreePSet.empty());
    return new Lineage(
        upstream.plus(edge.to(), in.plus(edge.from(), edge)),
        downstream.plus(edge.from(), out.plus(edge.to())),
        byAge.plus(new Aged(edge)),
        hash.plus(edge.hash()));
  }

  private Lineage without(Edge edge) {
    TreePMap<EntityName, Edge> in = upstream.get(edge.to()).minus(edge.from());
    TreePSet<EntityName> out = downstream.get(edge.from()).minus(edge.to());
    return new Lineage(
        in.isEmpty() ? upstream.minus(edge.to()) : upstream.plus(edge.to(), in),
        out.isEmpty() ? downstream.minus(edge.from()) : downstream.plus(edge.from(), out),
        byAge.minus(new Aged(edge)),
        hash.minus(edge.hash()));
  }

  /** The sum of the hashes of all edges; costs nothing. */
  public StateHash hash() {
    return hash;
  }

  /** The same, computed anew. */
  public StateHash recomputeHash() {
    StateHash sum = StateHash.ZERO;
    for (Map<EntityName, Edge> edges : upstream.values()) {
      for (Edge edge : edges.values()) {
        sum = sum.plus(edge.hash());
      }
    }
    return sum;
  }
}
