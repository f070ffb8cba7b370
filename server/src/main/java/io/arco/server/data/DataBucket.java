package io.arco.server.data;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.lake.LakeException;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A prefix of a bucket that tables may point into.
 *
 * @param name {@code s3://BUCKET/PREFIX}, no slash at the end
 * @param store its objects, by what follows the name
 */
record DataBucket(String name, ObjectStore store) {
  /** How long one answer of the store is waited for: longer than the store tries again. */
  private static final long WAIT_MILLIS = 120_000;

  /** The object of this name; empty if it lies not in this prefix, or can't be an object's. */
  Optional<Key> key(String object) {
    if (!object.startsWith(name + "/")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Key(object.substring(name.length() + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * What a store answers. Blocks: for callers on workers.
   *
   * @throws LakeException UNREADABLE if it refuses
   * @throws io.arco.problem.ProblemException UNAVAILABLE if it does not answer
   */
  static <T> T await(Future<T> answer) {
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure
          && failure.kind() == StoreException.Kind.PERMANENT) {
        throw LakeException.unreadable("The bucket of the table can't be read.", failure);
      }
      throw unavailable();
    } catch (TimeoutException e) {
      throw unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  static RuntimeException unavailable() {
    return Problem.of(ErrorCode.UNAVAILABLE, "The bucket of a table can't be reached now.")
        .asException();
  }
}
