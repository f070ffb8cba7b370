package io.arco.planner.selection;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.manifest.Dependency;
import io.arco.testing.Seeds;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Random selections, each with the set of names it means, worked out while it is written. */
final class PlainSelection {
  /** A text and what it selects. */
  record Chosen(String text, Set<String> assets) {}

  private final AssetGraph graph;
  private final Seeds seeds;

  PlainSelection(AssetGraph graph, Seeds seeds) {
    this.graph = graph;
    this.seeds = seeds;
  }

  /** A selection nested at most so deep. */
  Chosen random(int depth) {
    if (depth == 0 || seeds.below(4) == 0) {
      return reached(atom());
    }
    Chosen left = random(depth - 1);
    Chosen right = random(depth - 1);
    Set<String> assets = new HashSet<>(left.assets());
    String operator;
    switch (seeds.below(3)) {
      case 0 -> {
        operator = "|";
        assets.addAll(right.assets());
      }
      case 1 -> {
        operator = "&";
        assets.retainAll(right.assets());
      }
      default -> {
        operator = "-";
        assets.removeAll(right.assets());
      }
    }
    String space = " ".repeat(seeds.below(2));
    return reached(
        new Chosen("(" + wrapped(left) + space + operator + space + wrapped(right) + ")", assets));
  }

  private static String wrapped(Chosen chosen) {
    return "(" + chosen.text() + ")";
  }

  private Chosen atom() {
    Asset asset = seeds.oneOf(graph.assets());
    String tag = asset.tags().firstKey();
    return switch (seeds.below(7)) {
      case 0 -> having("*", any -> true);
      case 1 ->
          having(
              asset.key().namespace() + ".*",
              other -> other.key().namespace().equals(asset.key().namespace()));
      case 2 -> having("tag:" + tag, other -> other.tags().containsKey(tag));
      case 3 -> having("group:" + asset.group(), other -> asset.group().equals(other.group()));
      case 4 -> having("kind:" + asset.kind(), other -> asset.kind().equals(other.kind()));
      case 5 ->
          having(
              "owner:\"" + asset.owners().get(0) + "\"",
              other -> other.owners().contains(asset.owners().get(0)));
      default -> having(asset.key().text(), asset::equals);
    };
  }

  private Chosen having(String text, Predicate<Asset> rule) {
    return new Chosen(
        text,
        graph.assets().stream()
            .filter(rule)
            .map(asset -> asset.key().text())
            .collect(Collectors.toSet()));
  }

  private Chosen reached(Chosen chosen) {
    int up = seeds.below(3) == 0 ? 1 + seeds.below(4) : 0;
    int down = seeds.below(3) == 0 ? 1 + seeds.below(4) : 0;
    Set<String> all = new HashSet<>(chosen.assets());
    all.addAll(steps(chosen.assets(), up == 4 ? 99 : up, true));
    all.addAll(steps(chosen.assets(), down == 4 ? 99 : down, false));
    String before = up == 0 ? "" : up == 4 ? "+" : up + "+";
    String after = down == 0 ? "" : down == 4 ? "+" : "+" + down;
    return new Chosen(before + chosen.text() + after, all);
  }

  private Set<String> steps(Set<String> from, int steps, boolean isUp) {
    Set<String> reached = new HashSet<>(from);
    for (int step = 0; step < steps; step++) {
      Set<String> next = new HashSet<>(reached);
      for (Asset asset : graph.assets()) {
        for (Dependency dependency : asset.dependencies()) {
          String up = dependency.asset().text();
          String down = asset.key().text();
          if (reached.contains(isUp ? down : up)) {
            next.add(isUp ? up : down);
          }
        }
      }
      reached = next;
    }
    return reached;
  }
}
