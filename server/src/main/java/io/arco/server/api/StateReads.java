package io.arco.server.api;

import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/** Reads a workspace's state as fresh as a request asks for. */
final class StateReads {
  /** A staleness beyond this means nothing more. */
  static final long MAX_STALE_MILLIS = 86_400_000;

  private final ApiServices services;

  StateReads(ApiServices services) {
    this.services = services;
  }

  /** How fresh the caller wants a read. */
  static ReadOptions freshness(Exchange exchange, ApiLimits limits) {
    return new ReadOptions(
        exchange.minSequence(),
        exchange.queryNumber("maxStale", 0, MAX_STALE_MILLIS, 0),
        limits.timeoutMillis());
  }

  /** The state, on the loop of the request. */
  Future<WorkspaceState> read(Exchange exchange) {
    return read(exchange, freshness(exchange, services.limits()));
  }

  /** The state, from which a page of a list is asked for; refuses a page of a former life. */
  Future<WorkspaceState> read(Exchange exchange, PageRequest page) {
    return read(exchange)
        .map(
            state -> {
              page.check(state.incarnation());
              return state;
            });
  }

  /** The state that knows all that was answered before, on the loop of the request. */
  Future<WorkspaceState> newest(Exchange exchange) {
    return read(exchange, ReadOptions.linearizable(services.limits().timeoutMillis()));
  }

  /** The state as fresh as these ask for, on the loop of the request. */
  Future<WorkspaceState> read(Exchange exchange, ReadOptions options) {
    return onThisLoop(
        services.workspaces().open(exchange.workspace()).compose(ledger -> ledger.read(options)));
  }

  /** Work over a state that may take long, on a worker; OVERLOADED if too much of it waits. */
  <T> Future<T> onWorker(Callable<T> work) {
    return services
        .workers()
        .call(work)
        .recover(
            failure ->
                failure instanceof RejectedExecutionException
                    ? Future.failedFuture(
                        Problem.of(ErrorCode.OVERLOADED, "Too much work waits already.")
                            .asException())
                    : Future.failedFuture(failure));
  }

  /**
   * States come on the owner's loop, which all requests share; finding and writing is for the
   * request's own.
   */
  private static <T> Future<T> onThisLoop(Future<T> future) {
    Context loop = Vertx.currentContext();
    Promise<T> promise = Promise.promise();
    future.onComplete(done -> loop.runOnContext(ignored -> promise.handle(done)));
    return promise.future();
  }
}
