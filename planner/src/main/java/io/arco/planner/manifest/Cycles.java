package io.arco.planner.manifest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds circles in a graph: one after the other, each the first that a walk from the smallest node
 * meets. Without recursion, since chains may be long.
 */
final class Cycles {
  private final int[][] upstream;
  private final List<List<Integer>> downstream = new ArrayList<>();
  private final BitSet left = new BitSet();
  private final int[] waiting;

  private Cycles(int[][] upstream) {
    this.upstream = upstream;
    this.waiting = new int[upstream.length];
    left.set(0, upstream.length);
    for (int i = 0; i < upstream.length; i++) {
      downstream.add(new ArrayList<>());
    }
    for (int i = 0; i < upstream.length; i++) {
      waiting[i] = upstream[i].length;
      for (int up : upstream[i]) {
        downstream.get(up).add(i);
      }
    }
  }

  /**
   * Circles that have no node in common.
   *
   * @param upstream by node, the nodes it waits for
   * @param limit at most so many
   * @return each from its smallest node along what waits for what, that node once more at the end
   */
  static List<List<Integer>> of(int[][] upstream, int limit) {
    Cycles cycles = new Cycles(upstream);
    for (int i = 0; i < upstream.length; i++) {
      if (cycles.waiting[i] == 0) {
        cycles.drop(i);
      }
    }
    List<List<Integer>> found = new ArrayList<>();
    while (!cycles.left.isEmpty() && found.size() < limit) {
      List<Integer> cycle = cycles.walk();
      found.add(cycle);
      cycles.open(cycle);
    }
    return found;
  }

  /** Takes away a node that waits for nothing, and what then waits for nothing any more. */
  private void drop(int node) {
    ArrayDeque<Integer> free = new ArrayDeque<>(List.of(node));
    while (!free.isEmpty()) {
      int next = free.poll();
      if (!left.get(next)) {
        continue;
      }
      left.clear(next);
      for (int down : downstream.get(next)) {
        if (--waiting[down] == 0) {
          free.add(down);
        }
      }
    }
  }

  /** All that is left waits for something that is left: a walk upwards comes round. */
  private List<Integer> walk() {
    List<Integer> path = new ArrayList<>();
    BitSet seen = new BitSet();
    int node = left.nextSetBit(0);
    while (!seen.get(node)) {
      seen.set(node);
      path.add(node);
      node = firstLeft(node);
    }
    List<Integer> cycle = path.subList(path.indexOf(node), path.size());
    int smallest = cycle.indexOf(cycle.stream().min(Integer::compare).orElseThrow());
    List<Integer> turned = new ArrayList<>(cycle.subList(smallest, cycle.size()));
    turned.addAll(cycle.subList(0, smallest));
    turned.add(turned.get(0));
    return turned;
  }

  private int firstLeft(int node) {
    for (int up : upstream[node]) {
      if (left.get(up)) {
        return up;
      }
    }
    throw new IllegalStateException("it waits for nothing");
  }

  private void open(List<Integer> cycle) {
    for (int node : cycle.subList(1, cycle.size())) {
      drop(node);
    }
  }
}
