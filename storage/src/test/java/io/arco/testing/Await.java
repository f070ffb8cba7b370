package io.arco.testing;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The one way a test waits for other threads: for a future or for a condition, with a deadline that
 * fails the test. Never called on an event loop, nor in virtual time, where {@link VirtualTime}
 * waits.
 */
public final class Await {
  /** How long a test waits before it fails, in seconds. */
  public static final long DEADLINE_SECONDS = 60;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Await() {}

  /** The future's value; throws what it failed with. */
  public static <T> T value(Future<T> future) {
    settle(future);
    if (future.failed()) {
      throw unchecked(future.cause());
    }
    return future.result();
  }

  /** What the future failed with; fails the test if it succeeded. */
  public static Throwable failure(Future<?> future) {
    settle(future);
    if (future.succeeded()) {
      throw new AssertionError("expected a failure, got " + future.result());
    }
    return future.cause();
  }

  /** Waits until the condition holds. */
  public static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + DEADLINE_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Waits for a latch. */
  public static void latch(String what, CountDownLatch latch) {
    try {
      if (!latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("not within " + DEADLINE_SECONDS + " s: " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting: " + what, e);
    }
  }

  private static void settle(Future<?> future) {
    if (!future.isComplete()) {
      CountDownLatch done = new CountDownLatch(1);
      future.onComplete(ignored -> done.countDown());
      latch("a future completes", done);
    }
  }

  private static RuntimeException unchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked ? unchecked : new RuntimeException(cause);
  }
}
