package io.arco.planner.selection;

import io.arco.planner.selection.Selection.Reach;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which assets a selection chose, by their index in the graph, and which part of it brought each.
 */
public final class Selected {
  /** How a part of the selection reaches an asset. */
  public enum Relation {
    /** It is meant itself. */
    SELF,
    /** Something that is meant is made from it. */
    UPSTREAM,
    /** It is made from something that is meant. */
    DOWNSTREAM
  }

  /**
   * Why an asset is chosen.
   *
   * @param term the part of the selection that brought it first, as written
   * @param column where that begins
   * @param relation how
   */
  public record Reason(String term, int column, Relation relation) {}

  private final BitSet assets;
  private final Map<Integer, Reason> reasons;

  Selected(BitSet assets, Map<Integer, Reason> reasons) {
    this.assets = assets;
    this.reasons = reasons;
  }

  /** The assets that a part with a reach chose. */
  static Selected of(Reach reach, BitSet self, BitSet up, BitSet down) {
    Map<Integer, Reason> reasons = new HashMap<>();
    BitSet all = new BitSet();
    put(reach, down, Relation.DOWNSTREAM, all, reasons);
    put(reach, up, Relation.UPSTREAM, all, reasons);
    put(reach, self, Relation.SELF, all, reasons);
    return new Selected(all, reasons);
  }

  private static void put(
      Reach reach, BitSet some, Relation relation, BitSet all, Map<Integer, Reason> reasons) {
    all.or(some);
    Reason reason = new Reason(reach.text(), reach.column(), relation);
    some.stream().forEach(index -> reasons.put(index, reason));
  }

  /** The indexes. Not to be changed. */
  public BitSet assets() {
    return assets;
  }

  /** Why an asset is chosen, or null if it is not. */
  public Reason reason(int index) {
    return assets.get(index) ? reasons.get(index) : null;
  }

  Selected or(Selected other) {
    BitSet either = (BitSet) assets.clone();
    either.or(other.assets);
    Map<Integer, Reason> first = new HashMap<>(other.reasons);
    first.putAll(reasons);
    return new Selected(either, first);
  }

  Selected and(Selected other) {
    BitSet both = (BitSet) assets.clone();
    both.and(other.assets);
    return new Selected(both, reasons);
  }

  Selected minus(Selected other) {
    BitSet rest = (BitSet) assets.clone();
    rest.andNot(other.assets);
    return new Selected(rest, reasons);
  }
}
