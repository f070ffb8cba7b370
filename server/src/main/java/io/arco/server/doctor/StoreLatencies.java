package io.arco.server.doctor;

import io.arco.runtime.Clock;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.Prefix;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Measures a store, one request after the other.
 *
 * @param store the store
 * @param clock for the times
 * @param folder where everything is written; the caller removes it
 * @param samples requests of each kind, at least 1
 * @param objectBytes the size of an object
 */
public record StoreLatencies(
    ObjectStore store, Clock clock, Prefix folder, int samples, int objectBytes) {
  private static final int PAGE = 100;

  /** The timings of {@code put}, {@code get}, {@code head} and {@code list}. */
  public Future<Map<String, Timings>> measure() {
    byte[] bytes = new byte[objectBytes];
    Map<String, Timings> timings = new LinkedHashMap<>();
    return measure(timings, "put", i -> store.put(key(i), bytes, Precondition.ABSENT))
        .compose(ignored -> measure(timings, "get", i -> store.get(key(i))))
        .compose(ignored -> measure(timings, "head", i -> store.head(key(i))))
        .compose(ignored -> measure(timings, "list", i -> store.list(folder, null, PAGE)))
        .map(timings);
  }

  private Key key(int i) {
    return folder.key("%06d".formatted(i));
  }

  private Future<Void> measure(
      Map<String, Timings> into, String name, IntFunction<Future<?>> request) {
    long[] nanos = new long[samples];
    Future<Void> all = Future.succeededFuture();
    for (int i = 0; i < samples; i++) {
      int sample = i;
      all = all.compose(ignored -> one(nanos, sample, request));
    }
    return all.onSuccess(ignored -> into.put(name, Timings.of(nanos)));
  }

  private Future<Void> one(long[] nanos, int sample, IntFunction<Future<?>> request) {
    long began = clock.nanoTime();
    return request
        .apply(sample)
        .map(
            answer -> {
              nanos[sample] = clock.nanoTime() - began;
              return null;
            });
  }
}
