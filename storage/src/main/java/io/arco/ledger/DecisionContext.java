package io.arco.ledger;

import java.time.Instant;
import java.util.UUID;

/** What a decision may know besides state and command; all of it ends up in events or stamps. */
public interface DecisionContext {
  /** The time of the commit that will hold the events, in whole milliseconds. */
  Instant now();

  /** On whose behalf. */
  String principal();

  /** A new id: UUID version 7, ascending within one writer. */
  UUID newId();
}
