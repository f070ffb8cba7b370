package io.arco.planner.tally;

import io.arco.ledger.StateHash;
import org.pcollections.TreePMap;

/** All tallies by name, with the sum of their hashes. */
public record Tallies(TreePMap<String, Tally> byName, StateHash hash) {
  static final Tallies NONE = new Tallies(TreePMap.empty(), StateHash.ZERO);

  /** A tally's total, 0 if there is none. */
  public long total(String name) {
    Tally tally = byName.get(name);
    return tally == null ? 0 : tally.total();
  }

  Tallies with(Tally tally) {
    Tally old = byName.get(tally.name());
    StateHash without = old == null ? hash : hash.minus(old.hash());
    return new Tallies(byName.plus(tally.name(), tally), without.plus(tally.hash()));
  }
}
