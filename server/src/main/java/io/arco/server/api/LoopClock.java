package io.arco.server.api;

import io.arco.runtime.Clock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * A tick a second on one event loop: keeps the text of the Date header at hand, and tells how late
 * the tick came, which is how long the loop was busy with something else.
 */
final class LoopClock {
  /** The time between two ticks. */
  static final long PERIOD_MILLIS = 1_000;

  /** RFC 9110, 5.6.7. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final LongConsumer latenessNanos;
  private CharSequence date;
  private long dueNanos;

  private LoopClock(Clock clock, LongConsumer latenessNanos) {
    this.clock = clock;
    this.latenessNanos = latenessNanos;
    this.dueNanos = clock.nanoTime() + PERIOD_MILLIS * 1_000_000;
    read();
  }

  /** Starts ticking on the event loop it is called on. */
  static LoopClock start(Vertx vertx, Clock clock, LongConsumer latenessNanos) {
    LoopClock loop = new LoopClock(clock, latenessNanos);
    vertx.setPeriodic(PERIOD_MILLIS, ignored -> loop.tick());
    return loop;
  }

  /** The value of a Date header. */
  CharSequence date() {
    return date;
  }

  private void tick() {
    long now = clock.nanoTime();
    latenessNanos.accept(Math.max(0, now - dueNanos));
    dueNanos = now + PERIOD_MILLIS * 1_000_000;
    read();
  }

  private void read() {
    Instant now = Instant.ofEpochMilli(clock.wallMillis());
    date = HttpHeaders.createOptimized(HTTP_DATE.format(now));
  }
}
