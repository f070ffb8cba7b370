package io.arco.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.log.ScriptedSlots.Put;
import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is believed of a slot that retention may have emptied. */
class NumberFenceTest {
  private static final long DAY = NumberFence.MIN_KEPT_MILLIS;
  private static final long KEPT_FOR_EVER = 1;

  private final VirtualTime time = new VirtualTime();
  private final ScriptedSlots slots = new ScriptedSlots();
  private final NumberedLog log =
      new NumberedLog(slots, time.runtime(1), Backoff.DEFAULT, KEPT_FOR_EVER);
  private final byte[] ours = {77};

  private static byte[] entry(long n) {
    return new byte[] {(byte) n};
  }

  private static Hash hash(long n) {
    return Hash.of(entry(n));
  }

  /** Entries up to a number, and that the log knows of no more at this moment. */
  private void fill(long upTo) {
    for (long n = 1; n <= upTo; n++) {
      slots.entries.put(n, entry(n));
    }
    log.intact(upTo + 1, log.now());
  }

  /** What other writers and then retention do. */
  private void passBy(long from, long upTo) {
    for (long n = from; n <= upTo; n++) {
      slots.entries.put(n, entry(n));
    }
    for (long n = KEPT_FOR_EVER + 1; n < upTo; n++) {
      slots.entries.remove(n);
    }
  }

  @Test
  void a_log_in_use_asks_for_nothing_more() {
    fill(3);
    for (long n = 4; n < 50; n++) {
      time.advance(NumberFence.TRUST_MILLIS - 1);
      assertInstanceOf(Decided.Won.class, time.await(log.append(n, entry(n), hash(n - 1))));
    }
    assertEquals(0, slots.gets);
  }

  @Test
  void after_ten_minutes_a_won_slot_is_believed_once_the_entry_before_is_seen() {
    fill(3);
    time.advance(NumberFence.TRUST_MILLIS + 1);
    assertInstanceOf(Decided.Won.class, time.await(log.append(4, ours, hash(3))));
    assertEquals(1, slots.gets);
    assertInstanceOf(Decided.Won.class, time.await(log.append(5, ours, Hash.of(ours))));
    assertEquals(1, slots.gets);
  }

  @Test
  void a_put_that_lands_in_an_emptied_slot_is_certainly_not_done() {
    fill(3);
    time.advance(DAY * 2);
    passBy(4, 20);
    Decided.Fenced fenced =
        assertInstanceOf(Decided.Fenced.class, time.await(log.append(4, ours, hash(3))));
    assertTrue(fenced.notDone());
  }

  @Test
  void a_slot_lost_to_the_ghost_of_another_stale_writer_is_not_lost_but_fenced() {
    fill(3);
    time.advance(DAY * 2);
    passBy(4, 20);
    slots.entries.put(4L, new byte[] {99});
    assertInstanceOf(Decided.Fenced.class, time.await(log.append(4, ours, hash(3))));
  }

  @Test
  void a_ghost_in_the_place_of_the_entry_before_proves_nothing() {
    fill(3);
    time.advance(DAY * 2);
    passBy(4, 20);
    slots.entries.put(3L, new byte[] {99});
    assertInstanceOf(Decided.Fenced.class, time.await(log.append(4, ours, hash(3))));
  }

  @Test
  void a_writer_stopped_in_the_midst_of_its_put_does_not_know_what_became_of_it() {
    fill(3);
    slots.putScript.add(Put.RESET_AFTER_APPLY);
    slots.failingGets = 1;
    Future<Decided> decided = log.append(4, ours, hash(3));
    time.runUntil(() -> slots.gets == 1);
    passBy(5, 20);
    time.jumpWall(DAY * 2);
    Decided.Fenced fenced = assertInstanceOf(Decided.Fenced.class, time.await(decided));
    assertFalse(fenced.notDone());
  }

  @Test
  void a_clock_that_stood_still_while_the_machine_slept_is_not_believed() {
    fill(3);
    time.jumpWall(DAY * 2);
    passBy(4, 20);
    assertInstanceOf(Decided.Fenced.class, time.await(log.append(4, ours, hash(3))));
  }

  @Test
  void behind_an_entry_that_is_kept_for_ever_nothing_is_put_before_the_log_is_opened_anew() {
    fill(1);
    time.advance(DAY * 2);
    Decided.Fenced fenced =
        assertInstanceOf(Decided.Fenced.class, time.await(log.append(2, ours, hash(1))));
    assertTrue(fenced.notDone());
    assertTrue(slots.puts.isEmpty());
    assertInstanceOf(FencedException.class, failure(log.tail(2, hash(1)).next()));
  }

  @Test
  void the_end_of_a_log_that_retention_has_passed_by_is_not_believed() {
    fill(3);
    time.advance(DAY * 2);
    passBy(4, 20);
    assertInstanceOf(FencedException.class, failure(log.tail(4, hash(3)).next()));
  }

  @Test
  void an_entry_found_in_an_emptied_slot_is_not_believed() {
    fill(3);
    time.advance(DAY * 2);
    passBy(4, 20);
    slots.entries.put(4L, new byte[] {99});
    assertInstanceOf(FencedException.class, failure(log.tail(4, hash(3)).next()));
  }

  @Test
  void a_stale_reader_reads_on_while_the_entries_before_are_there() {
    fill(3);
    for (long n = 4; n <= 100; n++) {
      slots.entries.put(n, entry(n));
    }
    time.advance(DAY * 2);
    Tail tail = log.tail(4, hash(3));
    for (long n = 4; n <= 100; n++) {
      assertArrayEquals(entry(n), time.await(tail.next()).orElseThrow());
    }
    assertEquals(Optional.empty(), time.await(tail.next()));
    assertTrue(slots.gets < 97 + NumberedLog.READ_AHEAD + 30, slots.gets + " reads");
    int before = slots.gets;
    assertEquals(Optional.empty(), time.await(log.tail(101, hash(100)).next()));
    assertEquals(before + 1, slots.gets);
  }

  @Test
  void entries_that_vanish_while_a_stale_reader_reads_them_are_noticed() {
    fill(3);
    for (long n = 4; n <= 10; n++) {
      slots.entries.put(n, entry(n));
    }
    time.advance(DAY * 2);
    Tail tail = log.tail(4, hash(3));
    assertArrayEquals(entry(4), time.await(tail.next()).orElseThrow());
    passBy(11, 40);
    Throwable failure = null;
    for (int i = 0; i < 40 && failure == null; i++) {
      Future<Optional<byte[]>> next = tail.next();
      time.runUntil(next::isComplete);
      failure = next.cause();
      assertTrue(failure != null || next.result().isPresent(), "an end was believed");
    }
    assertInstanceOf(FencedException.class, failure);
  }

  private Throwable failure(Future<?> future) {
    time.runUntil(future::isComplete);
    return future.cause();
  }
}
