package io.arco.ledger;

import io.arco.log.NumberedLog;
import io.arco.log.Tail;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
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
  /** What a look finds, and from where it looks. */
  interface Ledger {
    /** The newest folded commit. */
    long sequence();

    /**
     * Takes commit {@code n} as it stands in the journal; false if nothing may be folded any more.
     */
    boolean found(long n, byte[] bytes);
  }

  private final NumberedLog log;
  private final Runtime runtime;
  private final LedgerObserver observer;
  private final Ledger ledger;
  private List<Waiter> next = new ArrayList<>();
  private Look current;
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
    Waiter waiter = new Waiter(Promise.promise());
    waiter.timer = runtime.scheduler().schedule(timeoutMillis, waiter::expire);
    next.add(waiter);
    plan();
    return waiter.promise.future();
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
    all.forEach(waiter -> waiter.fail(problem));
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
    current = new Look(next, runtime.clock().nanoTime(), ledger.sequence());
    next = new ArrayList<>();
    observer.checked(current.waiters.size());
    current.step();
  }

  private final class Look {
    private final List<Waiter> waiters;
    private final long beganAtNanos;
    private final Tail tail;
    private long n;

    Look(List<Waiter> waiters, long beganAtNanos, long sequence) {
      this.waiters = waiters;
      this.beganAtNanos = beganAtNanos;
      this.n = sequence + 1;
      this.tail = log.tail(n);
    }

    void step() {
      tail.next()
          .onComplete(
              got -> {
                if (current != this) {
                  return;
                }
                if (got.failed()) {
                  end(
                      Problem.of(
                          ErrorCode.UNAVAILABLE,
                          "The journal can't be read now. Nothing was done."));
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

    private void end(Problem problem) {
      current = null;
      plan();
      waiters.forEach(waiter -> waiter.end(problem));
    }
  }

  private static final class Waiter {
    private final Promise<Void> promise;
    private Scheduler.Timer timer;

    Waiter(Promise<Void> promise) {
      this.promise = promise;
    }

    void end(Problem problem) {
      if (problem != null) {
        fail(problem);
      } else {
        timer.cancel();
        promise.tryComplete();
      }
    }

    void fail(Problem problem) {
      timer.cancel();
      promise.tryFail(problem.asException());
    }

    void expire() {
      promise.tryFail(
          Problem.of(ErrorCode.UNAVAILABLE, "The journal did not answer in time. Nothing was done.")
              .asException());
    }
  }
}
