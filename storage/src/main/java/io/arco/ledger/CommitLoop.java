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
 * How submissions become commits, and commits the state: turns, batches, contests for the next
 * slot, and what others win (docs/design/001-numbered-log-and-ledger.md). At most one batch is
 * under way.
 *
 * <p>Used on the ledger's scheduler only, but for {@link #state} and {@link #stopped}.
 */
final class CommitLoop {
  /** What is told of each commit as it is folded, in order. */
  @FunctionalInterface
  interface Passed {
    /**
     * A commit has become part of the state.
     *
     * @param bytes its size
     */
    void passed(Fold.Folded folded, long bytes);
  }

  private final LedgerConfig config;
  private final Scheduler scheduler;
  private final NumberedLog log;
  private final Fold fold;
  private final Decider decider;
  private final HeadWatch headWatch;
  private final WorkspaceInitializer initializer;
  private final ChangeLog changes;
  private final Passed passed;
  private final SubmissionQueue queue = new SubmissionQueue();
  private volatile WorkspaceState state;
  private volatile Problem stopped;
  private Batch inFlight;
  private boolean turnPending;
  private boolean catchingUp;
  private Future<Void> openingAnew;

  CommitLoop(LedgerConfig config, NumberedLog log, WorkspaceOpener.Opened opened, Passed passed) {
    this.config = config;
    this.scheduler = config.runtime().scheduler();
    this.log = log;
    this.fold = new Fold(config.workspace(), config.domains());
    this.decider = new Decider(config);
    this.headWatch = new HeadWatch(log, config, new Found());
    this.initializer = new WorkspaceInitializer(config);
    this.changes = opened.changes();
    this.passed = passed;
    this.state = opened.state();
  }

  /** The newest folded state; from any thread. */
  WorkspaceState state() {
    return state;
  }

  /** Why nothing is decided any more, or null; from any thread. */
  Problem stopped() {
    return stopped;
  }

  /** Looks at the journal's head for this loop. */
  HeadWatch headWatch() {
    return headWatch;
  }

  /** Takes a submission into the queue, or fails it. */
  void accept(Pending pending) {
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
      long known = state.sequence();
      WorkspaceOpener.openAnew(config, log)
          .map(found -> adopt(found, known))
          .onComplete(
              adopted -> {
                openingAnew = null;
                planTurn();
                opened.handle(adopted);
              });
    }
    return openingAnew;
  }

  /**
   * Goes on from what was opened, unless a look has folded more meanwhile.
   *
   * @param known the sequence when the opening began: what it finds includes it, or the workspace
   *     is damaged
   */
  private Void adopt(WorkspaceOpener.Opened opened, long known) {
    if (stopped != null) {
      throw stopped.asException();
    }
    if (opened.state().sequence() < known) {
      CorruptObjectException e =
          new CorruptObjectException(
              log.nameOf(known), "it is missing, and no manifest includes it");
      stop(LedgerProblems.of(e));
      throw e;
    }
    if (opened.state().sequence() < state.sequence()) {
      return null;
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
      return CommitLoop.this.openAnew();
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
    passed.passed(folded, bytes);
    config.observer().committed(folded.state(), folded.header().commands(), bytes, own);
  }

  /** Ends it for good: who waits is told what is certain. */
  void stop(Problem problem) {
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
