package io.arco.ledger;

import io.arco.journal.CommitCodec;
import io.arco.journal.CommitHeader;
import io.arco.log.NumberedLog;
import io.arco.runtime.FanOut;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Leads from a state to a later one by the commits between, each checked to follow the one before.
 * Used on the ledger's scheduler; folds on workers.
 */
final class Replay {
  /** Commits read at once. */
  static final int WINDOW = 16;

  /** Commits in memory at once, and folded in one go. */
  static final int MAX_FOLDED = 32;

  private final LedgerConfig config;
  private final NumberedLog log;
  private final CommitReader reader;
  private final Fold fold;
  private final Supplier<WorkspaceState> newest;

  Replay(
      LedgerConfig config, NumberedLog log, CommitReader reader, Supplier<WorkspaceState> newest) {
    this.config = config;
    this.log = log;
    this.reader = reader;
    this.newest = newest;
    this.fold = new Fold(config.workspace(), config.domains());
  }

  /**
   * The state at a sequence. Fails with HISTORY_EXPIRED, its {@code floor} the oldest commit from
   * where on all are there, if a commit on the way is gone.
   *
   * @param seen is handed each step and the size of its commit, on a worker
   */
  Future<WorkspaceState> to(WorkspaceState from, long sequence, ObjLongConsumer<Fold.Folded> seen) {
    Promise<WorkspaceState> promise = Promise.promise();
    step(from, sequence, seen, promise);
    return promise.future();
  }

  /** One piece after the other, however many: a chain of futures would be as deep as there are. */
  private void step(
      WorkspaceState from,
      long sequence,
      ObjLongConsumer<Fold.Folded> seen,
      Promise<WorkspaceState> promise) {
    if (from.sequence() == sequence) {
      promise.complete(from);
      return;
    }
    piece(from, Math.min(sequence, from.sequence() + MAX_FOLDED), seen)
        .onComplete(
            piece -> {
              if (piece.failed()) {
                promise.fail(piece.cause());
              } else {
                step(piece.result(), sequence, seen, promise);
              }
            });
  }

  private Future<WorkspaceState> piece(
      WorkspaceState from, long last, ObjLongConsumer<Fold.Folded> seen) {
    List<Long> numbers = LongStream.rangeClosed(from.sequence() + 1, last).boxed().toList();
    return FanOut.map(config.runtime().scheduler(), numbers, WINDOW, log::read)
        .compose(
            commits -> {
              for (int i = 0; i < commits.size(); i++) {
                if (commits.get(i).isEmpty()) {
                  return reader.<WorkspaceState>expired(numbers.get(i), newest.get().sequence());
                }
              }
              return onWorkers(from, commits, seen);
            });
  }

  private Future<WorkspaceState> onWorkers(
      WorkspaceState from, List<Optional<byte[]>> commits, ObjLongConsumer<Fold.Folded> seen) {
    return config
        .runtime()
        .onScheduler(
            config
                .runtime()
                .workers()
                .call(
                    () -> {
                      WorkspaceState state = from;
                      for (Optional<byte[]> commit : commits) {
                        byte[] bytes = commit.orElseThrow();
                        Fold.Folded folded =
                            fold.next(state, log.nameOf(state.sequence() + 1), bytes);
                        seen.accept(folded, bytes.length);
                        state = folded.state();
                      }
                      return state;
                    }));
  }

  /** The time of a commit; empty if it is not kept any more. */
  Future<Optional<Instant>> committedAt(long sequence) {
    return log.read(sequence)
        .map(
            commit ->
                commit.map(
                    bytes ->
                        CommitCodec.decode(
                                log.nameOf(sequence), config.workspace(), sequence, bytes)
                            .header()
                            .committedAt()));
  }

  /** What the commits between changed, and where they lead; fails as {@link #to} does. */
  Future<ChangeLog.Pending> changes(WorkspaceState from, long sequence) {
    List<CommittedChange> changes = new ArrayList<>();
    return to(from, sequence, (folded, bytes) -> changes.add(folded.change()))
        .map(to -> new ChangeLog.Pending(from.sequence(), changes, to));
  }

  /** The state of a snapshot. Fails with HISTORY_EXPIRED if the commit it ends with is gone. */
  Future<WorkspaceState> restored(Checkpoint checkpoint) {
    return log.read(checkpoint.sequence())
        .compose(
            commit -> {
              if (commit.isEmpty()) {
                return reader.<WorkspaceState>expired(
                    checkpoint.sequence(), newest.get().sequence());
              }
              CommitHeader header =
                  WorkspaceOpener.checkedHeader(
                      config.workspace(),
                      log.nameOf(checkpoint.sequence()),
                      checkpoint,
                      commit.get());
              return checkpoint
                  .rows()
                  .compose(
                      rows ->
                          config
                              .runtime()
                              .onScheduler(
                                  config
                                      .runtime()
                                      .workers()
                                      .call(
                                          () ->
                                              WorkspaceOpener.restored(
                                                  config.domains(), checkpoint, header, rows))));
            });
  }
}
