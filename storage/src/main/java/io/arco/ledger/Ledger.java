package io.arco.ledger;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.log.Decided;
import io.arco.log.NumberedLog;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Scheduler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;

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
  private final NumberedLog log;
  private final Fold fold;
  private final Decider decider;
  private final HeadWatch headWatch;
  private final Reads reads;
  private final WorkspaceInitializer initializer;
  private final ChangeLog changes;
  private final CommitReader commits;
  private final FormerStates former;
  private final FormerReads formerReads;
  private final SubmissionQueue queue = new SubmissionQueue();
  private volatile WorkspaceState state;
  private volatile Problem stopped;
  private Batch inFlight;
  private boolean turnPending;
  private boolean catchingUp;
  private Future<Void> openingAnew;

  Ledger(LedgerConfig config, NumberedLog log, WorkspaceOpener.Opened opened) {
    this.config = config;
    this.scheduler = config.runtime().scheduler();
    this.log = log;
    this.fold = new Fold(config.workspace(), config.domains());
    this.decider = new Decider(config);
    this.headWatch = new HeadWatch(log, config, new Found());
    this.reads = new Reads(config, headWatch, () -> state, () -> stopped);
    this.initializer = new WorkspaceInitializer(config);
    this.changes = opened.changes();
    this.commits = new CommitReader(config, log);
    this.state = opened.state();
    Replay replay = new Replay(config, log, commits, () -> state);
    this.former = new FormerStates(config, replay, opened.state(), () -> state);
    this.formerReads = new FormerReads(config, former, reads, () -> state);
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
    scheduler.execute(() -> accept(new Pending(submission, promise)));
    return promise.future();
  }

  /** The newest state this ledger knows, at once; another server may have committed since. */
  public WorkspaceState state() {
    return state;
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
                .after(after, limit, state.sequence())
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
    scheduler.execute(() -> promise.complete(changes.pending(state)));
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
          stop(Problem.of(ErrorCode.UNAVAILABLE, "The server is shutting down. It was not done."));
          promise.complete();
        });
    return promise.future();
  }

  private void accept(Pending pending) {
    if (stopped != null) {
      pending.fail(stopped);
    } else if (queue.size() >= config.options().maxQueuedCommands()) {
      pending.fail(
          Problem.of(ErrorCode.OVERLOADED, "Too many requests wait already. It was not done.")
              .with("limit", config.options().maxQueuedCommands()));
    } else if (changes.size() >= config.options().maxTailCommits()) {
      pending.fail(
          Problem.of(
              ErrorCode.UNAVAILABLE,
              "Too many commits wait for a snapshot. It was not done; try again later."));
    } else {
      pending.arm(scheduler);
      queue.add(pending);
      planTurn();
    }
  }

  /**
   * Runs a turn after what is already waiting on the scheduler, so that it takes all of it along.
   */
  private void planTurn() {
    if (!turnPending && isFree()) {
      turnPending = true;
      scheduler.execute(this::turn);
    }
  }

  private boolean isFree() {
    return inFlight == null && !catchingUp && openingAnew == null && stopped == null;
  }

  private void turn() {
    turnPending = false;
    if (!isFree() || queue.peek() == null) {
      return;
    }
    Batch batch = decider.decide(state, queue);
    inFlight = batch;
    if (batch.changes()) {
      put(batch);
    } else {
      confirm(batch);
    }
  }

  private void put(Batch batch) {
    long sequence = batch.folded().state().sequence();
    initializer
        .ready(sequence)
        .onComplete(
            ready -> {
              if (inFlight != batch) {
                return;
              }
              if (ready.failed()) {
                refuse(batch, LedgerProblems.of(ready.cause()));
              } else if (batch.isAnsweredInPart()) {
                decideAgain(batch);
              } else {
                contest(batch, sequence);
              }
            });
  }

  /** Drops those who have been told meanwhile that nothing was done. */
  private void decideAgain(Batch batch) {
    inFlight = null;
    queue.returnToFront(batch.outcomes());
    planTurn();
  }

  private void contest(Batch batch, long sequence) {
    long beganAtNanos = config.runtime().clock().nanoTime();
    batch.outcomes().forEach(outcome -> outcome.pending().atStake(outcome.events() > 0));
    log.append(sequence, batch.bytes(), batch.previous())
        .onComplete(
            decided -> {
              if (inFlight == batch) {
                decided(batch, decided, beganAtNanos);
              }
            });
  }

  private void decided(Batch batch, AsyncResult<Decided> decided, long beganAtNanos) {
    if (decided.cause() instanceof ProblemException broken) {
      stop(broken.problem());
    } else if (decided.failed()) {
      batch.outcomes().forEach(outcome -> outcome.pending().atStake(false));
      refuse(batch, LedgerProblems.of(decided.cause()));
    } else if (decided.result() instanceof Decided.Lost lost) {
      lost(batch, lost.winner());
    } else if (decided.result() instanceof Decided.Fenced fenced) {
      fenced(batch, fenced.notDone());
    } else {
      headWatch.seenAt(beganAtNanos);
      won(batch);
    }
  }

  private void refuse(Batch batch, Problem problem) {
    inFlight = null;
    batch.outcomes().forEach(outcome -> outcome.pending().fail(problem));
    planTurn();
  }

  private void won(Batch batch) {
    inFlight = null;
    publish(batch.folded(), batch.bytes().length, true);
    batch.outcomes().forEach(outcome -> outcome.answer().run());
    planTurn();
  }

  private void lost(Batch batch, byte[] winner) {
    long sequence = batch.folded().state().sequence();
    config.observer().lost(sequence);
    Fold.Folded folded;
    try {
      folded = fold.next(state, log.nameOf(sequence), winner);
    } catch (ProblemException e) {
      batch.outcomes().forEach(outcome -> outcome.pending().atStake(false));
      stop(LedgerProblems.of(e));
      return;
    } catch (CorruptObjectException e) {
      // What is damaged may have been ours: who waits for it is told that nobody knows.
      stop(LedgerProblems.of(e));
      return;
    }
    inFlight = null;
    queue.returnToFront(batch.outcomes());
    publish(folded, winner.length, false);
    catchUp();
  }

  /**
   * The slot may have been emptied. What certainly was not done is decided again after the opening;
   * of the rest nobody knows what became.
   */
  private void fenced(Batch batch, boolean notDone) {
    inFlight = null;
    if (!notDone) {
      batch.outcomes().forEach(outcome -> outcome.pending().abandonIfAtStake());
    }
    queue.returnToFront(batch.outcomes());
    if (state.sequence() >= batch.folded().state().sequence()) {
      planTurn();
      return;
    }
    openAnew()
        .onFailure(
            failure -> {
              Problem problem = LedgerProblems.of(failure);
              queue.drain(pending -> pending.fail(problem));
            });
  }

  /** Reads the workspace as a new ledger would; whoever asks meanwhile waits for the same. */
  private Future<Void> openAnew() {
    if (openingAnew == null) {
      Promise<Void> opened = Promise.promise();
      openingAnew = opened.future();
      WorkspaceOpener.openAnew(config, log)
          .map(this::adopt)
          .onComplete(
              adopted -> {
                openingAnew = null;
                planTurn();
                opened.handle(adopted);
              });
    }
    return openingAnew;
  }

  private Void adopt(WorkspaceOpener.Opened opened) {
    if (stopped != null) {
      throw stopped.asException();
    }
    if (opened.state().sequence() < state.sequence()) {
      CorruptObjectException e =
          new CorruptObjectException(
              log.nameOf(state.sequence()), "it is missing, and no manifest includes it");
      stop(LedgerProblems.of(e));
      throw e;
    }
    changes.replaceBy(opened.changes());
    state = opened.state();
    config.observer().openedAnew(state);
    return null;
  }

  /** Where one commit was missed there may be many: reads them all before deciding again. */
  private void catchUp() {
    catchingUp = true;
    headWatch
        .look(config.options().lookTimeoutMillis())
        .onComplete(
            looked -> {
              catchingUp = false;
              planTurn();
            });
  }

  /** A batch that changes nothing is answered only once its state is known to be the newest. */
  private void confirm(Batch batch) {
    long sequence = state.sequence();
    headWatch
        .look(config.options().lookTimeoutMillis())
        .onComplete(
            looked -> {
              if (inFlight != batch) {
                return;
              }
              if (looked.failed()) {
                refuse(batch, LedgerProblems.of(looked.cause()));
                return;
              }
              inFlight = null;
              if (state.sequence() == sequence) {
                batch.outcomes().forEach(outcome -> outcome.answer().run());
              } else {
                queue.returnToFront(batch.outcomes());
              }
              planTurn();
            });
  }

  /** What a look at the head finds. */
  private final class Found implements HeadWatch.Ledger {
    @Override
    public long sequence() {
      return state.sequence();
    }

    @Override
    public Hash head() {
      return state.head();
    }

    @Override
    public Future<Void> openAnew() {
      return Ledger.this.openAnew();
    }

    @Override
    public boolean found(long n, byte[] bytes) {
      if (n <= state.sequence()) {
        return true;
      }
      Batch batch = inFlight;
      if (batch == null || !batch.changes() || n != batch.folded().state().sequence()) {
        return foldFound(n, bytes);
      }
      if (Arrays.equals(bytes, batch.bytes())) {
        won(batch);
      } else {
        lost(batch, bytes);
      }
      return stopped == null;
    }

    @Override
    public void broken(Problem problem) {
      stop(problem);
    }
  }

  private boolean foldFound(long n, byte[] bytes) {
    try {
      publish(fold.next(state, log.nameOf(n), bytes), bytes.length, false);
      return true;
    } catch (CorruptObjectException | ProblemException e) {
      stop(LedgerProblems.of(e));
      return false;
    }
  }

  private void publish(Fold.Folded folded, long bytes, boolean own) {
    changes.add(folded.change());
    state = folded.state();
    former.passed(folded, bytes);
    config.observer().committed(folded.state(), folded.header().commands(), bytes, own);
  }

  private void stop(Problem problem) {
    if (stopped != null) {
      return;
    }
    stopped = problem;
    log.close();
    Batch batch = inFlight;
    inFlight = null;
    if (batch != null) {
      batch.outcomes().forEach(outcome -> outcome.pending().abandon(problem));
    }
    queue.drain(pending -> pending.abandon(problem));
    headWatch.failAll(problem);
    config.observer().stopped(problem);
  }
}
