package io.arco.backup;

import io.arco.journal.CorruptObjectException;
import io.arco.log.Backoff;
import io.arco.runtime.Runtime;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads and puts objects that never change, trying again where the store falters. Whatever is at a
 * key already must be the very bytes. On the runtime's scheduler.
 */
final class ExactObjects {
  /** How often one object is tried. */
  static final int MAX_ATTEMPTS = 10;

  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;
  private final String place;

  /**
   * Objects of one workspace in one store.
   *
   * @param place goes before names in messages: whose objects these are
   */
  ExactObjects(Runtime runtime, ObjectStore store, WorkspaceKeys keys, String place) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
    this.place = place;
  }

  /** The object's bytes; empty if there is none. */
  Future<Optional<byte[]>> get(Key key) {
    return trying(
        () ->
            store
                .get(key)
                .map(
                    outcome ->
                        outcome instanceof ReadOutcome.Found found
                            ? Optional.of(found.bytes())
                            : Optional.empty()));
  }

  /** Runs a read until it succeeds, {@value #MAX_ATTEMPTS} times at most. */
  <T> Future<T> trying(Supplier<Future<T>> read) {
    Promise<T> promise = Promise.promise();
    read(read, 1, promise);
    return promise.future();
  }

  private <T> void read(Supplier<Future<T>> read, int attempt, Promise<T> promise) {
    runtime
        .onScheduler(read.get())
        .onSuccess(promise::complete)
        .onFailure(
            failure -> {
              if (isTransient(failure) && attempt < MAX_ATTEMPTS) {
                later(attempt, () -> read(read, attempt + 1, promise));
              } else {
                promise.fail(failure);
              }
            });
  }

  /**
   * Completes when exactly these bytes are there: with true if this call put them. Fails with
   * {@link CorruptObjectException} if others are, with {@link StoreException} if the store does not
   * take them.
   */
  Future<Boolean> put(Key key, byte[] bytes) {
    Promise<Boolean> promise = Promise.promise();
    put(key, bytes, 1, promise);
    return promise.future();
  }

  private void put(Key key, byte[] bytes, int attempt, Promise<Boolean> promise) {
    runtime
        .onScheduler(store.put(key, bytes, Precondition.ABSENT))
        .onFailure(promise::fail)
        .onSuccess(
            outcome -> {
              if (outcome instanceof PutOutcome.Written) {
                promise.complete(true);
              } else {
                compare(key, bytes, attempt, promise);
              }
            });
  }

  private void compare(Key key, byte[] bytes, int attempt, Promise<Boolean> promise) {
    get(key)
        .onFailure(promise::fail)
        .onSuccess(
            there -> {
              if (there.isEmpty() && attempt < MAX_ATTEMPTS) {
                later(attempt, () -> put(key, bytes, attempt + 1, promise));
              } else if (there.isEmpty()) {
                String message = nameOf(key) + " not written in " + attempt + " tries";
                promise.fail(new StoreException(StoreException.Kind.TRANSIENT, message, null));
              } else if (Arrays.equals(there.get(), bytes)) {
                promise.complete(false);
              } else {
                promise.fail(
                    new CorruptObjectException(
                        nameOf(key), "other bytes are there than are to be written"));
              }
            });
  }

  /** The object's name for messages: whose it is, and its key relative to the workspace. */
  String nameOf(Key key) {
    return place + key.text().substring(keys.root().text().length());
  }

  private void later(int attempt, Runnable step) {
    long delayMillis = Backoff.DEFAULT.delayMillis(attempt, runtime.random());
    runtime.scheduler().schedule(delayMillis, step);
  }

  private static boolean isTransient(Throwable failure) {
    return failure instanceof StoreException store && store.kind() == StoreException.Kind.TRANSIENT;
  }
}
