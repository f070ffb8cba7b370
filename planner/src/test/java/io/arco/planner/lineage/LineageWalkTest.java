package io.arco.planner.lineage;

import static io.arco.planner.manifest.Manifests.asset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.ledger.Stamp;
import io.arco.planner.lineage.DeclaredEdge.Origin;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.Manifests;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Walks over random edges, cycles among them, against plain closures. */
class LineageWalkTest {
  private static final int NAMES = 12;

  private final Seeds seeds = Seeds.of("LineageWalkTest");

  /** Two things by number; {@code sequence} is 0 where it is declared. */
  private record PlainEdge(int from, int to, long sequence) {}

  /** Declares what a test says. */
  private record Fake(List<PlainEdge> edges) implements DeclaredEdges {
    @Override
    public Origin origin() {
      return Origin.VIEW;
    }

    @Override
    public List<EntityName> upstream(EntityName to) {
      return edges.stream()
          .filter(edge -> name(edge.to()).equals(to))
          .map(edge -> name(edge.from()))
          .toList();
    }

    @Override
    public List<EntityName> downstream(EntityName from) {
      return edges.stream()
          .filter(edge -> name(edge.from()).equals(from))
          .map(edge -> name(edge.to()))
          .toList();
    }
  }

  private static EntityName name(int number) {
    return EntityName.parse("asset:a.n" + number);
  }

  @Test
  void a_walk_finds_what_a_closure_has() {
    int cycles = 0;
    for (int i = 0; i < 300; i++) {
      List<PlainEdge> observed = edges(true);
      List<PlainEdge> declared = edges(false);
      Until until = until();
      int start = seeds.below(NAMES);
      int depth = 1 + seeds.below(6);
      Direction direction = seeds.oneOf(List.of(Direction.values()));
      LineageGraph graph =
          LineageWalk.of(
              lineage(observed),
              new Declarations(List.of(new Fake(declared)), null, true),
              until,
              name(start),
              direction,
              depth);
      List<PlainEdge> then = new ArrayList<>(declared);
      observed.stream().filter(edge -> isThen(edge, until)).forEach(then::add);
      Map<Integer, Integer> up =
          direction.has(Direction.UPSTREAM) ? distances(then, start, true, depth) : Map.of();
      Map<Integer, Integer> down =
          direction.has(Direction.DOWNSTREAM) ? distances(then, start, false, depth) : Map.of();
      check(graph, then, depth, up, down);
      cycles += up.size() > 1 && graph.observed().stream().anyMatch(e -> isTo(e, start)) ? 1 : 0;
    }
    assertTrue(cycles > 0);
  }

  private static boolean isTo(Edge edge, int start) {
    return edge.from().equals(name(start));
  }

  private static void check(
      LineageGraph graph,
      List<PlainEdge> then,
      int depth,
      Map<Integer, Integer> up,
      Map<Integer, Integer> down) {
    assertFalse(graph.truncated());
    Set<String> nodes = new TreeSet<>();
    for (int i = 0; i < NAMES; i++) {
      if (up.containsKey(i) || down.containsKey(i)) {
        nodes.add(name(i) + " " + up.get(i) + " " + down.get(i));
      }
    }
    List<String> found =
        graph.nodes().stream()
            .map(n -> n.entity() + " " + n.upstream() + " " + n.downstream())
            .toList();
    assertEquals(nodes, new TreeSet<>(found));
    assertEquals(nodes.size(), found.size());
    Set<String> observed = new TreeSet<>();
    Set<String> declared = new TreeSet<>();
    for (PlainEdge edge : then) {
      boolean isFound =
          up.getOrDefault(edge.to(), depth) < depth
              || down.getOrDefault(edge.from(), depth) < depth;
      if (isFound) {
        String text = name(edge.from()) + " " + name(edge.to());
        (edge.sequence() == 0 ? declared : observed).add(text);
      }
    }
    List<String> seen = graph.observed().stream().map(e -> e.from() + " " + e.to()).toList();
    assertEquals(observed, new TreeSet<>(seen));
    assertEquals(observed.size(), seen.size());
    List<String> said = graph.declared().stream().map(e -> e.from() + " " + e.to()).toList();
    assertEquals(declared, new TreeSet<>(said));
    assertEquals(declared.size(), said.size());
  }

  /** Grows distances until nothing gets nearer. */
  private static Map<Integer, Integer> distances(
      List<PlainEdge> edges, int start, boolean isUpstream, int depth) {
    Map<Integer, Integer> distances = new HashMap<>(Map.of(start, 0));
    for (int pass = 0; pass < NAMES; pass++) {
      for (PlainEdge edge : edges) {
        int near = isUpstream ? edge.to() : edge.from();
        int far = isUpstream ? edge.from() : edge.to();
        Integer distance = distances.get(near);
        if (distance != null && distance < depth) {
          distances.merge(far, distance + 1, Math::min);
        }
      }
    }
    return distances;
  }

