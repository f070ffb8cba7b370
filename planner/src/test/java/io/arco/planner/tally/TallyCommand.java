package io.arco.planner.tally;

import io.arco.ledger.Command;

/** What can be done to tallies. */
public sealed interface TallyCommand extends Command {
  /** Adds to a tally, which begins at 0. */
  record Add(String name, long by) implements TallyCommand {}
}
