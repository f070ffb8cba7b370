package io.arco.server.auth;

import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.server.metrics.AuthMetrics;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer: read on a timer, and once more when a token names one that is not known,
 * at most once in an interval. While they can't be read, those read last hold, for a day.
 * Thread-safe.
 */
final class Jwks {
  /** How long keys hold that can't be read anew. */
  static final long MAX_AGE_MILLIS = TimeUnit.HOURS.toMillis(24);

  private static final Logger LOG = LoggerFactory.getLogger(Jwks.class);

  private final Supplier<Future<byte[]>> source;
  private final Function<byte[], JwtKeys> parser;
  private final long refreshMillis;
  private final long unknownKeyMillis;
  private final Clock clock;
  private final Scheduler scheduler;
  private final AuthMetrics metrics;
  private Future<Void> reading;
  private long begunNanos;
  private volatile Known known;
  private volatile boolean complained;

  private record Known(JwtKeys keys, long readNanos) {}

  /**
   * Keys that were not read yet.
   *
   * @param source reads the set, bounded in size and time
   * @param parser makes keys of it; throws IllegalArgumentException
   * @param refreshMillis between two reads
   * @param unknownKeyMillis between two reads because of an unknown key or a failure
   */
  Jwks(
      Supplier<Future<byte[]>> source,
      Function<byte[], JwtKeys> parser,
      long refreshMillis,
      long unknownKeyMillis,
      Clock clock,
      Scheduler scheduler,
      AuthMetrics metrics) {
    this.source = source;
    this.parser = parser;
    this.refreshMillis = refreshMillis;
    this.unknownKeyMillis = unknownKeyMillis;
    this.clock = clock;
    this.scheduler = scheduler;
    this.metrics = metrics;
  }

  /** Reads the keys and sets the timer; fails if they can't be read, and tries again anyway. */
  Future<Void> open() {
    Future<Void> read = read();
    read.onComplete(
        done -> {
          long millis =
              done.succeeded() ? refreshMillis : Math.min(refreshMillis, unknownKeyMillis);
          scheduler.schedule(millis, this::open);
        });
    return read;
  }

  /** The keys, null while there are none that hold. */
  JwtKeys keysOrNull() {
    Known now = known;
    boolean isHolding =
        now != null
            && clock.nanoTime() - now.readNanos() < TimeUnit.MILLISECONDS.toNanos(MAX_AGE_MILLIS);
    return isHolding ? now.keys() : null;
  }

  /** Has the keys read because one is not known, unless that was done a moment ago. */
  Future<Void> refresh() {
    synchronized (this) {
      boolean isTooSoon =
          reading != null
              && reading.isComplete()
              && clock.nanoTime() - begunNanos < TimeUnit.MILLISECONDS.toNanos(unknownKeyMillis);
      if (isTooSoon) {
        return Future.succeededFuture();
      }
    }
    return read().otherwiseEmpty();
  }

  /** One read at a time, which all share who ask meanwhile. */
  private synchronized Future<Void> read() {
    if (reading == null || reading.isComplete()) {
      begunNanos = clock.nanoTime();
      reading = source.get().map(parser).onSuccess(this::take).onFailure(this::complain).mapEmpty();
    }
    return reading;
  }

  private void take(JwtKeys keys) {
    known = new Known(keys, clock.nanoTime());
    metrics.read(true);
    complained = false;
  }

  /** Once for each time that they can't be read any more. */
  private void complain(Throwable failure) {
    metrics.read(false);
    if (!complained) {
      complained = true;
      LOG.atError()
          .addKeyValue("failure", failure.getClass().getSimpleName())
          .log("the keys of tokens can't be read: {}", failure.getMessage());
    }
  }
}
