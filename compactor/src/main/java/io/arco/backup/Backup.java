package io.arco.backup;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.WorkspaceFile;
import io.arco.ledger.Checkpoints;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.RoleStore;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/**
 * Backs up one workspace, once, while it is written and collected or at rest (see
 * docs/design/008-backup.md). Writes nothing to the source; only adds to the backup.
 *
 * <p>Used on the runtime's scheduler, where its future completes.
 */
public final class Backup {
  /** How often it begins again because garbage collection took what was to be copied. */
  static final int MAX_ATTEMPTS = 5;

  private static final String WRITER = "backup";

  private final BackupConfig config;
  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final ObjectStore source;
  private final Snapshots snapshots;
  private final BackupLog records;
  private final ExactObjects from;
  private final ExactObjects to;

  /** A backup yet to be made; for one use. */
  public Backup(BackupConfig config) {
    this.config = config;
    this.runtime = config.runtime();
    this.keys = config.keys();
    this.source = new RoleStore(config.source(), "source of a backup", Set.of(), Set.of());
    ObjectStore target =
        new RoleStore(
            config.target(),
            "backup",
            Set.of(
                keys.backups(), keys.journal(), keys.snapshots(), keys.tables(), keys.internal()),
            Set.of());
    this.snapshots = new Snapshots(runtime, source, keys);
    this.records = new BackupLog(runtime, target, keys);
    this.from = new ExactObjects(runtime, source, keys, "");
    this.to = new ExactObjects(runtime, target, keys, "the backup's ");
  }

  /**
   * Runs it. Fails with {@link BackupException} where it is refused, with {@link
   * CorruptObjectException} or {@link ProblemException} WORKSPACE_CORRUPT where the source or the
   * backup is damaged, with {@link io.arco.store.StoreException} where a store fails: then nothing
   * that was there has changed, and the run can be begun again.
   */
  public Future<BackupReport> run() {
    return claim()
        .compose(claimed -> to.trying(records::newest))
        .compose(previous -> attempt(previous, 1));
  }

  /** Makes sure that source and backup are of one workspace. */
  private Future<Void> claim() {
    return from.get(keys.workspaceFile())
        .compose(
            found -> {
              byte[] bytes =
                  found.orElseThrow(
                      () ->
                          new BackupException("There is no workspace " + name() + " to back up."));
              WorkspaceFile file = WorkspaceFile.decode(keys.workspace(), bytes);
              return refuseServed()
                  .compose(done -> to.get(keys.backedUpWorkspaceFile()))
                  .compose(
                      there ->
                          there.isPresent()
                              ? checkSame(there.get(), file)
                              : to.put(keys.backedUpWorkspaceFile(), bytes).mapEmpty());
            });
  }

  private Future<Void> refuseServed() {
    return to.get(keys.workspaceFile())
        .map(
            there -> {
              if (there.isPresent()) {
                throw new BackupException(
                    "Workspace " + name() + " itself is there: a store is no place for a backup.");
              }
              return null;
            });
  }

  /** The journal may be kept elsewhere since; commits are compared later. */
  private Future<Void> checkSame(byte[] there, WorkspaceFile file) {
    WorkspaceFile known = WorkspaceFile.decode(keys.workspace(), there);
    return known.createdAt().equals(file.createdAt())
        ? Future.succeededFuture()
        : Future.failedFuture(
            new BackupException(
                "The backup holds another workspace of the name "
                    + name()
                    + ". Choose another place."));
  }

  private Future<BackupReport> attempt(Optional<BackupRecord> previous, int attempt) {
    BackupRun run = new BackupRun(config, from, to, records, previous);
    return snapshots
        .newest()
        .compose(
            manifest ->
                open(manifest)
                    .compose(state -> run.copy(state, manifest))
                    .recover(failure -> again(previous, manifest, run, attempt, failure)));
  }

  /** The workspace's state at its head, as a server would find it. */
  private Future<WorkspaceState> open(Optional<StoredManifest> manifest) {
    SnapshotCheckpoints checkpoints = new SnapshotCheckpoints(snapshots, config.domains());
    Checkpoints fixed =
        () -> Future.succeededFuture(manifest.map(m -> checkpoints.checkpoint(m.manifest())));
    LedgerConfig ledger =
        new LedgerConfig(
            keys.workspace(),
            source,
            config.journal(),
            config.domains(),
            fixed,
            runtime,
            LedgerOptions.DEFAULT,
            Backoff.DEFAULT,
            WRITER,
            LedgerObserver.NONE);
    return runtime.onScheduler(
        Ledger.open(ledger).compose(open -> open.close().map(closed -> open.state())));
  }

  /** Begins again if garbage collection has moved on; otherwise what is not there is damage. */
  private Future<BackupReport> again(
      Optional<BackupRecord> previous,
      Optional<StoredManifest> manifest,
      BackupRun run,
      int attempt,
      Throwable failure) {
    Throwable named = failure instanceof VanishedException vanished ? vanished.damage() : failure;
    if (!isDamage(named) || attempt == MAX_ATTEMPTS) {
      return Future.failedFuture(named);
    }
    return snapshots
        .newest()
        .compose(
            now ->
                number(now) == number(manifest)
                    ? run.floorHasMoved()
                    : Future.succeededFuture(true))
        .compose(moved -> moved ? attempt(previous, attempt + 1) : Future.failedFuture(named));
  }

  private static boolean isDamage(Throwable failure) {
    return failure instanceof CorruptObjectException
        || (failure instanceof ProblemException known
            && known.problem().code() == ErrorCode.WORKSPACE_CORRUPT);
  }

  private static long number(Optional<StoredManifest> manifest) {
    return manifest.map(stored -> stored.manifest().number()).orElse(0L);
  }

  private String name() {
    return keys.workspace().tenant().name() + "/" + keys.workspace().name();
  }
}
