package io.arco.server;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Whether the server can do its work: everything is deployed, nothing is being stopped, and the
 * store and the journal answer. They are asked at most once a second, however many ask.
 * Thread-safe.
 */
final class Readiness implements Supplier<Future<Void>> {
  /** How long an answer of the store holds. */
  static final long HOLDS_NANOS = 1_000_000_000L;

  private static final Key ASKED_FOR = new Key("probe/ready");

  private final ObjectStore store;
  private final Clock clock;
  private volatile boolean serving;
  private volatile Supplier<Future<Void>> journal = Future::succeededFuture;
  private Future<Void> asked;
  private long askedAtNanos;

  Readiness(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Everything is deployed, or no longer. */
  void serving(boolean now) {
    serving = now;
  }

  /** Where the journal is asked whether it answers. */
  void journal(Supplier<Future<Void>> ping) {
    journal = ping;
  }

  @Override
  public Future<Void> get() {
    if (!serving) {
      return Future.failedFuture(notReady("server", "It is starting or stopping.").asException());
    }
    return ask();
  }

  private Future<Void> answers() {
    return answers(store.head(ASKED_FOR), "store", "The store does not answer.")
        .compose(ok -> answers(journal.get(), "journal", "The journal does not answer."));
  }

  private static Future<Void> answers(Future<?> asked, String part, String text) {
    return asked.transform(
        answer ->
            answer.succeeded()
                ? Future.<Void>succeededFuture()
                : Future.failedFuture(notReady(part, text).asException()));
  }

  private synchronized Future<Void> ask() {
    long now = clock.nanoTime();
    if (asked == null || now - askedAtNanos > HOLDS_NANOS) {
      askedAtNanos = now;
      asked = answers();
    }
    return asked;
  }

  private static Problem notReady(String part, String text) {
    return Problem.of(ErrorCode.UNAVAILABLE, text).with("notReady", part);
  }
}
