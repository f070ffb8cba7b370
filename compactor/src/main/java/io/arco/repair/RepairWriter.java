package io.arco.repair;

import io.arco.log.Backoff;
import io.arco.runtime.Runtime;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Map;

/** Writes repaired objects, one after the other; one that is right already is left alone. */
final class RepairWriter {
  /** How often one object is tried. */
  static final int MAX_ATTEMPTS = 10;

  private final Runtime runtime;
  private final ObjectStore store;

  RepairWriter(Runtime runtime, ObjectStore store) {
    this.runtime = runtime;
    this.store = store;
  }

  Future<Void> write(Map<Key, byte[]> objects) {
    Future<Void> done = Future.succeededFuture();
    for (Map.Entry<Key, byte[]> each : objects.entrySet()) {
      done = done.compose(before -> write(each.getKey(), each.getValue(), 1));
    }
    return done;
  }

  private Future<Void> write(Key key, byte[] bytes, int attempt) {
    return runtime
        .onScheduler(store.get(key))
        .compose(
            there ->
                there instanceof ReadOutcome.Found found && Arrays.equals(found.bytes(), bytes)
                    ? Future.succeededFuture()
                    : runtime
                        .onScheduler(store.put(key, bytes, precondition(there)))
                        .compose(
                            outcome ->
                                outcome instanceof PutOutcome.Written
                                    ? Future.succeededFuture()
                                    : again(key, bytes, attempt)));
  }

  private Precondition precondition(ReadOutcome there) {
    if (there instanceof ReadOutcome.Found found) {
      return store.supportsMatches()
          ? new Precondition.Matches(found.version())
          : Precondition.NONE;
    }
    return Precondition.ABSENT;
  }

  private Future<Void> again(Key key, byte[] bytes, int attempt) {
    if (attempt >= MAX_ATTEMPTS) {
      return Future.failedFuture(
          new StoreException(
              StoreException.Kind.TRANSIENT, key + " could not be written; run it again", null));
    }
    Promise<Void> promise = Promise.promise();
    long delayMillis = Backoff.DEFAULT.delayMillis(attempt, runtime.random());
    runtime
        .scheduler()
        .schedule(delayMillis, () -> write(key, bytes, attempt + 1).onComplete(promise));
    return promise.future();
  }
}
