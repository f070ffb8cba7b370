package io.arco.server.sql;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for native work, a bounded number with a bounded queue. Their stacks are large, because
 * DuckDB recurses over the query's tree on the caller's thread.
 */
final class SqlPool {
  private static final Logger LOG = LoggerFactory.getLogger(SqlPool.class);
  private static final long STACK_BYTES = 32L << 20;
  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolExecutor executor;
  private final Promise<Void> ended = Promise.promise();

  /**
   * A pool; threads start when there is work and end when there is none for a minute.
   *
   * @param last frees what the tasks used, once, after the last task
   */
  SqlPool(String name, int threads, int queue, Last last) {
    AtomicInteger number = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread =
                  new Thread(null, task, name + "-" + number.incrementAndGet(), STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            }) {
          @Override
          protected void terminated() {
            runLast(last);
            ended.tryComplete();
          }
        };
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs the task; the future completes on the pool's thread. */
  <T> Future<T> call(Callable<T> task) {
    Promise<T> promise = Promise.promise();
    Task<T> work = new Task<>(task, promise);
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      work.refuse();
    }
    return promise.future();
  }

  /**
   * Refuses what waits and lets what runs end. May be called again.
   *
   * @return completes after the last action
   */
  Future<Void> close() {
    executor.shutdown();
    for (Object waiting : executor.getQueue().toArray()) {
      if (waiting instanceof Task<?> task && executor.getQueue().remove(task)) {
        task.refuse();
      }
    }
    return ended.future();
  }

  private static void runLast(Last last) {
    try {
      last.run();
    } catch (Exception e) {
      LOG.warn("closing DuckDB failed", e);
    }
  }

  /** What frees the pool's things. */
  @FunctionalInterface
  interface Last {
    void run() throws Exception;
  }

  private record Task<T>(Callable<T> work, Promise<T> promise) implements Runnable {
    @Override
    public void run() {
      T result;
      try {
        result = work.call();
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        promise.fail(SqlErrors.asProblem(e));
        return;
      }
      promise.complete(result);
    }

    void refuse() {
      promise.fail(
          Problem.of(ErrorCode.OVERLOADED, "Too many queries wait already.").asException());
    }
  }
}
