package io.arco.planner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.manifest.RetryPolicy;
import io.arco.planner.manifest.RetryPolicy.Backoff;
import io.arco.testing.Seeds;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When tasks are tried again. */
class RetriesTest {
  private static final UUID ID = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);

  private static RetryPolicy policy(Backoff backoff, double jitter) {
    return new RetryPolicy(10, "PT1S", backoff, "PT5S", jitter);
  }

  private static Long delay(RetryPolicy policy, int attempt) {
    return Retries.delayMillis(policy, true, attempt, ID);
  }

  @Test
  void the_delay_doubles_up_to_its_most() {
    RetryPolicy policy = policy(Backoff.EXPONENTIAL, 0);
    assertEquals(1_000, delay(policy, 1));
    assertEquals(2_000, delay(policy, 2));
    assertEquals(4_000, delay(policy, 3));
    assertEquals(5_000, delay(policy, 4));
    assertEquals(5_000, delay(policy, 9));
  }

  @Test
  void a_fixed_delay_stays() {
    assertEquals(1_000, delay(policy(Backoff.FIXED, 0), 7));
  }

  @Test
  void no_attempt_follows_the_last_one_nor_an_error_that_is_not_retried() {
    RetryPolicy policy = policy(Backoff.FIXED, 0);
    assertNull(delay(policy, 10));
    assertNull(Retries.delayMillis(policy, false, 1, ID));
  }

  @Test
  void a_delay_of_nothing_is_none_however_often_it_doubles() {
    RetryPolicy policy = new RetryPolicy(100, "PT0S", Backoff.EXPONENTIAL, "PT5M", 1);
    assertEquals(0, delay(policy, 99));
  }

  @Test
  void jitter_spreads_delays_evenly_about_the_middle_and_is_the_same_for_the_same_attempt() {
    Seeds seeds = Seeds.of("RetriesTest");
    RetryPolicy policy = policy(Backoff.FIXED, 0.5);
    long sum = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    int count = 10_000;
    for (int i = 0; i < count; i++) {
      // Ids of one commit differ in their last bits alone.
      UUID id =
          new UUID(ID.getMostSignificantBits() + seeds.below(9), ID.getLeastSignificantBits() + i);
      long delay = Retries.delayMillis(policy, true, 1, id);
      assertEquals(delay, Retries.delayMillis(policy, true, 1, id));
      assertTrue(delay >= 500 && delay <= 1_500, () -> "delay " + delay);
      sum += delay;
      least = Math.min(least, delay);
      most = Math.max(most, delay);
    }
    assertTrue(Math.abs(sum / count - 1_000) < 25, "the middle is " + sum / count);
    assertTrue(least < 510 && most > 1_490, least + " to " + most);
  }

  @Test
  void the_delay_of_an_attempt_never_changes() {
    assertEquals(0.8899, Math.round(Retries.fraction(ID) * 10_000) / 10_000.0);
  }
}
