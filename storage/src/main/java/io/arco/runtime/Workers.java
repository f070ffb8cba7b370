package io.arco.runtime;

import io.vertx.core.Future;
import java.util.concurrent.Callable;

/**
 * A named, bounded pool for work that takes long on the processor or blocks (Parquet, JDBC). In the
 * simulation the task runs on the scheduler after a virtual delay.
 */
public interface Workers {
  /**
   * Runs the task on a thread of the pool. The future fails with what the task throws, or with
   * {@link java.util.concurrent.RejectedExecutionException} when the queue is full.
   */
  <T> Future<T> call(Callable<T> task);
}
