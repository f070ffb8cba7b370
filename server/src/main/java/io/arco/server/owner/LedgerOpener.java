package io.arco.server.owner;

import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.runtime.Scheduler;
import io.arco.store.Workspace;
import io.vertx.core.Future;

/** Opens the ledger of a workspace. */
@FunctionalInterface
public interface LedgerOpener {
  /**
   * Opens it; called on the scheduler.
   *
   * @param workspace which
   * @param scheduler where the ledger is to run
   * @param observer is told what the ledger does, besides whom the opener tells itself
   * @return fails with {@link io.arco.problem.ProblemException} where the workspace can't be served
   */
  Future<Ledger> open(Workspace workspace, Scheduler scheduler, LedgerObserver observer);
}
