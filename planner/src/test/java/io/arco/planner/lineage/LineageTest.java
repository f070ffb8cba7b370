package io.arco.planner.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.ledger.Stamp;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.TableLink;
import io.arco.testing.Seeds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names, and the bound of edges. */
class LineageTest {
  private static final int BOUND = 20;

  private final Seeds seeds = Seeds.of("LineageTest");

  @Test
  void a_text_that_names_something_is_the_text_of_what_it_names() {
    for (String text :
        List.of(
            "asset:a.b",
            "table:c.s.t",
            "table:Ä:.s-1.t t",
            "column:table:c.s.t.x",
            "column:table:c.s.t.x.y/z",
            "column:asset:a.b.x")) {
      assertEquals(text, EntityName.parse(text).text());
    }
    EntityName column = EntityName.parse("column:table:c.s.t.x.y");
    assertEquals(EntityName.parse("table:c.s.t"), column.owner());
    assertEquals("x.y", column.columnName());
    assertEquals(new TableLink("c", "s", "t"), column.owner().table());
    assertEquals(AssetKey.parse("a.b"), EntityName.parse("asset:a.b").asset());
  }

  @Test
  void nothing_else_names_anything() {
    for (String text :
        List.of(
            "",
            "a.b",
            "asset:",
            "asset:a",
            "asset:A.b",
            "asset:a.b.c",
            "table:c.s",
            "table:c.s.t.u",
            "table:c..t",
            "table:c.s.t/u",
            "table:c.s." + "t".repeat(256),
            "column:c.s.t.x",
            "column:table:c.s.t",
            "column:table:c.s.t.",
            "column:asset:a.b",
            "column:column:asset:a.b.c.d",
            "column:table:c.s.t." + "x".repeat(256),
            "view:c.s.t")) {
      assertEquals(Optional.empty(), EntityName.read(text), text);
    }
    assertEquals(Optional.empty(), EntityName.read(null));
  }

  private record PlainEdge(Flow flow, UUID run, long sequence) {}

  @Test
  void the_edge_that_was_seen_longest_ago_leaves_when_there_are_too_many() {
    Lineage lineage = Lineage.EMPTY;
    Map<String, PlainEdge> model = new HashMap<>();
    Set<Integer> sizes = new HashSet<>();
    for (int sequence = 1; sequence < 1_000; sequence++) {
      UUID run = new UUID(0, 1 + seeds.below(200));
      Observation observation = observation(run, sequence);
      Lineage before = lineage;
      lineage = before.after(observation, BOUND);
      Set<String> left = see(model, observation, sequence);
      assertEquals(model.keySet(), keys(lineage));
      Set<String> told =
          Lineage.left(before, lineage).stream().map(LineageTest::key).collect(Collectors.toSet());
      assertEquals(left, told);
      assertEquals(lineage.recomputeHash(), lineage.hash());
      sizes.add(lineage.size());
    }
    assertTrue(sizes.contains(BOUND));
    assertEquals(BOUND, sizes.stream().max(Comparator.naturalOrder()).orElseThrow());
  }

  private Observation observation(UUID run, long sequence) {
    Set<Flow> flows = new HashSet<>();
    for (int i = 1 + seeds.below(5); i > 0; i--) {
      flows.add(new Flow(name(), name(), seeds.below(2) == 0));
    }
    Stamp at = new Stamp(sequence, Instant.ofEpochSecond(sequence));
    Sighting sighting = new Sighting(AssetKey.parse("a.b"), run, 0, 1, at);
    return new Observation(sighting, new ArrayList<>(flows), false);
  }

  private EntityName name() {
    return EntityName.parse("asset:a.n" + seeds.below(7));
  }

  /** Answers the edges that were there and have left. */
  private static Set<String> see(
      Map<String, PlainEdge> model, Observation observation, long sequence) {
    Set<String> left = new HashSet<>(model.keySet());
    UUID run = observation.sighting().run();
    for (Flow flow : observation.flows()) {
      PlainEdge known = model.get(key(flow));
      if (known == null || run.compareTo(known.run()) > 0) {
        model.put(key(flow), new PlainEdge(flow, run, sequence));
      }
    }
    while (model.size() > BOUND) {
      PlainEdge oldest =
          model.values().stream()
              .min(
                  Comparator.comparing(PlainEdge::sequence)
                      .thenComparing(edge -> edge.flow().to())
                      .thenComparing(edge -> edge.flow().from()))
              .orElseThrow();
      model.remove(key(oldest.flow()));
    }
    left.removeAll(model.keySet());
    return left;
  }

  private static Set<String> keys(Lineage lineage) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      EntityName to = EntityName.parse("asset:a.n" + i);
      lineage.upstream(to).forEach(edge -> keys.add(key(edge)));
      for (EntityName end : lineage.downstream(to)) {
        assertTrue(lineage.edge(to, end).isPresent());
      }
    }
    return keys;
  }

  private static String key(Flow flow) {
    return flow.from() + " -> " + flow.to();
  }

  private static String key(Edge edge) {
    return edge.from() + " -> " + edge.to();
  }
}
