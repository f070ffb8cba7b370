package io.arco.server.auth;

import io.arco.runtime.Clock;
import io.arco.store.Tenant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often each tenant may call: a bucket of tokens, refilled on the monotonic clock. The number
 * of buckets is bounded; one that is full again is as good as none and makes room, and where there
 * is no room newcomers share one. Thread-safe.
 */
public final class RateLimits {
  /** Buckets at once. */
  static final int MAX_BUCKETS = 10_000;

  private static final double SECOND_NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final Clock clock;
  private final Map<Tenant, Bucket> buckets = new HashMap<>();
  private final Bucket shared;

  /**
   * Limits.
   *
   * @param perSecond calls of a tenant in a second on the long run; 0: as many as it likes
   * @param burst calls at once, at least 1
   */
  public RateLimits(int perSecond, int burst, Clock clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
    this.shared = new Bucket(burst, clock.nanoTime());
  }

  private static final class Bucket {
    private double tokens;
    private long atNanos;

    Bucket(double tokens, long atNanos) {
      this.tokens = tokens;
      this.atNanos = atNanos;
    }
  }

  /** Takes one call of this tenant; if it may not, says after how many seconds it may. */
  OptionalLong take(Tenant tenant) {
    return perSecond == 0 ? OptionalLong.empty() : takeOne(tenant);
  }

  private synchronized OptionalLong takeOne(Tenant tenant) {
    long now = clock.nanoTime();
    Bucket bucket = buckets.get(tenant);
    if (bucket == null) {
      bucket = newBucket(tenant, now);
    }
    refill(bucket, now);
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) Math.ceil((1 - bucket.tokens) / perSecond));
  }

  private Bucket newBucket(Tenant tenant, long now) {
    if (buckets.size() == MAX_BUCKETS) {
      buckets
          .values()
          .removeIf(
              bucket -> {
                refill(bucket, now);
                return bucket.tokens >= burst;
              });
    }
    if (buckets.size() == MAX_BUCKETS) {
      return shared;
    }
    Bucket bucket = new Bucket(burst, now);
    buckets.put(tenant, bucket);
    return bucket;
  }

  private void refill(Bucket bucket, long now) {
    bucket.tokens =
        Math.min(burst, bucket.tokens + (now - bucket.atNanos) / SECOND_NANOS * perSecond);
    bucket.atNanos = now;
  }

  /** Buckets that are kept. */
  synchronized int size() {
    return buckets.size();
  }
}
