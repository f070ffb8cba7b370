package io.arco.testing;

import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Adds a fixed delay, in real time, to the answer of each put: a near object store stands in for a
 * far one. The profile {@code delay:20ms} of the benchmarks. In virtual time {@link SimulatedStore}
 * does this.
 */
public final class DelayStore extends ForwardingStore {
  private final long delayMillis;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "delay-store");
            thread.setDaemon(true);
            return thread;
          });

  /** Delays the answers to puts on this store. */
  public DelayStore(ObjectStore store, long delayMillis) {
    super(store);
    this.delayMillis = delayMillis;
  }

  /** Puts, and answers no sooner than the delay after the call. */
  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    Promise<Void> elapsed = Promise.promise();
    try {
      timer.schedule(() -> elapsed.complete(), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      elapsed.complete(); // Closed: the store behind says so.
    }
    Future<PutOutcome> put = super.put(key, bytes, precondition);
    return elapsed.future().compose(ignored -> put);
  }

  /** Closes the store behind it; puts that are still delayed are answered first. */
  @Override
  public Future<Void> close() {
    timer.shutdown();
    return super.close();
  }
}
