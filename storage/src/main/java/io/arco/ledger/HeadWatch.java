package io.arco.ledger;

import io.arco.journal.Hash;
import io.arco.log.FencedException;
import io.arco.log.NumberedLog;
import io.arco.log.Tail;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the journal's head for those who must know that nothing newer exists. One look serves
 * all who asked before it began; who asks while one is under way is served by the next. A look
 * reads on from the ledger's sequence, hands what it finds to the ledger, and ends at the first
 * absent slot.
 *
 * <p>Used on the ledger's scheduler only.
 */
final class HeadWatch {
  private static final Problem UNREADABLE =
      Problem.of(ErrorCode.UNAVAILABLE, "The journal can't be read now. Nothing was done.");

  /** What a look finds, and from where it looks. */
  interface Ledger {
    /** The newest folded commit. */
    long sequence();

    /**
     * Takes commit {@code n} as it stands in the journal; false if nothing may be folded any more.
     */
    boolean found(long n, byte[] bytes);

    /** The hash of the newest folded commit. */
    Hash head();

    /** Opens the workspace anew: the next commit may have been written and deleted long ago. */
    Future<Void> openAnew();

    /** Takes that the journal itself is not what it must be: nothing is decided any more. */
    void broken(Problem problem);
  }

  private final NumberedLog log;
  private final Runtime runtime;
  private final LedgerObserver observer;
  private final Ledger ledger;
  private List<Waiter> next = new ArrayList<>();
  private Look current;
  private Scheduler.Timer deadline;
  private long armedForNanos;
  private boolean planned;
  private volatile long checkedAtNanos;
  private volatile boolean checkedEver;

  HeadWatch(NumberedLog log, LedgerConfig config, Ledger ledger) {
    this.log = log;
    this.runtime = config.runtime();
    this.observer = config.observer();
    this.ledger = ledger;
  }

  /** Completes when the head was seen by a look begun after this call. */
  Future<Void> look(long timeoutMillis) {
    long deadlineNanos = runtime.clock().nanoTime() + timeoutMillis * 1_000_000;
    Waiter waiter = new Waiter(Promise.promise(), deadlineNanos);
    next.add(waiter);
    if (deadline == null || deadlineNanos - armedForNanos < 0) {
      arm();
    }
    plan();
    return waiter.promise().future();
  }

  /** Notes that the head was seen, by a put, at this monotonic time. */
  void seenAt(long nanoTime) {
    if (!checkedEver || nanoTime - checkedAtNanos > 0) {
      checkedAtNanos = nanoTime;
      checkedEver = true;
    }
  }

  /** Whether the head was seen within the last milliseconds. May be called from any thread. */
  boolean seenWithin(long millis) {
    return checkedEver && runtime.clock().nanoTime() - checkedAtNanos <= millis * 1_000_000;
  }

  void failAll(Problem problem) {
    List<Waiter> all = new ArrayList<>(next);
    next = new ArrayList<>();
    if (current != null) {
      all.addAll(current.waiters);
      current = null;
    }
    disarm();
    all.forEach(waiter -> waiter.end(problem));
  }

  /**
   * Begins the next look after what already waits on the scheduler, so that it serves all of it.
   */
  private void plan() {
    if (current == null && !planned && !next.isEmpty()) {
      planned = true;
      runtime.scheduler().execute(this::begin);
    }
  }

  private void begin() {
    planned = false;
    if (current != null || next.isEmpty()) {
      return;
    }
    current = new Look(next, runtime.clock().nanoTime());
    next = new ArrayList<>();
    observer.checked(current.waiters.size());
    current.step();
  }

  private final class Look {
    private final List<Waiter> waiters;
    private final long beganAtNanos;
    private Tail tail;
    private long n;

    Look(List<Waiter> waiters, long beganAtNanos) {
      this.waiters = waiters;
      this.beganAtNanos = beganAtNanos;
      startAtLedger();
    }

    private void startAtLedger() {
      n = ledger.sequence() + 1;
      tail = log.tail(n, ledger.head());
    }

    void step() {
      tail.next()
          .onComplete(
              got -> {
                if (current != this) {
                  return;
                }
                if (got.cause() instanceof ProblemException broken) {
                  ledger.broken(broken.problem());
                } else if (got.cause() instanceof FencedException) {
                  fenced();
                } else if (got.failed()) {
                  end(UNREADABLE);
                } else {
                  answered(got.result());
                }
              });
    }

    private void answered(Optional<byte[]> entry) {
      if (entry.isEmpty()) {
        seenAt(beganAtNanos);
        end(null);
      } else if (ledger.found(n, entry.get())) {
        n++;
        step();
      }
    }

    /** Looks again from where the ledger is, once it has opened anew if it must. */
    private void fenced() {
      Future<Void> moved = n <= ledger.sequence() ? Future.succeededFuture() : ledger.openAnew();
      moved.onComplete(
          opened -> {
            if (current != this) {
              return;
            }
            if (opened.failed()) {
              end(LedgerProblems.of(opened.cause()));
            } else {
              startAtLedger();
              step();
            }
          });
    }

    private void end(Problem problem) {
      current = null;
      if (next.isEmpty()) {
        disarm();
      }
      plan();
      waiters.forEach(waiter -> waiter.end(problem));
    }
  }

  /** One timer for all who wait, set to the earliest deadline. */
  private void arm() {
    disarm();
    if (waiting() == 0) {
      return;
    }
    long now = runtime.clock().nanoTime();
    long firstNanos = earliest(next, now, Long.MAX_VALUE);
    firstNanos = current == null ? firstNanos : earliest(current.waiters, now, firstNanos);
    armedForNanos = now + firstNanos;
    long delayMillis = Math.max(1, (firstNanos + 999_999) / 1_000_000);
    deadline = runtime.scheduler().schedule(delayMillis, this::expire);
  }

  private static long earliest(List<Waiter> waiters, long now, long least) {
    for (Waiter waiter : waiters) {
      least = Math.min(least, waiter.deadlineNanos() - now);
    }
    return least;
  }

  private int waiting() {
    return next.size() + (current == null ? 0 : current.waiters.size());
  }

  private void expire() {
    deadline = null;
    long now = runtime.clock().nanoTime();
    next.removeIf(waiter -> waiter.isExpired(now));
    if (current != null) {
      current.waiters.removeIf(waiter -> waiter.isExpired(now));
    }
    arm();
  }

  private void disarm() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  private record Waiter(Promise<Void> promise, long deadlineNanos) {
    void end(Problem problem) {
      if (problem != null) {
        promise.tryFail(problem.asException());
      } else {
        promise.tryComplete();
      }
    }

    /** Whether its time is over; then it has been told. */
    boolean isExpired(long now) {
      if (deadlineNanos - now > 0) {
        return false;
      }
      promise.tryFail(
          Problem.of(ErrorCode.UNAVAILABLE, "The journal did not answer in time. Nothing was done.")
              .asException());
      return true;
    }
  }
}
