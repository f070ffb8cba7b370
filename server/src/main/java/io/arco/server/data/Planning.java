package io.arco.server.data;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * The finding of one query's files, which has a time: when it is over, or nobody wants the query
 * any more, its future fails at once, and its thread is interrupted, again until it is free. Most
 * of what blocks ends by that; a read of a disk that does not answer keeps the thread.
 *
 * <p>Thread-safe.
 */
final class Planning<T> {
  /** How often a thread is interrupted, and {@code unwanted} is asked. */
  static final long AGAIN_MILLIS = 50;

  private final Clock clock;
  private final Scheduler scheduler;
  private final BooleanSupplier unwanted;
  private final long endNanos;
  private final Promise<T> promise = Promise.promise();
  private volatile boolean isOver;
  private volatile boolean isUnwanted;
  private boolean isDone; // guarded by this, as the next two
  private Thread threadOrNull;
  private Runnable interrupt = () -> {};

  /**
   * Its time begins now.
   *
   * @param unwanted asked on the scheduler's thread, and on that of the work; must not block
   */
  Planning(Clock clock, Scheduler scheduler, long timeoutMillis, BooleanSupplier unwanted) {
    this.clock = clock;
    this.scheduler = scheduler;
    this.unwanted = unwanted;
    this.endNanos = clock.nanoTime() + timeoutMillis * 1_000_000;
    scheduler.schedule(Math.min(AGAIN_MILLIS, timeoutMillis), this::look);
  }

  /** What comes of it; QUERY_TIMEOUT if that takes too long, QUERY_CANCELLED if unwanted. */
  Future<T> future() {
    return promise.future();
  }

  /** Whether the work should end; it fails then with whatever it likes. */
  boolean isOver() {
    if (!isOver && unwanted.getAsBoolean()) {
      isUnwanted = true;
      isOver = true;
    }
    if (!isOver && clock.nanoTime() - endNanos >= 0) {
      isOver = true;
    }
    return isOver;
  }

  /** What else ends what the work waits for; may be called at any time from another thread. */
  synchronized void onInterrupt(Runnable task) {
    interrupt = task;
  }

  /** Runs the work on this thread, unless it is too late. */
  T run(Callable<T> work) throws Exception {
    begin();
    try {
      return work.call();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    if (isOver()) {
      throw ending();
    }
    threadOrNull = Thread.currentThread();
  }

  /** The thread's next task must not see an interrupt that was meant for this one. */
  private synchronized void end() {
    threadOrNull = null;
    interrupt = () -> {};
    Thread.interrupted();
  }

  /** Takes what came of the work. */
  void complete(AsyncResult<T> done) {
    synchronized (this) {
      isDone = true;
    }
    if (done.succeeded()) {
      promise.tryComplete(done.result());
    } else {
      promise.tryFail(isOver ? ending() : done.cause());
    }
  }

  private void look() {
    boolean isFirst = !isOver;
    boolean isEnding = isOver();
    synchronized (this) {
      if (isDone) {
        return;
      }
      if (isEnding && threadOrNull != null) {
        interrupt.run();
        threadOrNull.interrupt();
      }
    }
    if (isEnding && isFirst) {
      promise.tryFail(ending());
    }
    scheduler.schedule(AGAIN_MILLIS, this::look);
  }

  private RuntimeException ending() {
    return isUnwanted
        ? Problem.of(ErrorCode.QUERY_CANCELLED, "The query was ended before its result was.")
            .asException()
        : Problem.of(ErrorCode.QUERY_TIMEOUT, "The query ran longer than it may.").asException();
  }
}
