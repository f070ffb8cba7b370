package io.arco.gc;

import io.arco.log.Backoff;
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

  /** Reads, or does something else that may be repeated. */
  <T> Future<T> request(Supplier<Future<T>> request) {
    Promise<T> promise = Promise.promise();
    attempt(request, 1, promise);
    return promise.future();
  }

  /** Does it if this run applies what it finds. */
  Future<Void> change(Supplier<Future<Void>> change) {
    return apply ? request(change) : Future.succeededFuture();
  }

  private <T> void attempt(Supplier<Future<T>> request, int attempt, Promise<T> promise) {
    runtime
        .onScheduler(request.get())
        .onSuccess(promise::complete)
        .onFailure(
            failure -> {
              boolean passes =
                  failure instanceof StoreException store
                      && store.kind() == StoreException.Kind.TRANSIENT;
              if (!passes || attempt >= MAX_ATTEMPTS) {
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
