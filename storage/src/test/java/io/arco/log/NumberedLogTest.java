package io.arco.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import io.arco.log.ScriptedSlots.Put;
import io.arco.store.StoreException;
import io.arco.testing.VirtualTime;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberedLogTest {
  private final VirtualTime time = new VirtualTime();
  private final ScriptedSlots slots = new ScriptedSlots();
  private final NumberedLog log = new NumberedLog(slots, time.runtime(1), Backoff.DEFAULT, 1);
  private final byte[] ours = {1};
  private final byte[] theirs = {2};

  @ParameterizedTest
  @EnumSource(Put.class)
  void a_free_slot_is_won_whatever_the_first_put_answers(Put first) {
    slots.putScript.add(first);
    assertInstanceOf(Decided.Won.class, time.await(log.append(1, ours, Hash.NONE)));
    assertArrayEquals(ours, slots.entries.get(1L));
  }

  @ParameterizedTest
  @EnumSource(Put.class)
  void an_occupied_slot_is_lost_whatever_the_first_put_answers(Put first) {
    slots.entries.put(1L, theirs);
    slots.putScript.add(first);
    Decided.Lost lost =
        assertInstanceOf(Decided.Lost.class, time.await(log.append(1, ours, Hash.NONE)));
    assertArrayEquals(theirs, lost.winner());
    assertArrayEquals(theirs, slots.entries.get(1L));
  }

  @Test
  void absent_after_an_unknown_put_proves_nothing_and_the_same_bytes_are_put_again() {
    slots.putScript.addAll(
        List.of(Put.RESET_BEFORE_APPLY, Put.RESET_BEFORE_APPLY, Put.RESET_BEFORE_APPLY));
    assertInstanceOf(Decided.Won.class, time.await(log.append(1, ours, Hash.NONE)));
    assertEquals(4, slots.puts.size());
    slots.puts.forEach(put -> assertArrayEquals(ours, put));
  }

  @Test
  void a_put_that_lands_late_is_taken_as_won() {
    slots.putScript.add(Put.RESET_BEFORE_APPLY);
    Future<Decided> decided = log.append(1, ours, Hash.NONE);
    time.runUntil(() -> slots.gets == 1);
    slots.entries.put(1L, ours);
    assertInstanceOf(Decided.Won.class, time.await(decided));
    assertEquals(2, slots.puts.size());
  }

  @Test
  void a_slot_that_cannot_be_read_stays_undecided_and_is_read_again() {
    slots.putScript.add(Put.RESET_AFTER_APPLY);
    slots.failingGets = 5;
    assertInstanceOf(Decided.Won.class, time.await(log.append(1, ours, Hash.NONE)));
    assertEquals(1, slots.puts.size());
    assertEquals(6, slots.gets);
  }

  @Test
  void a_put_refused_for_good_fails_only_while_no_other_may_be_on_its_way() {
    slots.refusing = true;
    assertInstanceOf(StoreException.class, failure(log.append(1, ours, Hash.NONE)));
    slots.refusing = false;
    slots.putScript.add(Put.RESET_BEFORE_APPLY);
    Future<Decided> decided = log.append(1, ours, Hash.NONE);
    time.runUntil(() -> slots.gets == 1);
    slots.refusing = true;
    time.runUntil(() -> slots.gets == 3);
    assertFalse(decided.isComplete());
    slots.refusing = false;
    assertInstanceOf(Decided.Won.class, time.await(decided));
  }

  @Test
  void bytes_damaged_on_their_way_are_read_again_before_anything_is_made_of_them() {
    slots.putScript.add(Put.RESET_AFTER_APPLY);
    slots.damagedGets = NumberedLog.MAX_READS - 1;
    assertInstanceOf(Decided.Won.class, time.await(checked().append(1, ours, Hash.NONE)));
    assertEquals(1, slots.puts.size());
    assertEquals(NumberedLog.MAX_READS, slots.gets);
  }

  @Test
  void damage_that_no_reading_again_mends_is_handed_out() {
    slots.entries.put(1L, theirs);
    slots.damagedGets = NumberedLog.MAX_READS;
    assertArrayEquals(ScriptedSlots.DAMAGED, time.await(checked().read(1)).orElseThrow());
    assertArrayEquals(theirs, time.await(checked().read(1)).orElseThrow());
  }

  private NumberedLog checked() {
    return new NumberedLog(
        slots,
        time.runtime(1),
        Backoff.DEFAULT,
        1,
        (n, bytes) -> !Arrays.equals(bytes, ScriptedSlots.DAMAGED));
  }

  private Throwable failure(Future<?> future) {
    time.runUntil(future::isComplete);
    return future.cause();
  }

  @Test
  void closing_ends_a_contest_without_an_outcome() {
    slots.putScript.add(Put.RESET_BEFORE_APPLY);
    Future<Decided> decided = log.append(1, ours, Hash.NONE);
    time.runUntil(() -> slots.gets == 1);
    log.close();
    time.run();
    assertInstanceOf(LogClosedException.class, decided.cause());
  }

  @Test
  void a_tail_hands_out_entries_in_order_up_to_the_first_absent_one() {
    for (long n = 1; n <= 100; n++) {
      slots.entries.put(n, new byte[] {(byte) n});
    }
    log.intact(4, log.now());
    Tail tail = log.tail(4, Hash.of(new byte[] {3}));
    List<Integer> seen = new ArrayList<>();
    for (Optional<byte[]> entry = time.await(tail.next());
        entry.isPresent();
        entry = time.await(tail.next())) {
      seen.add((int) entry.get()[0]);
    }
    assertEquals(97, seen.size());
    assertEquals(4, seen.get(0));
    assertEquals(100, seen.get(96));
    assertTrue(slots.gets <= 97 + NumberedLog.READ_AHEAD);
  }

  @Test
  void a_tail_at_the_head_reads_once() {
    assertFalse(time.await(log.tail(1, Hash.NONE).next()).isPresent());
    assertEquals(1, slots.gets);
  }
}
