package io.arco.ledger;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Answers what a former state is asked for by: looks at the journal's head where the answer hangs
 * on it, and waits no longer than the caller.
 *
 * @param config of the ledger
 * @param former its former states
 * @param reads its newest
 * @param newest the newest known
 */
record FormerReads(
    LedgerConfig config, FormerStates former, Reads reads, Supplier<WorkspaceState> newest) {

  /** The state; see {@link Ledger#asOf}. */
  Future<WorkspaceState> asOf(AsOf asOf, ReadOptions options) {
    return sequence(asOf, options)
        .compose(sequence -> within(options.timeoutMillis(), former.at(sequence)));
  }

  /** Its sequence; see {@link Ledger#sequenceAsOf}. */
  Future<Long> sequence(AsOf asOf, ReadOptions options) {
    WorkspaceState known = newest.get();
    return isSettled(asOf, known) && options.minSequence() <= known.sequence()
        ? settled(asOf)
        : reads
            .read(options)
            .compose(state -> isSettled(asOf, state) ? settled(asOf) : newest(asOf, state));
  }

  /** Whether this state knows which it is, whatever is committed from now on. */
  private static boolean isSettled(AsOf asOf, WorkspaceState state) {
    return asOf instanceof AsOf.AtTime at
        ? at.time().isBefore(state.committedAt())
        : ((AsOf.AtSequence) asOf).sequence() <= state.sequence();
  }

  private Future<Long> settled(AsOf asOf) {
    return asOf instanceof AsOf.AtTime time
        ? former.sequenceAt(time)
        : Future.succeededFuture(((AsOf.AtSequence) asOf).sequence());
  }

  private static Future<Long> newest(AsOf asOf, WorkspaceState state) {
    return asOf instanceof AsOf.AtSequence at
        ? Future.failedFuture(
            Problem.of(ErrorCode.SEQUENCE_NOT_REACHED, "There is no such commit yet.")
                .with("asOf", at.sequence())
                .with("sequence", state.sequence())
                .asException())
        : Future.succeededFuture(state.sequence());
  }

  private Future<WorkspaceState> within(long millis, Future<WorkspaceState> state) {
    if (state.isComplete()) {
      return state;
    }
    Promise<WorkspaceState> promise = Promise.promise();
    Scheduler scheduler = config.runtime().scheduler();
    scheduler.execute(
        () -> {
          Scheduler.Timer timer =
              scheduler.schedule(
                  millis,
                  () ->
                      promise.tryFail(
                          Problem.of(
                                  ErrorCode.UNAVAILABLE,
                                  "This former state is still being built; ask again.")
                              .asException()));
          state.onComplete(
              done ->
                  scheduler.execute(
                      () -> {
                        timer.cancel();
                        if (done.succeeded()) {
                          promise.tryComplete(done.result());
                        } else {
                          promise.tryFail(done.cause());
                        }
                      }));
        });
    return promise.future();
  }
}
