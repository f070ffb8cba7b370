package io.arco.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Runs one asynchronous step per item, a bounded number at once.
 *
 * @param <T> the items
 * @param <R> what the steps answer
 */
public final class FanOut<T, R> {
  private final Scheduler scheduler;
  private final List<T> items;
  private final Function<T, Future<R>> step;
  private final List<R> results;
  private final Promise<List<R>> promise = Promise.promise();
  private int begun;
  private int running;
  private Throwable failure;

  private FanOut(Scheduler scheduler, List<T> items, Function<T, Future<R>> step) {
    this.scheduler = scheduler;
    this.items = items;
    this.step = step;
    this.results = new ArrayList<>(Collections.nCopies(items.size(), null));
  }

  /**
   * Calls the step for each item, on the scheduler, in order, with at most {@code limit} of its
   * futures pending. After a failure no step begins any more, and the future fails with the first
   * failure once those pending have ended.
   *
   * @param limit at least 1
   * @return the answers in the order of the items, on the scheduler
   */
  public static <T, R> Future<List<R>> map(
      Scheduler scheduler, List<T> items, int limit, Function<T, Future<R>> step) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit);
    }
    FanOut<T, R> fanOut = new FanOut<>(scheduler, List.copyOf(items), step);
    scheduler.execute(() -> fanOut.fill(limit));
    return fanOut.promise.future();
  }

  private void fill(int limit) {
    while (failure == null && begun < items.size() && running < limit) {
      begin(begun++, limit);
    }
    if (running == 0) {
      if (failure != null) {
        promise.fail(failure);
      } else {
        promise.complete(results);
      }
    }
  }

  private void begin(int index, int limit) {
    running++;
    Future<R> future;
    try {
      future = step.apply(items.get(index));
    } catch (RuntimeException e) {
      future = Future.failedFuture(e);
    }
    future.onComplete(
        done ->
            scheduler.execute(
                () -> {
                  running--;
                  if (done.failed() && failure == null) {
                    failure = done.cause();
                  } else if (done.succeeded()) {
                    results.set(index, done.result());
                  }
                  fill(limit);
                }));
  }
}
