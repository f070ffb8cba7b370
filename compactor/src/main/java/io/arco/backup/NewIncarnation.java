package io.arco.backup;

import io.arco.journal.CorruptObjectException;
import io.arco.ledger.Caller;
import io.arco.ledger.Incarnation;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerCommand;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Runtime;
import io.arco.runtime.Uuids;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Opens what was restored as a server would, compares it with what was backed up, and begins the
 * next incarnation by a commit. Everybody else still refuses the workspace. On the runtime's
 * scheduler.
 */
final class NewIncarnation {
  private static final String PRINCIPAL = "restore";
  private static final long TIMEOUT_MILLIS = 60_000;

  private final RestoreConfig config;
  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final ObjectStore view;

  NewIncarnation(RestoreConfig config, ObjectStore target, byte[] workspaceFile) {
    this.config = config;
    this.runtime = config.runtime();
    this.keys = config.keys();
    this.view = new PresentFile(target, keys.workspaceFile(), workspaceFile);
  }

  /**
   * Begins it, or finds that it has begun.
   *
   * @return the new incarnation
   */
  Future<Incarnation> begin(BackupRecord record) {
    return runtime.onScheduler(
        Ledger.open(ledger())
            .compose(
                open ->
                    begin(record, open)
                        .eventually(open::close)
                        .map(done -> open.state().incarnation())));
  }

  private Future<Void> begin(BackupRecord record, Ledger open) {
    WorkspaceState state = open.state();
    long restored = record.journal().to();
    if (state.sequence() == restored + 1 && record.backupId().equals(of(state).backupId())) {
      return Future.succeededFuture();
    }
    if (state.sequence() != restored) {
      throw new BackupException(
          "The store holds commit "
              + (restored + 1)
              + ", which is not of this backup. Restore into an empty store.");
    }
    check(record, state);
    LedgerCommand.Restore restore =
        new LedgerCommand.Restore(
            record.incarnation(), record.number(), record.backupId(), record.backedUpAt());
    Instant now = Instant.ofEpochMilli(runtime.clock().wallMillis());
    Caller caller = new Caller(PRINCIPAL, new Uuids(runtime.random()).next(now).toString());
    return open.submit(new Submission(List.of(restore), caller, null, TIMEOUT_MILLIS)).mapEmpty();
  }

  private static void check(BackupRecord record, WorkspaceState state) {
    if (!state.hash().equals(record.stateHash().hex())) {
      throw new CorruptObjectException(
          "the restored workspace",
          "its state hashes to " + state.hash() + ", the backup says " + record.stateHash());
    }
  }

  private static Incarnation of(WorkspaceState state) {
    return state.incarnation();
  }

  private LedgerConfig ledger() {
    Snapshots snapshots = new Snapshots(runtime, view, keys);
    return new LedgerConfig(
        keys.workspace(),
        view,
        new ObjectSlots(view, keys.journal()),
        config.domains(),
        new SnapshotCheckpoints(snapshots, config.domains()),
        runtime,
        LedgerOptions.DEFAULT,
        Backoff.DEFAULT,
        config.writer(),
        LedgerObserver.NONE);
  }
}
