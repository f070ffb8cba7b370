package io.arco.server.compaction;

import io.arco.compactor.Compactor;
import io.arco.ledger.Ledger;
import io.arco.runtime.Scheduler;
import io.arco.store.Workspace;
import io.vertx.core.Future;

/** Opens compactors, and the ledgers they follow. */
public interface CompactorOpener {
  /** The workspace's open ledger on this node. */
  Future<Ledger> ledger(Workspace workspace);

  /** A compactor that follows a ledger and runs on a scheduler, where the future completes. */
  Future<Compactor> open(Workspace workspace, Ledger ledger, Scheduler scheduler);
}
