package io.arco.planner.run;

import io.arco.ledger.Stamp;
import java.util.UUID;

/**
 * A run that has ended and is still in the state.
 *
 * @param run its id
 * @param ended when
 */
public record FinishedRun(UUID run, Stamp ended) {}
