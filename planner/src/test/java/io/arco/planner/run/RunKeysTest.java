package io.arco.planner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.Hash;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Run keys, and how they go. */
class RunKeysTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MORE = RunKeys.MAX_DROPPED + 500;

  private static RunKey key(int number) {
    Instant expiry = START.plusMillis(number);
    return new RunKey(
        "k" + number, new UUID(1, number), Hash.of(new byte[] {(byte) number}), expiry);
  }

  private static RunKeys keys(int count) {
    RunKeys keys = RunKeys.EMPTY;
    for (int i = 0; i < count; i++) {
      keys = keys.plus(key(i));
    }
    return keys;
  }

  @Test
  void a_commit_drops_so_many_expired_keys_and_the_next_one_the_others() {
    RunKeys keys = keys(MORE + 7);
    Instant at = START.plusMillis(MORE - 1);
    RunKeys first = keys.expire(at);
    assertEquals(500 + 7, first.size());
    assertTrue(first.find("k" + (RunKeys.MAX_DROPPED - 1)).isEmpty());
    assertEquals(key(RunKeys.MAX_DROPPED), first.find("k" + RunKeys.MAX_DROPPED).orElseThrow());
    RunKeys second = first.expire(at);
    assertEquals(7, second.size());
    assertEquals(second.hash(), second.recomputeHash());
    assertEquals(7, second.expire(at).size());
  }

  @Test
  void a_key_that_is_used_again_stands_for_the_new_run_alone() {
    RunKey again = new RunKey("k3", new UUID(9, 9), Hash.NONE, START.plusSeconds(9));
    RunKeys keys = keys(5).plus(again);
    assertEquals(5, keys.size());
    assertEquals(again, keys.find("k3").orElseThrow());
    assertEquals(keys.hash(), keys.recomputeHash());
    assertEquals(1, keys.expire(START.plusSeconds(1)).size());
  }

  @Test
  void keys_gathered_at_once_are_those_added_one_by_one() {
    RunKeys keys = keys(100);
    RunKeys gathered = RunKeys.of(keys.all());
    assertEquals(keys.hash(), gathered.hash());
    assertEquals(keys.all(), gathered.all());
    assertEquals(keys.expired(START.plusMillis(50)), gathered.expired(START.plusMillis(50)));
  }
}
