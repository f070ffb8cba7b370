package io.arco.compactor;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Rereads;
import io.arco.log.Backoff;
import io.arco.runtime.Runtime;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;

/**
 * Puts files whose names carry the hash of their bytes: trying again is always safe, and finding
 * the same bytes there is success. On the runtime's scheduler.
 */
final class FileWriter {
  /** How often one file is tried. */
  static final int MAX_ATTEMPTS = 10;

  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final Backoff backoff;

  FileWriter(Runtime runtime, ObjectStore store, WorkspaceKeys keys, Backoff backoff) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.backoff = backoff;
  }

  /**
   * Completes when the file is there. Fails with {@link StoreException} when the store does not
   * take it in {@value #MAX_ATTEMPTS} tries, and with {@link CorruptObjectException} if other bytes
   * are there.
   */
  Future<Void> write(String path, byte[] bytes) {
    Promise<Void> promise = Promise.promise();
    put(path, bytes, 1, promise);
    return promise.future();
  }

  private void put(String path, byte[] bytes, int attempt, Promise<Void> promise) {
    runtime
        .onScheduler(store.put(keys.file(path), bytes, Precondition.ABSENT))
        .onFailure(promise::fail)
        .onSuccess(
            outcome -> {
              if (outcome instanceof PutOutcome.Written) {
                promise.complete();
              } else if (outcome instanceof PutOutcome.Unknown unknown) {
                again(path, bytes, attempt, promise, unknown.reason());
              } else {
                compare(path, bytes, attempt, promise);
              }
            });
  }

  private void compare(String path, byte[] bytes, int attempt, Promise<Void> promise) {
    new Rereads(runtime, backoff)
        .of(
            () ->
                runtime.onScheduler(store.get(keys.file(path))).map(is -> isThere(path, bytes, is)))
        .onSuccess(
            isThere -> {
              if (isThere) {
                promise.complete();
              } else {
                again(path, bytes, attempt, promise, "refused, yet absent");
              }
            })
        .onFailure(
            failure -> {
              if (failure instanceof CorruptObjectException) {
                promise.fail(failure);
              } else {
                again(path, bytes, attempt, promise, failure.getMessage());
              }
            });
  }

  private static boolean isThere(String path, byte[] bytes, ReadOutcome outcome) {
    if (!(outcome instanceof ReadOutcome.Found found)) {
      return false;
    }
    if (!Arrays.equals(found.bytes(), bytes)) {
      throw new CorruptObjectException(path, "other bytes than its name says are there");
    }
    return true;
  }

  private void again(String path, byte[] bytes, int attempt, Promise<Void> promise, String reason) {
    if (attempt >= MAX_ATTEMPTS) {
      String message = path + " not written in " + attempt + " tries: " + reason;
      promise.fail(new StoreException(StoreException.Kind.TRANSIENT, message, null));
      return;
    }
    long delayMillis = backoff.delayMillis(attempt, runtime.random());
    runtime.scheduler().schedule(delayMillis, () -> put(path, bytes, attempt + 1, promise));
  }
}
