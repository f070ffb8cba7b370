package io.arco.server.compaction;

import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.server.bus.SnapshotClient;
import io.arco.store.Workspace;

/**
 * Tells the compactor of what this node committed; what others commit is theirs to publish.
 *
 * @param snapshots the way to the compactor
 * @param workspace whose ledger is observed
 */
public record CommitHints(SnapshotClient snapshots, Workspace workspace) implements LedgerObserver {
  @Override
  public void committed(WorkspaceState state, int commands, long bytes, boolean own) {
    if (own) {
      snapshots.committed(workspace, state.sequence());
    }
  }
}
