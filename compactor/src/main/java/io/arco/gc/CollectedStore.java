package io.arco.gc;

import io.arco.journal.CorruptObjectException;
import io.arco.log.Backoff;
import io.arco.log.NumberedLog;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Requests of one run, each tried again where the store fails for a while; and deletes only if the
 * run is to delete. On the runtime's scheduler.
 */
final class CollectedStore {
  /** How often one request is tried. */
  static final int MAX_ATTEMPTS = 10;

  private final Runtime runtime;
  private final boolean apply;

  CollectedStore(Runtime runtime, boolean apply) {
    this.runtime = runtime;
    this.apply = apply;
  }

  Runtime runtime() {
    return runtime;
  }

  boolean applies() {
    return apply;
  }

  /** Reads and checks what was read, or does something else that may be repeated. */
  <T> Future<T> request(Supplier<Future<T>> request) {
    Promise<T> promise = Promise.promise();
    attempt(request, 1, promise);
    return promise.future();
  }

  /** Does it if this run applies what it finds. */
  Future<Void> change(Supplier<Future<Void>> change) {
    return apply ? request(change) : Future.succeededFuture();
  }

  /** How often a request is tried that fails so: bytes may have been damaged on their way. */
  private static int attempts(Throwable failure) {
    if (failure instanceof CorruptObjectException || failure instanceof ProblemException) {
      return NumberedLog.MAX_READS;
    }
    return failure instanceof StoreException store && store.kind() == StoreException.Kind.TRANSIENT
        ? MAX_ATTEMPTS
        : 1;
  }

  private <T> void attempt(Supplier<Future<T>> request, int attempt, Promise<T> promise) {
    runtime
        .onScheduler(request.get())
        .onSuccess(promise::complete)
        .onFailure(
            failure -> {
              if (attempt >= attempts(failure)) {
                promise.fail(failure);
                return;
              }
              long delayMillis = Backoff.DEFAULT.delayMillis(attempt, runtime.random());
              runtime
                  .scheduler()
                  .schedule(delayMillis, () -> attempt(request, attempt + 1, promise));
            });
  }
}
