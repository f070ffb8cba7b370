package io.arco.server.api;

import io.arco.ledger.AsOf;
import io.arco.ledger.Ledger;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

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

  /** The state, or the former one that the request asks for, on the loop of the request. */
  Future<WorkspaceState> asOf(Exchange exchange) {
    Optional<AsOf> asOf = AsOfText.of(exchange);
    ReadOptions options = freshness(exchange, services.limits());
    return onThisLoop(
        services
            .workspaces()
            .open(exchange.workspace())
            .compose(ledger -> read(ledger, asOf, options)));
  }

  /** The newest state or a former one. */
  static Future<WorkspaceState> read(Ledger ledger, Optional<AsOf> asOf, ReadOptions options) {
    return asOf.isPresent() ? ledger.asOf(asOf.get(), options) : ledger.read(options);
  }

  /**
   * The state that a page of a list is of: what its token is bound to, else what the request asks
   * for. How fresh a bound page is was decided by the first.
   */
  Future<WorkspaceState> bound(Exchange exchange, PageRequest page) {
    if (page.isFirst()) {
      return asOf(exchange);
    }
    PageToken token = page.token();
    token.checkBound(
        exchange.query(AsOfText.PARAMETER).orElse(null), services.clock().wallMillis());
    ReadOptions options = ReadOptions.linearizable(services.limits().timeoutMillis());
    return onThisLoop(
        services
            .workspaces()
            .open(exchange.workspace())
            .compose(
                ledger -> {
                  token.check(ledger.state().incarnation());
                  return ledger.asOf(new AsOf.AtSequence(token.sequence()), options);
                })
            .recover(StateReads::expiredPage));
  }

  private static <T> Future<T> expiredPage(Throwable failure) {
    boolean isGone =
        failure instanceof ProblemException known
            && known.problem().code() == ErrorCode.HISTORY_EXPIRED;
    return Future.failedFuture(isGone ? PageToken.expired() : failure);
  }

  /**
   * The answer of a page of a list that is bound to a state; see {@link Pages#reply}. The state of
   * a first page with others behind it is kept for them.
   */
  <T> Reply boundPage(
      Exchange exchange,
      List<String> identity,
      PageRequest page,
      List<T> found,
      Function<T, String> name,
      Function<T, ?> view,
      WorkspaceState state) {
    if (page.isFirst() && found.size() > page.size()) {
      services.workspaces().open(exchange.workspace()).onSuccess(ledger -> ledger.keep(state));
    }
    String asOf = page.asOf(exchange);
    long now = services.clock().wallMillis();
    return Pages.reply(
        page,
        found,
        last -> PageToken.bound(identity, name.apply(last), state, asOf, now),
        view,
        state);
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
