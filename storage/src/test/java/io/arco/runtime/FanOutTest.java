package io.arco.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutTest {
  private final VirtualTime time = new VirtualTime();
  private final Scheduler scheduler = time.scheduler();
  private int running;
  private int mostRunning;

  @Test
  void answersStandInTheOrderOfTheItemsAndNoMoreThanTheLimitRun() {
    Random random = new Random(7);
    List<Integer> items = IntStream.range(0, 100).boxed().toList();
    List<Integer> answers =
        time.await(FanOut.map(scheduler, items, 8, i -> later(random.nextInt(50), i * i)));
    assertEquals(items.stream().map(i -> i * i).toList(), answers);
    assertEquals(8, mostRunning);
  }

  @Test
  void noItemsAreAnsweredWithNone() {
    assertEquals(List.of(), time.await(FanOut.map(scheduler, List.of(), 1, i -> later(1, i))));
  }

  @Test
  void afterAFailureNothingBeginsAndTheFirstFailureIsTold() {
    IllegalStateException first = new IllegalStateException("first");
    List<Integer> begun = new ArrayList<>();
    Future<List<Integer>> answers =
        FanOut.map(
            scheduler,
            List.of(0, 1, 2, 3, 4),
            2,
            i -> {
              begun.add(i);
              return i == 1 ? Future.failedFuture(first) : later(10, i);
            });
    time.run();
    assertSame(first, answers.cause());
    assertEquals(List.of(0, 1), begun);
    assertEquals(0, running);
  }

  @Test
  void aStepThatThrowsFailsTheWhole() {
    Future<List<Integer>> answers =
        FanOut.map(
            scheduler,
            List.of(1),
            1,
            i -> {
              throw new IllegalArgumentException("thrown");
            });
    time.run();
    assertTrue(answers.failed());
  }

  @Test
  void aLimitBelowOneIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FanOut.map(scheduler, List.of(1), 0, Future::succeededFuture));
  }

  private <T> Future<T> later(long millis, T value) {
    mostRunning = Math.max(mostRunning, ++running);
    Promise<T> promise = Promise.promise();
    scheduler.schedule(
        millis,
        () -> {
          running--;
          promise.complete(value);
        });
    return promise.future();
  }
}
