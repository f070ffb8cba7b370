package io.arco.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.random.RandomGenerator;

/**
 * Everything that is not a pure function, handed in.
 *
 * @param clock both kinds of time
 * @param scheduler the one thread on which the component that holds this runs
 * @param workers where its heavy work goes
 * @param random the source of ids and jitter; used on the scheduler's thread only
 */
public record Runtime(Clock clock, Scheduler scheduler, Workers workers, RandomGenerator random) {
  /** The same outcome, completed on the scheduler, whatever thread completes the future. */
  public <T> Future<T> onScheduler(Future<T> future) {
    Promise<T> promise = Promise.promise();
    future.onComplete(done -> scheduler.execute(() -> promise.handle(done)));
    return promise.future();
  }
}
