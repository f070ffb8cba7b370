package io.arco.server.search;

import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * One workspace's index: being built, then following the newest state it was told of. All methods
 * on its scheduler; the work is done by the workers, one task at a time.
 */
final class WorkspaceIndex {
  private final StateItems items;
  private final Scheduler scheduler;
  private final Workers workers;
  private final Clock clock;
  private final Runnable onFailure;
  private final IndexBuild build;
  private final List<Waiter> waiters = new ArrayList<>();
  private WorkspaceState newest;
  private SearchView view;
  private final Promise<Void> freed = Promise.promise();
  private boolean working;
  private boolean closed;
  private Scheduler.Timer rest;
  private long usedAtNanos;

  /**
   * An index that is not there yet.
   *
   * @param newest what it is to be an index of
   * @param onFailure called when it can't go on; it is closed then
   */
  WorkspaceIndex(
      StateItems items,
      Scheduler scheduler,
      Workers workers,
      Clock clock,
      WorkspaceState newest,
      Runnable onFailure) {
    this.items = items;
    this.scheduler = scheduler;
    this.workers = workers;
    this.clock = clock;
    this.newest = newest;
    this.onFailure = onFailure;
    this.build = new IndexBuild(items);
    this.usedAtNanos = clock.nanoTime();
    work();
  }

  /** Someone who waits for a view that includes a commit. */
  private final class Waiter {
    private final Promise<SearchView> promise = Promise.promise();
    private final long wanted;
    private final long least;
    private final long leftMillis;
    private Scheduler.Timer timer;

    Waiter(long wanted, long least, long leftMillis) {
      this.wanted = wanted;
      this.least = least;
      this.leftMillis = leftMillis;
    }

    void end() {
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  /**
   * A view that includes a commit, or, after a while, one that includes at least another. Fails
   * with INDEX_BUILDING, SEQUENCE_NOT_REACHED or what indexing failed with.
   *
   * @param wanted the commit it waits for a second
   * @param least the commit it waits for until the deadline; at most {@code wanted}
   * @param buildWaitMillis how long it waits for the first view
   * @param timeoutMillis the deadline
   * @return a view that is acquired for the caller
   */
  Future<SearchView> view(long wanted, long least, long buildWaitMillis, long timeoutMillis) {
    usedAtNanos = clock.nanoTime();
    if (view != null && view.sequence() >= wanted) {
      return Future.succeededFuture(view.acquire());
    }
    long patience =
        Math.min(timeoutMillis, view == null ? buildWaitMillis : SearchLimits.FRESH_MILLIS);
    if (patience == 0 && view == null) {
      return Future.failedFuture(building().asException());
    }
    Waiter waiter = new Waiter(wanted, least, timeoutMillis - patience);
    waiters.add(waiter);
    waiter.timer = scheduler.schedule(patience, () -> impatient(waiter));
    work();
    return waiter.promise.future();
  }

  private void impatient(Waiter waiter) {
    if (view == null) {
      waiters.remove(waiter);
      waiter.promise.fail(building().asException());
    } else if (view.sequence() >= waiter.least) {
      waiters.remove(waiter);
      waiter.promise.complete(view.acquire());
    } else {
      waiter.timer = scheduler.schedule(waiter.leftMillis, () -> late(waiter));
    }
  }

  private void late(Waiter waiter) {
    waiters.remove(waiter);
    if (view.sequence() >= waiter.least) {
      waiter.promise.complete(view.acquire());
      return;
    }
    waiter.promise.fail(
        Problem.of(
                ErrorCode.SEQUENCE_NOT_REACHED,
                "The asked minimal sequence was not reached in time.")
            .with("minSequence", waiter.least)
            .with("sequence", view.sequence())
            .asException());
  }

  /** What is answered before the first view. */
  private Problem building() {
    int total = items.count(newest);
    return Problem.of(ErrorCode.INDEX_BUILDING, "The search index is being built. Try again.")
        .with("done", Math.min(build.progress(), total))
        .with("total", total);
  }

  /** Tells it of a state; older ones than it knows change nothing. */
  void offer(WorkspaceState state) {
    if (state.sequence() > newest.sequence()) {
      newest = state;
      if (rest == null) {
        work();
      }
    }
  }

  /** Since when nobody asked for a view; nobody waits for one. */
  boolean isIdleSince(long nanos) {
    return waiters.isEmpty() && usedAtNanos - nanos <= 0;
  }

  /** Whether it can be searched. */
  boolean isBuilt() {
    return view != null;
  }

  /** When a view was asked for last. */
  long usedAtNanos() {
    return usedAtNanos;
  }

  private void work() {
    boolean done = view != null && view.sequence() >= newest.sequence();
    if (working || closed || done) {
      return;
    }
    cancelRest();
    working = true;
    WorkspaceState to = newest;
    long beganAtNanos = clock.nanoTime();
    workers
        .call(() -> build.advance(to))
        .onComplete(advanced -> scheduler.execute(() -> advanced(advanced, beganAtNanos)));
  }

  private void advanced(AsyncResult<SearchView> advanced, long beganAtNanos) {
    working = false;
    if (closed) {
      if (advanced.succeeded()) {
        advanced.result().release();
      }
      free();
    } else if (advanced.failed()) {
      SearchIndexes.LOG
          .atError()
          .setCause(advanced.cause())
          .log("a search index could not be made; it is closed");
      onFailure.run();
      close(Problem.of(ErrorCode.INTERNAL, "The search index could not be made.").asException());
    } else {
      publish(advanced.result());
      goOn((clock.nanoTime() - beganAtNanos) / 1_000_000);
    }
  }

  private void publish(SearchView next) {
    SearchView old = view;
    view = next;
    if (old != null) {
      old.release();
    }
    for (Waiter waiter : List.copyOf(waiters)) {
      if (waiter.wanted <= view.sequence()) {
        waiters.remove(waiter);
        waiter.end();
        waiter.promise.complete(view.acquire());
      }
    }
  }

  /** At once where someone waits; otherwise after a rest. */
  private void goOn(long tookMillis) {
    if (!waiters.isEmpty()) {
      work();
      return;
    }
    long millis = Math.min(SearchLimits.MAX_REST_MILLIS, tookMillis * SearchLimits.REST_FACTOR);
    rest =
        scheduler.schedule(
            millis,
            () -> {
              rest = null;
              work();
            });
  }

  private void cancelRest() {
    if (rest != null) {
      rest.cancel();
      rest = null;
    }
  }

  /**
   * Ends it; who still waits is told this.
   *
   * @return completes once its memory is free, but for what searches still hold; never fails
   */
  Future<Void> close(RuntimeException reason) {
    if (closed) {
      return freed.future();
    }
    closed = true;
    cancelRest();
    build.cancel();
    for (Waiter waiter : List.copyOf(waiters)) {
      waiter.end();
      waiter.promise.fail(reason);
    }
    waiters.clear();
    if (!working) {
      free();
    }
    return freed.future();
  }

  private void free() {
    if (view != null) {
      view.release();
      view = null;
    }
    workers
        .call(build::close)
        .onFailure(
            failure ->
                SearchIndexes.LOG.atWarn().setCause(failure).log("a search index was not closed"))
        .onComplete(done -> freed.tryComplete());
  }
}
