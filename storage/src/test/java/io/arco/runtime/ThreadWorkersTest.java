package io.arco.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.arco.testing.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadWorkersTest {
  @Test
  void tasksRunOnNamedThreadsAndAnswer() {
    try (ThreadWorkers workers = new ThreadWorkers("named", 1, 1)) {
      assertEquals("named-1", Await.value(workers.call(() -> Thread.currentThread().getName())));
    }
  }

  @Test
  void aFutureFailsWithWhatTheTaskThrows() {
    IOException exception = new IOException("broken");
    AssertionError error = new AssertionError("worse");
    try (ThreadWorkers workers = new ThreadWorkers("failing", 1, 2)) {
      assertSame(
          exception,
          Await.failure(
              workers.call(
                  () -> {
                    throw exception;
                  })));
      assertSame(
          error,
          Await.failure(
              workers.call(
                  () -> {
                    throw error;
                  })));
      assertEquals(1, Await.value(workers.call(() -> 1)), "the thread lives on");
    }
  }

  @Test
  void aTaskBeyondTheQueueIsRejected() {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    try (ThreadWorkers workers = new ThreadWorkers("full", 2, 3)) {
      List<Future<Integer>> taken =
          IntStream.range(0, 5)
              .mapToObj(
                  i ->
                      workers.call(
                          () -> {
                            Await.latch("release", release);
                            return ran.incrementAndGet();
                          }))
              .toList();
      assertInstanceOf(
          RejectedExecutionException.class, Await.failure(workers.call(ran::incrementAndGet)));
      release.countDown();
      taken.forEach(Await::value);
    }
    assertEquals(5, ran.get());
  }

  @Test
  void closingRunsWhatWaitsAndRejectsTheRest() {
    ThreadWorkers workers = new ThreadWorkers("closing", 1, 10);
    List<Future<Integer>> taken =
        IntStream.range(0, 5).mapToObj(i -> workers.call(() -> i)).toList();
    workers.close();
    for (int i = 0; i < 5; i++) {
      assertEquals(i, taken.get(i).result());
    }
    assertInstanceOf(
        RejectedExecutionException.class, Await.failure(workers.call(() -> "too late")));
  }
}
