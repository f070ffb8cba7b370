package io.arco.server;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Whether the server can do its work: everything is deployed, nothing is being stopped, and the
 * store answers. The store is asked at most once a second, however many ask. Thread-safe.
 */
final class Readiness implements Supplier<Future<Void>> {
  /** How long an answer of the store holds. */
  static final long HOLDS_NANOS = 1_000_000_000L;

  private static final Key ASKED_FOR = new Key("probe/ready");

  private final ObjectStore store;
  private final Clock clock;
  private volatile boolean serving;
  private Future<HeadOutcome> asked;
  private long askedAtNanos;

  Readiness(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Everything is deployed, or no longer. */
  void serving(boolean now) {
    serving = now;
  }

  @Override
  public Future<Void> get() {
    if (!serving) {
      return Future.failedFuture(notReady("server", "It is starting or stopping.").asException());
    }
    return ask()
        .transform(
            answer ->
                answer.succeeded()
                    ? Future.<Void>succeededFuture()
                    : Future.failedFuture(
                        notReady("store", "The store does not answer.").asException()));
  }

  private synchronized Future<HeadOutcome> ask() {
    long now = clock.nanoTime();
    if (asked == null || now - askedAtNanos > HOLDS_NANOS) {
      askedAtNanos = now;
      asked = store.head(ASKED_FOR);
    }
    return asked;
  }

  private static Problem notReady(String part, String text) {
    return Problem.of(ErrorCode.UNAVAILABLE, text).with("notReady", part);
  }
}
