package io.arco.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.store.Tenant;
import io.arco.testing.VirtualTime;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {
  private static final Tenant ACME = new Tenant("acme");
  private static final OptionalLong PASSES = OptionalLong.empty();

  private final VirtualTime time = new VirtualTime();

  @Test
  void aBurstPassesAndThenAsMuchAsTheRate() {
    RateLimits limits = new RateLimits(2, 3, time.clock());
    for (int i = 0; i < 3; i++) {
      assertEquals(PASSES, limits.take(ACME));
    }
    assertEquals(OptionalLong.of(1), limits.take(ACME));
    time.advance(500);
    assertEquals(PASSES, limits.take(ACME));
    assertEquals(OptionalLong.of(1), limits.take(ACME));
    time.advance(3_600_000);
    for (int i = 0; i < 3; i++) {
      assertEquals(PASSES, limits.take(ACME));
    }
    assertEquals(OptionalLong.of(1), limits.take(ACME));
  }

  @Test
  void aWallClockThatJumpsChangesNothing() {
    RateLimits limits = new RateLimits(1, 1, time.clock());
    assertEquals(PASSES, limits.take(ACME));
    time.jumpWall(86_400_000);
    assertEquals(OptionalLong.of(1), limits.take(ACME));
  }

  @Test
  void zeroIsNoLimit() {
    RateLimits limits = new RateLimits(0, 1, time.clock());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(PASSES, limits.take(ACME));
    }
    assertEquals(0, limits.size());
  }

  @Test
  void bucketsAreBoundedAndThoseThatAreFullMakeRoom() {
    RateLimits limits = new RateLimits(1, 1, time.clock());
    for (int i = 0; i < RateLimits.MAX_BUCKETS; i++) {
      assertEquals(PASSES, limits.take(new Tenant("t" + i)));
    }
    // Newcomers share one bucket while every other is in use.
    assertEquals(PASSES, limits.take(new Tenant("one-more")));
    assertEquals(OptionalLong.of(1), limits.take(new Tenant("another")));
    assertEquals(OptionalLong.of(1), limits.take(new Tenant("t1")));
    assertEquals(RateLimits.MAX_BUCKETS, limits.size());
    time.advance(1_000);
    assertEquals(PASSES, limits.take(new Tenant("another")));
    assertEquals(1, limits.size());
  }
}
