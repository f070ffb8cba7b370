package io.arco.ledger;

import io.arco.log.NumberedLog;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One workspace's ledger: decides submissions in batches, one put per batch, and publishes the
 * state after each commit, its own or another server's. See
 * docs/design/001-numbered-log-and-ledger.md.
 *
 * <p>Any number of ledgers, in any number of processes, may be open on one workspace: the next slot
 * of the journal is the only lock. All methods may be called from any thread; futures complete on
 * the ledger's scheduler, and fail with {@link ProblemException}.
 */
public final class Ledger {
  private final LedgerConfig config;
  private final Scheduler scheduler;
  private final CommitLoop loop;
  private final Reads reads;
  private final ChangeLog changes;
  private final CommitReader commits;
  private final FormerStates former;
  private final FormerReads formerReads;

  Ledger(LedgerConfig config, NumberedLog log, WorkspaceOpener.Opened opened) {
    this.config = config;
    this.scheduler = config.runtime().scheduler();
    this.loop = new CommitLoop(config, log, opened, this::passed);
    this.reads = new Reads(config, loop.headWatch(), loop::state, loop::stopped);
    this.changes = opened.changes();
    this.commits = new CommitReader(config, log);
    Replay replay = new Replay(config, log, commits, loop::state);
    this.former = new FormerStates(config, replay, opened.state(), loop::state);
    this.formerReads = new FormerReads(config, former, reads, loop::state);
  }

  private void passed(Fold.Folded folded, long bytes) {
    former.passed(folded, bytes);
  }

  /**
   * Opens a workspace: the newest checkpoint, then the commits after it. Writes nothing; a
   * workspace that is not there yet is empty, and begins to exist with its first commit.
   */
  public static Future<Ledger> open(LedgerConfig config) {
    return WorkspaceOpener.open(config);
  }

  /**
   * Has commands decided and committed. The future completes when the commit is known to be
   * written, or when it is known that nothing is to be done.
   *
   * <p>Failures tell what is certain: OUTCOME_UNKNOWN may still take effect; after any other, the
   * submission certainly has no effect.
   */
  public Future<Receipt> submit(Submission submission) {
    Promise<Receipt> promise = Promise.promise();
    scheduler.execute(() -> loop.accept(new Pending(submission, promise)));
    return promise.future();
  }

  /** The newest state this ledger knows, at once; another server may have committed since. */
  public WorkspaceState state() {
    return loop.state();
  }

  /** A state as fresh as asked for. */
  public Future<WorkspaceState> read(ReadOptions options) {
    return reads.read(options);
  }

  /**
   * The newest state or a former one. One that was asked for lately, or is near one that the ledger
   * keeps, is answered from memory; another is built. Fails with HISTORY_EXPIRED, its {@code floor}
   * the oldest sequence that can be told, where it can't be built any more, with
   * SEQUENCE_NOT_REACHED where that commit is not there yet, with UNAVAILABLE where building it
   * takes longer than the options allow (it goes on, for who asks again).
   *
   * @param options how well the newest commit must be known for it; a sequence that is known needs
   *     no look at the journal
   */
  public Future<WorkspaceState> asOf(AsOf asOf, ReadOptions options) {
    return formerReads.asOf(asOf, options);
  }

  /**
   * The sequence of that state, which is not built for it: it may not be told any more. Fails with
   * SEQUENCE_NOT_REACHED as {@link #asOf} does.
   */
  public Future<Long> sequenceAsOf(AsOf asOf, ReadOptions options) {
    return formerReads.sequence(asOf, options);
  }

  /** Keeps a state of this ledger in memory, for it will soon be asked for again. */
  public void keep(WorkspaceState shown) {
    former.keep(shown);
  }

  /**
   * What the commits between two sequences changed, neither above the newest known state. Fails as
   * {@link #asOf} does.
   */
  public Future<ChangeLog.Pending> changesBetween(long after, long upTo) {
    return former.at(after).compose(from -> former.changes(from, upTo));
  }

  /**
   * Commits behind this one that the newest known state includes, for those who follow changes.
   * Fails with HISTORY_EXPIRED, its {@code floor} the oldest commit there is, if retention has
   * taken the first of them.
   *
   * @param limit at most so many; fewer where they are large
   */
  public Future<CommitPage> commits(long after, int limit) {
    Promise<CommitPage> promise = Promise.promise();
    scheduler.execute(
        () ->
            commits
                .after(after, limit, loop.state().sequence())
                .recover(failure -> Future.failedFuture(LedgerProblems.of(failure).asException()))
                .onComplete(promise));
    return promise.future();
  }

  /** Its former states. */
  FormerStates former() {
    return former;
  }

  /** What was committed and is in no snapshot yet, for the compactor. */
  public Future<ChangeLog.Pending> pendingChanges() {
    Promise<ChangeLog.Pending> promise = Promise.promise();
    scheduler.execute(() -> promise.complete(changes.pending(loop.state())));
    return promise.future();
  }

  /** Forgets changes that a snapshot of this sequence includes. */
  public void published(long sequence) {
    scheduler.execute(
        () -> {
          changes.published(sequence);
          config.observer().published(sequence);
        });
  }

  /** Ends it: who still waits is told what is certain. What is being put may still take effect. */
  public Future<Void> close() {
    Promise<Void> promise = Promise.promise();
    scheduler.execute(
        () -> {
          loop.stop(
              Problem.of(ErrorCode.UNAVAILABLE, "The server is shutting down. It was not done."));
          promise.complete();
        });
    return promise.future();
  }
}
