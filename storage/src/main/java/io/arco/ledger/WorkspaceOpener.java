package io.arco.ledger;

import io.arco.journal.CommitCodec;
import io.arco.journal.CommitHeader;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.journal.Rereads;
import io.arco.journal.WorkspaceFile;
import io.arco.log.Moment;
import io.arco.log.NumberFence;
import io.arco.log.NumberedLog;
import io.arco.log.Tail;
import io.arco.store.ReadOutcome;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens a workspace: its file, the newest checkpoint, the commits after it. Never writes or
 * guesses.
 */
final class WorkspaceOpener {
  /** Commit 1 tells a workspace from a new one. */
  private static final long COMMITS_KEPT_FOR_EVER = 1;

  private static final int MAX_ATTEMPTS = 3;

  private final LedgerConfig config;
  private final NumberedLog log;
  private final Fold fold;

  /** The state at the journal's head, and what no checkpoint includes. */
  record Opened(WorkspaceState state, ChangeLog changes) {}

  private WorkspaceOpener(LedgerConfig config, NumberedLog log) {
    this.config = config;
    this.log = log;
    this.fold = new Fold(config.workspace(), config.domains());
  }

  static Future<Ledger> open(LedgerConfig config) {
    NumberedLog log =
        new NumberedLog(
            config.journal(),
            config.runtime(),
            config.backoff(),
            COMMITS_KEPT_FOR_EVER,
            (n, bytes) -> CommitCodec.isSound(config.workspace(), n, bytes));
    return openAnew(config, log).map(opened -> new Ledger(config, log, opened));
  }

  /** Reads it all, also for a ledger whose next slot may have been emptied by retention. */
  static Future<Opened> openAnew(LedgerConfig config, NumberedLog log) {
    return attempt(config, log, 1)
        .recover(failure -> Future.failedFuture(LedgerProblems.of(failure).asException()));
  }

  /** What an opening that was stopped in its midst meets may have been deleted meanwhile. */
  private static Future<Opened> attempt(LedgerConfig config, NumberedLog log, int attempt) {
    WorkspaceOpener opener = new WorkspaceOpener(config, log);
    Moment began = log.now();
    return opener
        .checkFile()
        .compose(
            isThere ->
                opener
                    .checkpoint(isThere)
                    .onSuccess(opened -> log.intact(opened.state().sequence() + 1, began))
                    .compose(opener::readTail)
                    .compose(opened -> isThere ? opener.checkHead(opened) : keep(opened)))
        .recover(
            failure ->
                attempt < MAX_ATTEMPTS && began.millisTo(log.now()) > NumberFence.TRUST_MILLIS
                    ? attempt(config, log, attempt + 1)
                    : Future.failedFuture(failure));
  }

  private Future<Boolean> checkFile() {
    return new Rereads(config.runtime(), config.backoff()).of(this::checkFileOnce);
  }

  private Future<Boolean> checkFileOnce() {
    WorkspaceKeys keys = new WorkspaceKeys(config.workspace());
    return config
        .runtime()
        .onScheduler(config.store().get(keys.workspaceFile()))
        .map(
            outcome -> {
              if (outcome instanceof ReadOutcome.Found found) {
                WorkspaceFile.decode(config.workspace(), found.bytes())
                    .requireJournal(config.journal().keptIn());
                return true;
              }
              return false;
            });
  }

  private Future<Opened> checkpoint(boolean isThere) {
    Opened empty = new Opened(WorkspaceState.empty(config.domains()), new ChangeLog(0));
    if (!isThere) {
      return log.read(1)
          .compose(
              first -> first.isPresent() ? checkpointOfYoung() : Future.succeededFuture(empty));
    }
    return config
        .runtime()
        .onScheduler(config.checkpoints().newest())
        .compose(newest -> newest.map(this::restore).orElse(Future.succeededFuture(empty)));
  }

  /** For a file that was not there before commit 1 was: both may have been written meanwhile. */
  private Future<Opened> checkpointOfYoung() {
    return checkFile()
        .compose(
            isThere -> {
              if (!isThere) {
                throw new CorruptObjectException(
                    WorkspaceFile.NAME, "it is missing, though there are commits");
              }
              return checkpoint(true);
            });
  }

