package io.arco.planner.selection;

import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.AssetGraph;
import io.arco.planner.selection.Selection.All;
import io.arco.planner.selection.Selection.Having;
import io.arco.planner.selection.Selection.Named;
import io.arco.planner.selection.Selection.Namespace;
import io.arco.planner.selection.Selection.Pair;
import io.arco.planner.selection.Selection.Reach;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.function.IntFunction;

/** Finds the assets of a graph that a selection means. Pure. */
public final class Selector {
  private final AssetGraph graph;

  private Selector(AssetGraph graph) {
    this.graph = graph;
  }

  /**
   * The assets that are meant.
   *
   * @throws io.arco.problem.ProblemException INVALID_SELECTION if it names an asset or a namespace
   *     that is not there, with its {@code column}
   */
  public static Selected select(Selection selection, AssetGraph graph) {
    return new Selector(graph).of(selection);
  }

  private Selected of(Selection selection) {
    if (selection instanceof Pair pair) {
      Selected left = of(pair.left());
      Selected right = of(pair.right());
      return switch (pair.operator()) {
        case UNION -> left.or(right);
        case INTERSECTION -> left.and(right);
        case MINUS -> left.minus(right);
      };
    }
    Reach reach = (Reach) selection;
    if (reach.of() instanceof Pair || reach.of() instanceof Reach) {
      Selected inner = of(reach.of());
      return reach.up() == 0 && reach.down() == 0 ? inner : reached(reach, inner.assets());
    }
    return reached(reach, meant(reach.of()));
  }

  private Selected reached(Reach reach, BitSet self) {
    return Selected.of(
        reach,
        self,
        steps(self, reach.up(), graph::upstream),
        steps(self, reach.down(), graph::downstream));
  }

  private BitSet meant(Selection selection) {
    BitSet found = new BitSet();
    if (selection instanceof Named named) {
      int index = graph.indexOf(named.key());
      if (index < 0) {
        throw SelectionParser.problem("There is no such asset.", named.column())
            .with("asset", named.key().text())
            .asException();
      }
      found.set(index);
      return found;
    }
    for (int i = 0; i < graph.assets().size(); i++) {
      found.set(i, matches(selection, graph.assets().get(i)));
    }
    if (selection instanceof Namespace namespace && found.isEmpty()) {
      throw SelectionParser.problem("There is no such namespace.", namespace.column())
          .with("namespace", namespace.namespace())
          .asException();
    }
    return found;
  }

  private static boolean matches(Selection selection, Asset asset) {
    if (selection instanceof All) {
      return true;
    }
    if (selection instanceof Namespace namespace) {
      return asset.key().namespace().equals(namespace.namespace());
    }
    Having having = (Having) selection;
    String value = having.value();
    return switch (having.attribute()) {
      case TAG -> hasTag(asset, value);
      case GROUP -> value.equals(asset.group());
      case OWNER -> asset.owners().contains(value);
      case KIND -> value.equals(asset.kind());
    };
  }

  private static boolean hasTag(Asset asset, String value) {
    int equals = value.indexOf('=');
    return equals < 0
        ? asset.tags().containsKey(value)
        : value.substring(equals + 1).equals(asset.tags().get(value.substring(0, equals)));
  }

  /** What is reached in at most so many steps, without where it begins. */
  private BitSet steps(BitSet from, int steps, IntFunction<int[]> next) {
    BitSet reached = new BitSet();
    if (steps == 0) {
      return reached;
    }
    BitSet seen = (BitSet) from.clone();
    ArrayDeque<int[]> queue = new ArrayDeque<>();
    from.stream().forEach(index -> queue.add(new int[] {index, 0}));
    while (!queue.isEmpty()) {
      int[] step = queue.poll();
      if (step[1] == steps) {
        continue;
      }
      for (int neighbour : next.apply(step[0])) {
        if (!seen.get(neighbour)) {
          seen.set(neighbour);
          reached.set(neighbour);
          queue.add(new int[] {neighbour, step[1] + 1});
        }
      }
    }
    return reached;
  }
}
