package io.arco.backup;

import io.arco.backup.BackupRecord.Commits;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.journal.WorkspaceFile;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Hint;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.ShardFile;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.RoleStore;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Restores one workspace from a backup into a store that holds nothing of it, or only what the same
 * restore left: docs/design/008-backup.md. No server may serve the store meanwhile.
 *
 * <p>Used on the runtime's scheduler, where its future completes.
 */
public final class Restore {
  private static final String OBJECTS = "objects";

  private final RestoreConfig config;
  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final ObjectStore source;
  private final ObjectStore target;
  private final ExactObjects from;
  private final ExactObjects to;
  private final CopyCount count;

  /** A restore yet to be made; for one use. */
  public Restore(RestoreConfig config) {
    this.config = config;
    this.runtime = config.runtime();
    this.keys = config.keys();
    this.source = new RoleStore(config.source(), "source of a restore", Set.of(), Set.of());
    this.target =
        new RoleStore(
            config.target(),
            "restore",
            Set.of(keys.journal(), keys.snapshots(), keys.tables(), keys.internal()),
            Set.of(keys.workspaceFile()));
    this.from = new ExactObjects(runtime, source, keys, "the backup's ");
    this.to = new ExactObjects(runtime, target, keys, "");
    this.count = new CopyCount(config.progress());
  }

  /** What is to be restored, known before anything is written. */
  private record Plan(BackupRecord record, byte[] workspaceFile, Manifest manifest) {
    List<ShardFile> files() {
      return manifest == null ? List.of() : SnapshotCopy.files(manifest);
    }
  }

  /**
   * Runs it. Fails with {@link BackupException} where it is refused, and then nothing has been
   * written; with {@link CorruptObjectException} where the backup is damaged; with {@link
   * io.arco.store.StoreException} where a store fails. Where it fails after the first write, the
   * store opens as nothing, and the same restore may be run again. Where the same restore is done
   * and nothing was committed since, it answers as if it had done it.
   *
   * @param number which backup; empty for the newest
   */
  public Future<RestoreReport> run(Optional<Long> number) {
    return record(number)
        .compose(this::plan)
        .compose(
            plan ->
                to.get(keys.workspaceFile())
                    .compose(
                        there ->
                            there.isPresent()
                                ? new FinishedRestore(to, keys).report(plan.record())
                                : survey(plan).compose(done -> restore(plan))))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof VanishedException vanished ? vanished.damage() : failure));
  }

  private Future<BackupRecord> record(Optional<Long> number) {
    BackupLog records = new BackupLog(runtime, source, keys);
    return from.trying(() -> record(number, records));
  }

  private Future<BackupRecord> record(Optional<Long> number, BackupLog records) {
    return number.isPresent()
        ? records
            .read(number.get())
            .compose(
                found ->
                    found.isPresent()
                        ? Future.succeededFuture(found.get())
                        : records.numbers().map(all -> refuseNumber(number.get(), all)))
        : records.newest().map(newest -> newest.orElseThrow(this::noBackup));
  }

  private BackupRecord refuseNumber(long number, List<Long> all) {
    if (all.isEmpty()) {
      throw noBackup();
    }
    throw new BackupException(
        "There is no backup "
            + number
            + " of workspace "
            + name()
            + "; there are "
            + all.size()
            + ", from "
            + all.get(0)
            + " to "
            + all.get(all.size() - 1)
            + ".");
  }

  private BackupException noBackup() {
    return new BackupException("There is no backup of workspace " + name() + ".");
  }

  private Future<Plan> plan(BackupRecord record) {
    return from.get(keys.backedUpWorkspaceFile())
        .compose(
            file -> {
              byte[] bytes =
                  file.orElseThrow(
                      () -> new VanishedException(from.nameOf(keys.backedUpWorkspaceFile())));
              byte[] restored = inObjects(WorkspaceFile.decode(keys.workspace(), bytes));
              return manifest(record).map(manifest -> new Plan(record, restored, manifest));
            });
  }

  /** The same workspace with its commits beside it, wherever they were kept before. */
  private static byte[] inObjects(WorkspaceFile file) {
    return new WorkspaceFile(
            file.type(), file.format(), file.tenant(), file.workspace(), OBJECTS, file.createdAt())
        .encode();
  }

  private Future<Manifest> manifest(BackupRecord record) {
    if (record.manifest() == null) {
      return Future.succeededFuture(null);
    }
    long number = record.manifest().number();
    Key key = SnapshotCopy.key(keys, number);
    return snapshots()
        .verified(key, record.manifest().hash())
        .map(bytes -> ManifestCodec.decode(keys.workspace(), number, from.nameOf(key), bytes));
  }

  private Future<Void> survey(Plan plan) {
    return new RestoreSurvey(runtime, target, keys, plan.record(), plan.files()).check();
  }

  private Future<RestoreReport> restore(Plan plan) {
    BackupRecord record = plan.record();
    return commits(record.journal())
        .compose(done -> snapshots().files(plan.files()))
        .compose(done -> snapshot(plan))
        .compose(done -> new NewIncarnation(config, target, plan.workspaceFile()).begin(record))
        .compose(
            began ->
                to.put(keys.workspaceFile(), plan.workspaceFile())
                    .map(done -> RestoreReport.of(record, began.sequence(), began.number())));
  }

  /** Commit 1 goes first: from then on, and without workspace.json, every server refuses. */
  private Future<Void> commits(Commits commits) {
    CommitCopy first = copy();
    return first
        .copy(1, 1, Hash.NONE)
        .map(done -> checked(1, first.last(), commits.firstHash()))
        .compose(
            done -> {
              CommitCopy others = copy();
              long begin = Math.max(2, commits.from());
              Hash before = begin == 2 ? commits.firstHash() : null;
              return commits.to() == 1
                  ? Future.succeededFuture()
                  : others
                      .copy(begin, commits.to(), before)
                      .map(copied -> checked(commits.to(), others.last(), commits.hash()));
            });
  }

  private CommitCopy copy() {
    ObjectSlots journal = new ObjectSlots(source, keys.journal());
    return new CommitCopy(runtime, keys, journal, to, count, "the backup's ");
  }

  private Void checked(long n, Hash is, Hash expected) {
    if (!is.equals(expected)) {
      throw new CorruptObjectException(
          from.nameOf(keys.journal().key(ObjectSlots.fileName(n))),
          "it hashes to " + is + ", its record says " + expected);
    }
    return null;
  }

  private SnapshotCopy snapshots() {
    return new SnapshotCopy(runtime, keys, from, to, count);
  }

  private Future<Void> snapshot(Plan plan) {
    if (plan.manifest() == null) {
      return Future.succeededFuture();
    }
    Hint hint = new Hint(plan.manifest().number(), plan.manifest().journal().sequence(), null);
    return snapshots()
        .manifest(plan.record().manifest().number(), plan.record().manifest().hash())
        .compose(
            done ->
                runtime.onScheduler(target.put(keys.hint(), hint.encode(), Precondition.ABSENT)))
        .mapEmpty();
  }

  private String name() {
    return keys.workspace().tenant().name() + "/" + keys.workspace().name();
  }
}