  private Future<Opened> restore(Checkpoint checkpoint) {
    Future<WorkspaceState> state =
        log.read(checkpoint.sequence())
            .map(commit -> checkedHeader(checkpoint, commit))
            .compose(
                header -> checkpoint.rows().compose(rows -> restore(checkpoint, header, rows)));
    return config
        .runtime()
        .onScheduler(state)
        .map(restored -> new Opened(restored, new ChangeLog(checkpoint.sequence())));
  }

  private Future<WorkspaceState> restore(
      Checkpoint checkpoint, CommitHeader header, TableRows rows) {
    return config
        .runtime()
        .workers()
        .call(() -> restored(config.domains(), checkpoint, header, rows));
  }

  private CommitHeader checkedHeader(Checkpoint checkpoint, Optional<byte[]> commit) {
    String object = log.nameOf(checkpoint.sequence());
    if (commit.isEmpty()) {
      throw new CorruptObjectException(
          object, "it is missing, though manifest " + checkpoint.number() + " includes it");
    }
    return checkedHeader(config.workspace(), object, checkpoint, commit.get());
  }

  /** The header of the commit that a checkpoint ends with, which must be the one it names. */
  static CommitHeader checkedHeader(
      Workspace workspace, String object, Checkpoint checkpoint, byte[] commit) {
    Hash hash = Hash.of(commit);
    if (!hash.equals(checkpoint.head())) {
      throw new CorruptObjectException(
          object,
          "it hashes to "
              + hash
              + ", manifest "
              + checkpoint.number()
              + " says "
              + checkpoint.head());
    }
    return CommitCodec.decode(object, workspace, checkpoint.sequence(), commit).header();
  }

  /** The state that a checkpoint's rows give, which must be of the hash it names. For a worker. */
  static WorkspaceState restored(
      Domains domains, Checkpoint checkpoint, CommitHeader header, TableRows rows) {
    WorkspaceState state =
        WorkspaceState.restore(
            domains, checkpoint.sequence(), checkpoint.head(), header.committedAt(), rows);
    if (!state.hash().equals(checkpoint.stateHash())) {
      throw new CorruptObjectException(
          "manifest " + checkpoint.number(),
          "its rows give a state of hash " + state.hash() + ", it says " + checkpoint.stateHash());
    }
    return state;
  }

  private Future<Opened> readTail(Opened opened) {
    Promise<Opened> promise = Promise.promise();
    step(log.tail(opened.state().sequence() + 1, opened.state().head()), opened, promise);
    return promise.future();
  }

  private void step(Tail tail, Opened opened, Promise<Opened> promise) {
    tail.next()
        .onComplete(
            got -> {
              if (got.failed()) {
                promise.fail(got.cause());
              } else if (got.result().isEmpty()) {
                promise.complete(opened);
              } else {
                try {
                  String object = log.nameOf(opened.state().sequence() + 1);
                  Fold.Folded folded = fold.next(opened.state(), object, got.result().get());
                  opened.changes().add(folded.change());
                  step(tail, new Opened(folded.state(), opened.changes()), promise);
                } catch (RuntimeException e) {
                  promise.fail(e);
                }
              }
            });
  }

  private static Future<Opened> keep(Opened opened) {
    return Future.succeededFuture(opened);
  }

  /**
   * Looks behind the first absent commit: one that is there says that the absent one was lost, or
   * was written since it was looked for. Without this look a journal with a hole would pass for a
   * shorter one, and be written to.
   */
  private Future<Opened> checkHead(Opened opened) {
    long absent = opened.state().sequence() + 1;
    List<Future<Optional<byte[]>>> behind = new ArrayList<>();
    for (int i = 1; i <= NumberedLog.READ_AHEAD; i++) {
      behind.add(log.read(absent + i));
    }
    return Future.all(behind)
        .compose(
            read ->
                behind.stream().anyMatch(commit -> commit.result().isPresent())
                    ? log.read(absent).map(again -> checkedHole(opened, absent, again))
                    : keep(opened));
  }

  private Opened checkedHole(Opened opened, long absent, Optional<byte[]> again) {
    if (again.isEmpty()) {
      throw new CorruptObjectException(
          log.nameOf(absent), "it is missing, though there are later commits");
    }
    return opened;
  }
}