  private List<PlainEdge> edges(boolean isObserved) {
    Map<String, PlainEdge> edges = new HashMap<>();
    for (int i = seeds.below(20); i > 0; i--) {
      int from = seeds.below(NAMES);
      int to = seeds.below(NAMES);
      edges.put(from + " " + to, new PlainEdge(from, to, isObserved ? 1 + seeds.below(50) : 0));
    }
    return List.copyOf(edges.values());
  }

  private Until until() {
    return switch (seeds.below(3)) {
      case 0 -> Until.sequence(seeds.below(60));
      case 1 -> Until.time(Instant.ofEpochSecond(seeds.below(60)));
      default -> Until.NOW;
    };
  }

  private static boolean isThen(PlainEdge edge, Until asked) {
    long until = Long.MAX_VALUE;
    if (asked.sequence() != null) {
      until = asked.sequence();
    } else if (asked.time() != null) {
      until = asked.time().getEpochSecond();
    }
    return edge.sequence() <= until;
  }

  private static Lineage lineage(List<PlainEdge> edges) {
    return Lineage.of(
        edges.stream()
            .map(
                edge -> {
                  Stamp at = new Stamp(edge.sequence(), Instant.ofEpochSecond(edge.sequence()));
                  Sighting sighting = new Sighting(AssetKey.parse("a.b"), new UUID(0, 1), 0, 1, at);
                  return Edge.seen(new Flow(name(edge.from()), name(edge.to()), true), sighting);
                })
            .toList());
  }

  @Test
  void too_much_is_cut_and_says_so() {
    List<PlainEdge> wide =
        IntStream.rangeClosed(1, LineageWalk.MAX_NODES)
            .mapToObj(i -> new PlainEdge(i, 0, 1))
            .toList();
    LineageGraph graph = upstreamOf(wide);
    assertTrue(graph.truncated());
    assertEquals(LineageWalk.MAX_NODES, graph.nodes().size());
    assertEquals(LineageWalk.MAX_NODES - 1, graph.observed().size());
    assertFalse(upstreamOf(wide.subList(1, wide.size())).truncated());
    List<PlainEdge> dense = new ArrayList<>();
    for (int from = 0; from < 80; from++) {
      for (int to = 0; to < 80; to++) {
        dense.add(new PlainEdge(from, to, 1));
      }
    }
    graph = upstreamOf(dense);
    assertTrue(graph.truncated());
    assertEquals(80, graph.nodes().size());
    assertEquals(LineageWalk.MAX_EDGES, graph.observed().size());
  }

  private static LineageGraph upstreamOf(List<PlainEdge> edges) {
    return LineageWalk.of(
        lineage(edges),
        new Declarations(List.of(), null, true),
        Until.NOW,
        name(0),
        Direction.UPSTREAM,
        LineageWalk.MAX_DEPTH);
  }

  @Test
  void a_manifest_declares_dependencies_and_the_tables_that_assets_make() {
    ManifestEdges edges =
        new ManifestEdges(
            Manifests.graph(
                Manifests.of(
                    asset("a.x").table("c", "s", "x").build(),
                    asset("a.y").from("a.x").build(),
                    asset("a.z").from("a.x").from("a.y").table("c", "s", "z").build())));
    assertEquals(texts("asset:a.y", "asset:a.z", "table:c.s.x"), edges.downstream(of("asset:a.x")));
    assertEquals(texts("asset:a.x", "asset:a.y"), edges.upstream(of("asset:a.z")));
    assertEquals(texts("asset:a.z"), edges.upstream(of("table:c.s.z")));
    assertEquals(texts(), edges.downstream(of("table:c.s.x")));
    assertEquals(texts(), edges.upstream(of("asset:a.none")));
    assertEquals(texts(), edges.downstream(of("column:asset:a.x.y")));
  }

  private static EntityName of(String text) {
    return EntityName.parse(text);
  }

  private static List<EntityName> texts(String... texts) {
    return List.of(texts).stream().map(EntityName::parse).collect(Collectors.toList());
  }

  @Test
  void what_was_altered_later_was_not_known_then() {
    assertTrue(Until.NOW.covers(Instant.MAX));
    assertTrue(Until.time(Instant.EPOCH).covers(Instant.EPOCH));
    assertFalse(Until.time(Instant.EPOCH).covers(Instant.EPOCH.plusMillis(1)));
    assertFalse(Until.sequence(5).covers(Instant.EPOCH));
    Set<Boolean> both = new HashSet<>();
    for (long sequence : new long[] {4, 5, 6}) {
      both.add(Until.sequence(5).covers(new Stamp(sequence, Instant.EPOCH)) == (sequence <= 5));
    }
    assertEquals(Set.of(true), both);
  }
}
