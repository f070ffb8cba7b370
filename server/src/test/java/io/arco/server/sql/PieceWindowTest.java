package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.testing.Await;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stands between the engine and its reader. */
final class PieceWindowTest {
  private static final long FOREVER_MILLIS = 60_000;

  private final PieceWindow window = new PieceWindow(10);

  private CompletableFuture<Boolean> waiting() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return window.awaitRoom(FOREVER_MILLIS);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void thereIsRoomUntilSoManyBytesWait() throws InterruptedException {
    window.put(Buffer.buffer("123456789"));
    assertTrue(window.hasRoom());
    window.put(Buffer.buffer("a"));
    assertFalse(window.hasRoom());
    assertFalse(window.awaitRoom(1));
    assertEquals(10, window.waiting());
    assertEquals("123456789", window.poll().toString());
    assertTrue(window.hasRoom());
    assertEquals("a", window.poll().toString());
    assertNull(window.poll());
  }

  @Test
  void whoWaitsForRoomIsWokenWhenAPieceIsTaken() throws Exception {
    window.put(Buffer.buffer("1234567890"));
    CompletableFuture<Boolean> waiting = waiting();
    window.poll();
    assertTrue(waiting.get());
  }

  @Test
  void aFailureDropsWhatWaitsAndWakesWhoWaits() throws Exception {
    window.put(Buffer.buffer("1234567890"));
    CompletableFuture<Boolean> waiting = waiting();
    RuntimeException first = new RuntimeException("first");
    window.fail(first);
    window.fail(new RuntimeException("second"));
    assertFalse(waiting.get());
    assertSame(first, window.failure());
    window.put(Buffer.buffer("late"));
    assertEquals(0, window.waiting());
    assertNull(window.poll());
    assertFalse(window.isOver());
  }

  @Test
  void itIsOverWhenAllWasTaken() {
    window.put(Buffer.buffer("1"));
    window.end();
    window.fail(new RuntimeException("too late"));
    assertNull(window.failure());
    assertFalse(window.isOver());
    window.poll();
    assertTrue(window.isOver());
  }

  @Test
  void theReaderIsToldOfEveryChange() {
    AtomicInteger told = new AtomicInteger();
    window.onChange(told::incrementAndGet);
    window.put(Buffer.buffer("1"));
    window.put(Buffer.buffer());
    window.end();
    Await.until("two changes", () -> told.get() == 2);
  }
}
