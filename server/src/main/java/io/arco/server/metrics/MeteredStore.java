package io.arco.server.metrics;

import io.arco.runtime.Clock;
import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * A store whose requests are timed, by operation and outcome. Keys are no labels: nothing of a
 * tenant shows.
 */
public final class MeteredStore implements ObjectStore {
  private final ObjectStore store;
  private final MeterRegistry registry;
  private final Clock clock;
  private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

  /** Times the requests to this store. */
  public MeteredStore(ObjectStore store, MeterRegistry registry, Clock clock) {
    this.store = store;
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return timed("get", clock.nanoTime(), store.get(key));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return timed("get", clock.nanoTime(), store.get(key, range));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return timed("head", clock.nanoTime(), store.head(key));
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    return timed("put", clock.nanoTime(), store.put(key, bytes, precondition));
  }

  @Override
  public Future<Void> delete(Key key) {
    return timed("delete", clock.nanoTime(), store.delete(key));
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    return timed("list", clock.nanoTime(), store.list(prefix, after, limit));
  }

  @Override
  public boolean supportsMatches() {
    return store.supportsMatches();
  }

  @Override
  public Future<Void> close() {
    return store.close();
  }

  private <T> Future<T> timed(String operation, long begun, Future<T> future) {
    return future.onComplete(
        done -> {
          String outcome = done.succeeded() ? outcome(done.result()) : "failed";
          timer(operation, outcome).record(clock.nanoTime() - begun, TimeUnit.NANOSECONDS);
        });
  }

  private static String outcome(Object result) {
    if (result instanceof PutOutcome put) {
      return putOutcome(put);
    }
    boolean missing =
        result instanceof ReadOutcome.Missing || result instanceof HeadOutcome.Missing;
    return missing ? "missing" : "ok";
  }

  private static String putOutcome(PutOutcome put) {
    if (put instanceof PutOutcome.Written) {
      return "ok";
    }
    return put instanceof PutOutcome.PreconditionFailed ? "refused" : "unknown";
  }

  private Timer timer(String operation, String outcome) {
    return timers.computeIfAbsent(
        operation + " " + outcome,
        ignored ->
            Timer.builder("arco.store.requests")
                .description("Requests to the object store")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .register(registry));
  }
}
