package io.arco.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arco.store.StoreException.Kind;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Finds out at start whether a store keeps the promises that everything rests on: a second
 * put-if-absent loses, a read after a write sees it, a read after a delete misses. It writes one
 * small object of a random name and removes it again.
 */
public final class StoreProbe {
  private StoreProbe() {}

  /**
   * Probes a store.
   *
   * @param folder where the probe's object is made
   * @param random for its name
   * @return fails with a {@link StoreException} that says which promise was broken ({@link
   *     Kind#PERMANENT}), or why it could not be found out
   */
  public static Future<Void> check(ObjectStore store, Prefix folder, RandomGenerator random) {
    Key key = folder.key("probe-%016x".formatted(random.nextLong()));
    byte[] first = ("first " + key).getBytes(UTF_8);
    byte[] second = ("second " + key).getBytes(UTF_8);
    return firstWins(store, key, first)
        .compose(ignored -> secondLoses(store, key, second))
        .compose(ignored -> reads(store, key, first))
        .recover(failure -> cleaned(store, key, failure))
        .compose(ignored -> store.delete(key))
        .compose(ignored -> misses(store, key));
  }

  private static Future<Void> firstWins(ObjectStore store, Key key, byte[] bytes) {
    return store
        .put(key, bytes, Precondition.ABSENT)
        .compose(
            outcome ->
                outcome instanceof PutOutcome.Written
                    ? Future.succeededFuture()
                    : unexpected("a put-if-absent of a new object did not succeed", outcome));
  }

  private static Future<Void> secondLoses(ObjectStore store, Key key, byte[] bytes) {
    return store
        .put(key, bytes, Precondition.ABSENT)
        .compose(
            outcome ->
                outcome instanceof PutOutcome.PreconditionFailed
                    ? Future.succeededFuture()
                    : unexpected("a second put-if-absent of one object was not refused", outcome));
  }

  private static Future<Void> reads(ObjectStore store, Key key, byte[] bytes) {
    return store
        .get(key)
        .compose(
            outcome ->
                outcome instanceof ReadOutcome.Found found && Arrays.equals(found.bytes(), bytes)
                    ? Future.succeededFuture()
                    : broken("a read after a put does not see the bytes of the winner"));
  }

  private static Future<Void> misses(ObjectStore store, Key key) {
    return store
        .get(key)
        .compose(
            outcome ->
                outcome instanceof ReadOutcome.Missing
                    ? Future.succeededFuture()
                    : broken("a read after a delete still sees the object"));
  }

  /** Removes the probe's object also where a step failed, whose failure is the one to tell. */
  private static Future<Void> cleaned(ObjectStore store, Key key, Throwable failure) {
    return store.delete(key).transform(ignored -> Future.failedFuture(failure));
  }

  private static Future<Void> unexpected(String what, PutOutcome outcome) {
    if (outcome instanceof PutOutcome.Unknown unknown) {
      return Future.failedFuture(
          new StoreException(
              Kind.TRANSIENT, "the store could not be probed: " + unknown.reason(), null));
    }
    return broken(what);
  }

  private static Future<Void> broken(String what) {
    return Future.failedFuture(
        new StoreException(
            Kind.PERMANENT, "the store is not fit for Arco, found by a probe: " + what, null));
  }
}
