package io.arco.server.worker;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Waits for futures on threads that may block. */
final class Waiting {
  private Waiting() {}

  /** The value, or the exception it failed with. */
  static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
