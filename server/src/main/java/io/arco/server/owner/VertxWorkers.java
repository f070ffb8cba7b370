package io.arco.server.owner;

import io.arco.runtime.Workers;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A named pool of Vert.x as {@link Workers}, with a bound on what runs and waits (Vert.x itself
 * queues without end).
 */
public final class VertxWorkers implements Workers {
  private final WorkerExecutor pool;
  private final int limit;
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * Takes a pool.
   *
   * @param pool runs the tasks, unordered
   * @param limit the most tasks that run and wait together, at least 1
   */
  public VertxWorkers(WorkerExecutor pool, int limit) {
    this.pool = pool;
    this.limit = limit;
  }

  @Override
  public <T> Future<T> call(Callable<T> task) {
    if (pending.incrementAndGet() > limit) {
      pending.decrementAndGet();
      return Future.failedFuture(
          new RejectedExecutionException("more than " + limit + " tasks run and wait"));
    }
    return pool.executeBlocking(() -> run(task), false);
  }

  private <T> T run(Callable<T> task) throws Exception {
    try {
      return task.call();
    } finally {
      pending.decrementAndGet();
    }
  }
}
