package io.arco.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workers on a fixed number of daemon threads named {@code name-1}, {@code name-2} …, with a
 * bounded queue before them. Threads begin when first needed and end after a minute without work.
 * Futures complete on the worker's thread; those of refused tasks on the caller's.
 */
public final class ThreadWorkers implements Workers, AutoCloseable {
  /** How long {@link #close} waits for tasks that have begun or wait, in milliseconds. */
  public static final long CLOSE_WAIT_MILLIS = 10_000;

  private static final long IDLE_SECONDS = 60;

  private final String name;
  private final ThreadPoolExecutor pool;

  /**
   * Makes a pool.
   *
   * @param name begins the names of its threads
   * @param threads how many, at least 1
   * @param queueLimit the most tasks that wait for a thread, at least 1
   */
  public ThreadWorkers(String name, int threads, int queueLimit) {
    this.name = name;
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueLimit),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public <T> Future<T> call(Callable<T> task) {
    Job<T> job = new Job<>(task, Promise.promise());
    try {
      pool.execute(job);
    } catch (RejectedExecutionException e) {
      job.refuse(name);
    }
    return job.promise.future();
  }

  /**
   * Takes no more tasks, and waits for those it has; what has not begun within {@value
   * #CLOSE_WAIT_MILLIS} ms fails with {@link RejectedExecutionException}, what runs is interrupted.
   */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (pool.awaitTermination(CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Runnable waiting : pool.shutdownNow()) {
      ((Job<?>) waiting).refuse(name);
    }
  }

  private record Job<T>(Callable<T> task, Promise<T> promise) implements Runnable {
    @Override
    public void run() {
      T result;
      try {
        result = task.call();
      } catch (Throwable e) {
        promise.fail(e);
        return;
      }
      promise.complete(result);
    }

    void refuse(String pool) {
      promise.fail(new RejectedExecutionException(pool + " is closed or its queue is full"));
    }
  }
}
