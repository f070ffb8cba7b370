package io.arco.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.runtime.Scheduler;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<String> seen = new ArrayList<>();

  @Test
  void tasksOfAllSchedulersRunByTimeThenByOrderGiven() {
    Scheduler one = time.scheduler();
    Scheduler two = time.scheduler();
    one.schedule(5, () -> seen.add("five"));
    two.schedule(3, () -> seen.add("three"));
    two.execute(() -> seen.add("now"));
    one.execute(() -> seen.add("also now"));
    time.run();
    assertEquals(List.of("now", "also now", "three", "five"), seen);
    assertEquals(5, time.nowMillis());
  }

  @Test
  void aTaskNeverRunsInsideTheCallThatGaveIt() {
    Scheduler scheduler = time.scheduler();
    scheduler.execute(
        () -> {
          scheduler.execute(() -> seen.add("inner"));
          seen.add("outer");
        });
    assertTrue(seen.isEmpty());
    time.run();
    assertEquals(List.of("outer", "inner"), seen);
  }

  @Test
  void advancingRunsWhatFallsDueAndNothingLater() {
    time.scheduler().schedule(10, () -> seen.add("due"));
    time.scheduler().schedule(11, () -> seen.add("later"));
    time.advance(10);
    assertEquals(List.of("due"), seen);
    assertEquals(10, time.nowMillis());
    assertEquals(VirtualTime.WALL_START_MILLIS + 10, time.clock().wallMillis());
  }

  @Test
  void aCancelledTimerDoesNotRun() {
    Scheduler.Timer timer = time.scheduler().schedule(10, () -> seen.add("cancelled"));
    timer.cancel();
    time.run();
    assertEquals(List.of(), seen);
    assertEquals(0, time.nowMillis());
  }

  @Test
  void aJumpOfTheWallClockMovesNoTimer() {
    time.scheduler().schedule(10, () -> seen.add("due"));
    time.jumpWall(3_600_000);
    time.advance(9);
    assertEquals(List.of(), seen);
    assertEquals(VirtualTime.WALL_START_MILLIS + 3_600_009, time.clock().wallMillis());
  }

  @Test
  void workersAnswerAfterTheirDelayAndFailWithWhatTheTaskThrows() {
    assertEquals("done", time.await(time.workers(7).call(() -> "done")));
    assertEquals(7, time.nowMillis());
    var failed =
        time.workers(0)
            .call(
                () -> {
                  throw new IllegalStateException("broken");
                });
    assertThrows(IllegalStateException.class, () -> time.await(failed));
  }

  @Test
  void waitingForWhatNeverComesFails() {
    assertThrows(AssertionError.class, () -> time.runUntil(() -> false));
  }

  @Test
  void anotherThreadIsRefused() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                time.scheduler().execute(() -> {});
              } catch (IllegalStateException e) {
                thrown.set(e);
              }
            });
    thread.start();
    thread.join();
    assertInstanceOf(IllegalStateException.class, thrown.get());
  }

  @Test
  void aSimulatedStoreAppliesHalfwayAndAnswersAtTheEndOfItsLatency() {
    MemoryStore memory = new MemoryStore();
    SimulatedStore store = new SimulatedStore(memory, time.scheduler(), 2, 20);
    Key key = new Key("a");
    var put = store.put(key, "x".getBytes(UTF_8), Precondition.ABSENT);
    time.advance(9);
    assertInstanceOf(io.arco.store.HeadOutcome.Missing.class, Await.value(memory.head(key)));
    time.advance(1);
    assertInstanceOf(io.arco.store.HeadOutcome.Found.class, Await.value(memory.head(key)));
    assertInstanceOf(PutOutcome.Written.class, time.await(put));
    assertEquals(20, time.nowMillis());
  }
}
