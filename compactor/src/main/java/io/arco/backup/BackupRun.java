package io.arco.backup;

import io.arco.backup.BackupRecord.Commits;
import io.arco.backup.BackupRecord.Snapshot;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.ledger.WorkspaceState;
import io.arco.log.KeptSlots;
import io.arco.runtime.Runtime;
import io.arco.runtime.Uuids;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.StoredManifest;
import io.arco.store.Key;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt at a backup: copies what the newest record does not name up to one state and one
 * snapshot, then puts the record.
 */
final class BackupRun {
  private final BackupConfig config;
  private final Runtime runtime;
  private final WorkspaceKeys keys;
  private final KeptSlots journal;
  private final ExactObjects from;
  private final ExactObjects to;
  private final BackupLog records;
  private final BackupRecord previous;
  private final CopyCount count;
  private long begin;
  private long head;

  BackupRun(
      BackupConfig config,
      ExactObjects from,
      ExactObjects to,
      BackupLog records,
      Optional<BackupRecord> previous) {
    this.config = config;
    this.runtime = config.runtime();
    this.keys = config.keys();
    this.journal = config.journal();
    this.from = from;
    this.to = to;
    this.records = records;
    this.previous = previous.orElse(null);
    this.count = new CopyCount(config.progress());
  }

  /** Where the copied commits begin, and what is known of those before. */
  private record Start(long from, long begin, Hash before, long bytes, Hash firstHash) {}

  /** Copies all that the state and the manifest consist of, and puts the record. */
  Future<BackupReport> copy(WorkspaceState state, Optional<StoredManifest> manifest) {
    if (state.sequence() == 0) {
      throw new BackupException("There is nothing to back up: the workspace has no commits.");
    }
    head = state.sequence();
    return start()
        .compose(start -> commits(start, state))
        .compose(
            commits -> snapshot(manifest).compose(snapshot -> record(state, commits, snapshot)))
        .map(record -> BackupReport.of(record, count));
  }

  /** Whether commits that were to be copied have been deleted since. */
  Future<Boolean> floorHasMoved() {
    return begin < 2 ? Future.succeededFuture(false) : floor().map(floor -> floor > begin);
  }

  private Future<Start> start() {
    return commit(1)
        .compose(
            first -> {
              byte[] bytes = first.orElseThrow(() -> new VanishedException(journal.nameOf(1)));
              Hash hash = Hash.of(bytes);
              return previous == null ? anew(bytes, hash) : goOn(bytes, hash);
            })
        .onSuccess(start -> begin = start.begin());
  }

  /** All that the source has. */
  private Future<Start> anew(byte[] first, Hash hash) {
    return floor()
        .compose(
            floor ->
                floor == 1
                    ? Future.succeededFuture(new Start(1, 1, Hash.NONE, 0, hash))
                    : copyFirst().map(done -> new Start(floor, floor, null, first.length, hash)));
  }

  private Future<Void> copyFirst() {
    return commits().copy(1, 1, Hash.NONE);
  }

  /** What follows the newest record, if it is of this journal. */
  private Future<Start> goOn(byte[] first, Hash hash) {
    Commits known = previous.journal();
    if (!hash.equals(known.firstHash())) {
      throw otherLife(1);
    }
    if (known.to() > head) {
      throw otherLife(head + 1);
    }
    return commit(known.to())
        .compose(
            last -> {
              if (last.isPresent() && !Hash.of(last.get()).equals(known.hash())) {
                throw otherLife(known.to());
              }
              return last.isPresent()
                  ? Future.succeededFuture(follow(known, hash))
                  : commit(known.to() + 1)
                      .compose(
                          next ->
                              next.isPresent()
                                  ? Future.succeededFuture(follow(known, hash))
                                  : anew(first, hash));
            });
  }

  private static Start follow(Commits known, Hash first) {
    return new Start(known.from(), known.to() + 1, known.hash(), known.bytes(), first);
  }

  private BackupException otherLife(long n) {
    return new BackupException(
        "The backup reaches commit "
            + previous.journal().to()
            + " of this workspace, and the source has another commit "
            + n
            + ", or none: it was restored from an older backup since. Choose another place.");
  }

  private Future<Commits> commits(Start start, WorkspaceState state) {
    CommitCopy copy = commits();
    return copy.copy(start.begin(), head, start.before())
        .map(
            done -> {
              if (!state.head().equals(copy.last())) {
                throw new CorruptObjectException(
                    journal.nameOf(head), "it was read twice and hashed to two values");
              }
              return new Commits(
                  start.from(), head, start.firstHash(), copy.last(), start.bytes() + copy.bytes());
            });
  }

  private CommitCopy commits() {
    return new CommitCopy(runtime, keys, journal, to, count, "");
  }

  private Future<Snapshot> snapshot(Optional<StoredManifest> newest) {
    if (newest.isEmpty()) {
      return Future.succeededFuture(null);
    }
    StoredManifest stored = newest.get();
    List<ShardFile> files = SnapshotCopy.files(stored.manifest());
    SnapshotCopy copy = new SnapshotCopy(runtime, keys, from, to, count);
    if (hasManifest(stored)) {
      return Future.succeededFuture(previous.manifest());
    }
    return knownFiles()
        .map(known -> files.stream().filter(file -> !known.contains(file)).toList())
        .compose(copy::files)
        .compose(done -> copy.manifest(stored.manifest().number(), stored.hash()))
        .map(
            size ->
                new Snapshot(
                    stored.manifest().number(),
                    stored.hash(),
                    files.size(),
                    size + files.stream().mapToLong(ShardFile::bytes).sum()));
  }

  private boolean hasManifest(StoredManifest stored) {
    return previous != null
        && previous.manifest() != null
        && previous.manifest().hash().equals(stored.hash());
  }

  /** The files that the newest record's manifest names. */
  private Future<Set<ShardFile>> knownFiles() {
    if (previous == null || previous.manifest() == null) {
      return Future.succeededFuture(Set.of());
    }
    Snapshot known = previous.manifest();
    Key key = SnapshotCopy.key(keys, known.number());
    return new SnapshotCopy(runtime, keys, to, to, count)
        .verified(key, known.hash())
        .map(
            bytes -> {
              Manifest manifest =
                  ManifestCodec.decode(keys.workspace(), known.number(), to.nameOf(key), bytes);
              return new HashSet<>(SnapshotCopy.files(manifest));
            });
  }

  private Future<BackupRecord> record(WorkspaceState state, Commits commits, Snapshot snapshot) {
    Instant now = Instant.ofEpochMilli(runtime.clock().wallMillis());
    BackupRecord record =
        BackupRecord.of(
            keys.workspace(),
            new Uuids(runtime.random()).next(now),
            now,
            config.arco(),
            commits,
            snapshot,
            new Hash(state.hash()),
            state.incarnation().number());
    return records.append(record, previous == null ? 1 : previous.number() + 1);
  }

  private Future<Long> floor() {
    return new JournalFloor(runtime, keys.workspace(), journal, from, head).find();
  }

  private Future<Optional<byte[]>> commit(long n) {
    return from.trying(() -> journal.get(n));
  }
}
