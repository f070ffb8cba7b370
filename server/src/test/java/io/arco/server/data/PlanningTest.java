package io.arco.server.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.testing.Await;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The time that finding a query's files has. */
final class PlanningTest {
  private static final long TIMEOUT_MILLIS = 1_000;

  private final AtomicBoolean unwanted = new AtomicBoolean();
  private final Deque<Runnable> due = new ArrayDeque<>();
  private final AtomicLong nanos = new AtomicLong();

  private final Planning<String> planning =
      new Planning<>(clock(), timers(), TIMEOUT_MILLIS, unwanted::get);

  private Clock clock() {
    return new Clock() {
      @Override
      public long wallMillis() {
        return 0;
      }

      @Override
      public long nanoTime() {
        return nanos.get();
      }
    };
  }

  /** Timers that are due when the test says so. */
  private Scheduler timers() {
    return new Scheduler() {
      @Override
      public void execute(Runnable task) {
        due.add(task);
      }

      @Override
      public Timer schedule(long delayMillis, Runnable task) {
        due.add(task);
        return () -> due.remove(task);
      }
    };
  }

  private void tick() {
    due.remove().run();
  }

  private void passTime() {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS));
  }

  /** Work on a thread of its own that waits for ever, as often as it is interrupted. */
  private CompletableFuture<Boolean> stubborn(int times, CountDownLatch begun) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                planning.run(() -> waitForEver(times, begun));
              } catch (Exception e) {
                ended.complete(Thread.currentThread().isInterrupted());
              }
            });
    thread.setDaemon(true);
    thread.start();
    Await.latch("the work begins", begun);
    return ended;
  }

  private static String waitForEver(int times, CountDownLatch begun) throws InterruptedException {
    begun.countDown();
    for (int i = 1; i < times; i++) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // as a library would that takes it for nothing
      }
    }
    new CountDownLatch(1).await();
    return "";
  }

  private void assertTimeout() {
    assertEnded(ErrorCode.QUERY_TIMEOUT);
  }

  private void assertEnded(ErrorCode code) {
    ProblemException failure = (ProblemException) Await.failure(planning.future());
    assertEquals(code, failure.problem().code());
  }

  @Test
  void whatIsDoneInTimeIsTheAnswerAndNothingLooksAnyMore() throws Exception {
    assertEquals("found", planning.run(() -> "found"));
    planning.complete(Future.succeededFuture("found"));
    assertEquals("found", Await.value(planning.future()));
    tick();
    assertTrue(due.isEmpty());
  }

  @Test
  void whatFailsInTimeFailsAsItDoes() {
    planning.complete(Future.failedFuture(new IllegalStateException("broken")));
    assertEquals("broken", Await.failure(planning.future()).getMessage());
  }

  @Test
  void workThatWaitsIsInterruptedWhenItsTimeIsOver() throws Exception {
    CompletableFuture<Boolean> ended = stubborn(1, new CountDownLatch(1));
    tick();
    assertFalse(planning.future().isComplete());
    passTime();
    tick();
    assertTimeout();
    assertFalse(ended.get(Await.DEADLINE_SECONDS, TimeUnit.SECONDS), "no interrupt is left behind");
  }

  @Test
  void workIsInterruptedWhenNobodyWantsItAnyMore() throws Exception {
    CompletableFuture<Boolean> ended = stubborn(1, new CountDownLatch(1));
    unwanted.set(true);
    tick();
    assertEnded(ErrorCode.QUERY_CANCELLED);
    ended.get(Await.DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void workIsInterruptedUntilItEnds() {
    CompletableFuture<Boolean> ended = stubborn(3, new CountDownLatch(1));
    passTime();
    Await.until(
        "the work ends",
        () -> {
          tick();
          return ended.isDone();
        });
  }

  @Test
  void theEngineIsInterruptedToo() throws Exception {
    AtomicInteger interrupts = new AtomicInteger();
    planning.run(
        () -> {
          planning.onInterrupt(interrupts::incrementAndGet);
          passTime();
          tick();
          return "";
        });
    assertEquals(1, interrupts.get());
    assertFalse(Thread.currentThread().isInterrupted());
    tick();
    assertEquals(1, interrupts.get());
  }

  @Test
  void whatLeavesTheQueueTooLateIsNotBegun() {
    passTime();
    AtomicBoolean isBegun = new AtomicBoolean();
    ProblemException failure =
        assertThrows(
            ProblemException.class,
            () ->
                planning.run(
                    () -> {
                      isBegun.set(true);
                      return "";
                    }));
    assertEquals(ErrorCode.QUERY_TIMEOUT, failure.problem().code());
    assertFalse(isBegun.get());
  }

  @Test
  void aFailureAfterTheTimeIsATimeout() {
    passTime();
    assertTrue(planning.isOver());
    planning.complete(Future.failedFuture(new IllegalStateException("interrupted")));
    assertTimeout();
  }
}
