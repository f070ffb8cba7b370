package io.arco.server.compaction;

import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.server.bus.SnapshotClient;
import io.arco.store.Workspace;

/**
 * Tells the compactor of what this node committed. What others commit is theirs to publish; now and
 * then it is told of that too, so that the changes this node remembers until a snapshot has them
 * stay few.
 *
 * @param snapshots the way to the compactor
 * @param workspace whose ledger is observed
 */
public record CommitHints(SnapshotClient snapshots, Workspace workspace) implements LedgerObserver {
  /** Of the commits of others, the compactor is told of one in so many. */
  static final long FOREIGN_COMMITS = 1_000;

  @Override
  public void committed(WorkspaceState state, int commands, long bytes, boolean own) {
    if (own || state.sequence() % FOREIGN_COMMITS == 0) {
      snapshots.committed(workspace, state.sequence());
    }
  }
}
