package io.arco.planner.tally;

import io.arco.ledger.Event;

/** What happens to tallies. */
public sealed interface TallyEvent extends Event {
  /** So much was added. */
  record Added(String name, long by) implements TallyEvent {}
}
