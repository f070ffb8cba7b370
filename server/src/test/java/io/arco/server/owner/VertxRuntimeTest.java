package io.arco.server.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.runtime.Scheduler;
import io.arco.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Vert.x as what the ledger runs on. */
@ExtendWith(VertxExtension.class)
final class VertxRuntimeTest {
  @Test
  void tasksRunInTheOrderTheyWereGivenOnOneThread(Vertx vertx) {
    Scheduler scheduler = new VertxScheduler(vertx.getOrCreateContext());
    List<Integer> order = new ArrayList<>();
    Promise<Void> done = Promise.promise();
    for (int i = 0; i < 100; i++) {
      int n = i;
      scheduler.execute(() -> order.add(n));
    }
    scheduler.execute(done::complete);
    Await.value(done.future());
    assertEquals(order.stream().sorted().toList(), order);
  }

  @Test
  void aTaskNeverRunsInsideTheCallThatGaveIt(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    Scheduler scheduler = new VertxScheduler(context);
    Promise<Boolean> within = Promise.promise();
    context.runOnContext(
        ignored -> {
          AtomicBoolean calling = new AtomicBoolean(true);
          scheduler.execute(() -> within.tryComplete(calling.get()));
          scheduler.schedule(0, () -> within.tryComplete(calling.get()));
          calling.set(false);
        });
    assertFalse(Await.value(within.future()));
  }

  @Test
  void aTimerRunsOnTheSameContext(Vertx vertx) {
    Context context = vertx.getOrCreateContext();
    Promise<Context> ran = Promise.promise();
    new VertxScheduler(context).schedule(1, () -> ran.complete(Vertx.currentContext()));
    assertEquals(context, Await.value(ran.future()));
  }

  @Test
  void aCancelledTimerDoesNotRun(Vertx vertx) {
    Scheduler scheduler = new VertxScheduler(vertx.getOrCreateContext());
    AtomicBoolean ran = new AtomicBoolean();
    Promise<Void> later = Promise.promise();
    scheduler.execute(
        () -> {
          scheduler.schedule(0, () -> ran.set(true)).cancel();
          scheduler.schedule(1, () -> ran.set(true)).cancel();
          scheduler.schedule(20, later::complete);
        });
    Await.value(later.future());
    assertFalse(ran.get());
  }

  @Test
  void workBeyondTheBoundIsRefusedAndTheBoundIsFreedAgain(Vertx vertx) {
    VertxWorkers workers = new VertxWorkers(vertx.createSharedWorkerExecutor("bounded", 2), 2);
    CountDownLatch hold = new CountDownLatch(1);
    Future<Boolean> one = workers.call(() -> awaited(hold));
    Future<Boolean> two = workers.call(() -> awaited(hold));
    assertInstanceOf(
        RejectedExecutionException.class, Await.failure(workers.call(() -> awaited(hold))));
    hold.countDown();
    assertTrue(Await.value(one));
    assertTrue(Await.value(two));
    assertTrue(Await.value(workers.call(() -> true)));
  }

  private static boolean awaited(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return true;
  }
}
