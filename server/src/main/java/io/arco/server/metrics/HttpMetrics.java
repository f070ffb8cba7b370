package io.arco.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Requests by operation and status. No label holds anything a caller chose. Thread-safe. */
public final class HttpMetrics {
  private static final int STATUSES = 600;
  private static final Duration[] BUCKETS = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Timer loopLateness;
  private final Counter cutOff;
  private final AtomicInteger cutByDraining = new AtomicInteger();
  private volatile long drainingSinceNanos;
  private volatile boolean isDraining;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ConcurrentMap<String, AtomicReferenceArray<Timer>> timers =
      new ConcurrentHashMap<>();

  /** Counts into this registry. */
  public HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.loopLateness =
        Timer.builder("arco.event.loop.lateness")
            .description("How late a tick a second comes on the event loops of the API")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    this.cutOff =
        Counter.builder("arco.http.cut.off")
            .description("Requests not answered to the end, because their connection was gone")
            .register(registry);
    registry.gauge("arco.http.in.flight", inFlight);
  }

  /** A request has come. */
  public void begun() {
    inFlight.incrementAndGet();
  }

  /**
   * A request has been answered, or its connection is gone.
   *
   * @param begunNanos monotonic
   * @param endedNanos monotonic
   * @param answered whether the whole answer was sent
   */
  public void ended(
      String operation, int status, long begunNanos, long endedNanos, boolean answered) {
    if (!answered) {
      cutOff.increment();
      if (isDraining && begunNanos - drainingSinceNanos < 0) {
        cutByDraining.incrementAndGet();
      }
    }
    inFlight.decrementAndGet();
    timer(operation, status).record(endedNanos - begunNanos, TimeUnit.NANOSECONDS);
  }

  /** How many requests are not answered yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /** From this monotonic time on the server is draining. */
  public void draining(long sinceNanos) {
    drainingSinceNanos = sinceNanos;
    isDraining = true;
  }

  /** How many requests begun before draining were or will be left without a whole answer. */
  public int cutByDraining() {
    return cutByDraining.get() + inFlight.get();
  }

  /** An event loop was so late. */
  public void late(long nanos) {
    loopLateness.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String operation, int status) {
    AtomicReferenceArray<Timer> byStatus = timers.get(operation);
    if (byStatus == null) {
      byStatus = timers.computeIfAbsent(operation, ignored -> new AtomicReferenceArray<>(STATUSES));
    }
    int index = Math.floorMod(status, STATUSES);
    Timer timer = byStatus.get(index);
    if (timer == null) {
      timer =
          Timer.builder("arco.http.requests")
              .description("Time from a request's headers to the end of its answer")
              .tag("operation", operation)
              .tag("status", Integer.toString(status))
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
      byStatus.set(index, timer);
    }
    return timer;
  }
}
