package io.arco.ledger;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Hands out states as fresh as asked for. Reads may be begun on any thread. */
final class Reads {
  private final LedgerConfig config;
  private final HeadWatch headWatch;
  private final Supplier<WorkspaceState> state;
  private final Supplier<Problem> stopped;

  /**
   * Reads of one ledger.
   *
   * @param state its newest state
   * @param stopped why it serves nothing any more, or null
   */
  Reads(
      LedgerConfig config,
      HeadWatch headWatch,
      Supplier<WorkspaceState> state,
      Supplier<Problem> stopped) {
    this.config = config;
    this.headWatch = headWatch;
    this.state = state;
    this.stopped = stopped;
  }

  Future<WorkspaceState> read(ReadOptions options) {
    WorkspaceState known = state.get();
    if (stopped.get() == null
        && options.maxStaleMillis() > 0
        && known.sequence() >= options.minSequence()
        && headWatch.seenWithin(options.maxStaleMillis())) {
      return Future.succeededFuture(known);
    }
    Promise<WorkspaceState> promise = Promise.promise();
    long deadlineNanos = config.runtime().clock().nanoTime() + options.timeoutMillis() * 1_000_000;
    config
        .runtime()
        .scheduler()
        .execute(() -> look(options.minSequence(), deadlineNanos, promise, 1));
    return promise.future();
  }

  private void look(
      long minSequence, long deadlineNanos, Promise<WorkspaceState> promise, int attempt) {
    Problem problem = stopped.get();
    if (problem != null) {
      promise.fail(problem.asException());
      return;
    }
    long leftMillis = (deadlineNanos - config.runtime().clock().nanoTime()) / 1_000_000;
    if (leftMillis < 1) {
      promise.fail(
          Problem.of(
                  ErrorCode.SEQUENCE_NOT_REACHED,
                  "The asked minimal sequence was not reached in time.")
              .with("minSequence", minSequence)
              .with("sequence", state.get().sequence())
              .asException());
      return;
    }
    headWatch
        .look(leftMillis)
        .onComplete(
            looked -> {
              WorkspaceState now = state.get();
              if (looked.failed()) {
                promise.fail(looked.cause());
              } else if (now.sequence() >= minSequence) {
                promise.complete(now);
              } else {
                long delay = config.backoff().delayMillis(attempt, config.runtime().random());
                config
                    .runtime()
                    .scheduler()
                    .schedule(
                        Math.min(delay, leftMillis),
                        () -> look(minSequence, deadlineNanos, promise, attempt + 1));
              }
            });
  }
}
