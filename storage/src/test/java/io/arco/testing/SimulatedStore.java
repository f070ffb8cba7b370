package io.arco.testing;

import io.arco.runtime.Scheduler;
import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A store whose calls take virtual time: a call reaches the store behind it after half of its
 * latency and is answered after the other half, on the scheduler that was handed in. Closing does
 * not close the store behind it, which other nodes may share.
 */
public final class SimulatedStore implements ObjectStore {
  private final ObjectStore store;
  private final Scheduler scheduler;
  private final LongSupplier readMillis;
  private final LongSupplier writeMillis;

  /** A store whose reads, heads and lists take one latency, whose puts and deletes another. */
  public SimulatedStore(ObjectStore store, Scheduler scheduler, long readMillis, long writeMillis) {
    this(store, scheduler, () -> readMillis, () -> writeMillis);
  }

  /** A store that asks for the latency of each call. */
  public SimulatedStore(
      ObjectStore store, Scheduler scheduler, LongSupplier readMillis, LongSupplier writeMillis) {
    this.store = store;
    this.scheduler = scheduler;
    this.readMillis = readMillis;
    this.writeMillis = writeMillis;
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return after(readMillis.getAsLong(), () -> store.get(key));
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return after(readMillis.getAsLong(), () -> store.get(key, range));
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return after(readMillis.getAsLong(), () -> store.head(key));
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    return after(writeMillis.getAsLong(), () -> store.put(key, bytes, precondition));
  }

  @Override
  public Future<Void> delete(Key key) {
    return after(writeMillis.getAsLong(), () -> store.delete(key));
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    return after(readMillis.getAsLong(), () -> store.list(prefix, after, limit));
  }

  @Override
  public boolean supportsMatches() {
    return store.supportsMatches();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private <T> Future<T> after(long latencyMillis, Supplier<Future<T>> call) {
    long there = latencyMillis / 2;
    Promise<T> promise = Promise.promise();
    scheduler.schedule(
        there,
        () ->
            call.get()
                .onComplete(
                    answer ->
                        scheduler.schedule(
                            latencyMillis - there,
                            () -> {
                              if (answer.succeeded()) {
                                promise.complete(answer.result());
                              } else {
                                promise.fail(answer.cause());
                              }
                            })));
    return promise.future();
  }
}
