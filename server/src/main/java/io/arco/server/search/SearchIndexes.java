package io.arco.server.search;

import io.arco.catalog.CatalogDomain;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Clock;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search indexes of a node: one for each workspace that is searched, none for the others. May
 * be used from any thread; see docs/design/014-search.md.
 */
public final class SearchIndexes {
  static final Logger LOG = LoggerFactory.getLogger(SearchIndexes.class);

  private final SearchOptions options;
  private final StateItems items;
  private final Scheduler scheduler;
  private final Workers indexing;
  private final Workers searching;
  private final Clock clock;

  /** Changed on the scheduler alone; other threads look whether a workspace is in it. */
  private final ConcurrentMap<Workspace, WorkspaceIndex> open = new ConcurrentHashMap<>();

  /** Of indexes that are being closed. */
  private final Set<Future<Void>> ending = new HashSet<>();

  private boolean closed;
  private Scheduler.Timer sweep;

  /**
   * None open yet.
   *
   * @param scheduler where indexes are looked after
   * @param indexing one thread that makes them
   * @param searching threads that search them
   */
  public SearchIndexes(
      SearchOptions options,
      CatalogDomain catalog,
      OrchestrationDomain orchestration,
      Scheduler scheduler,
      Workers indexing,
      Workers searching,
      Clock clock) {
    this.options = options;
    this.items = new StateItems(catalog, orchestration);
    this.scheduler = scheduler;
    this.indexing = indexing;
    this.searching = searching;
    this.clock = clock;
  }

  /** Whom a workspace's ledger tells what it does, so that its index follows. */
  public LedgerObserver observer(Workspace workspace) {
    return new LedgerObserver() {
      @Override
      public void committed(WorkspaceState state, int commands, long bytes, boolean own) {
        offer(workspace, state);
      }

      @Override
      public void openedAnew(WorkspaceState state) {
        offer(workspace, state);
      }

      @Override
      public void stopped(Problem problem) {
        if (open.containsKey(workspace)) {
          scheduler.execute(() -> close(workspace));
        }
      }
    };
  }

  private void offer(Workspace workspace, WorkspaceState state) {
    if (open.containsKey(workspace)) {
      scheduler.execute(
          () -> {
            WorkspaceIndex index = open.get(workspace);
            if (index != null) {
              index.offer(state);
            }
          });
    }
  }

  /**
   * Searches a workspace. Fails with {@link ProblemException}: INDEX_BUILDING,
   * SEQUENCE_NOT_REACHED, OVERLOADED, UNAVAILABLE. Completes on any thread.
   *
   * @param known a state of it, as fresh as asked for: the index includes it, unless that takes
   *     more than a second
   * @param minSequence what the index includes in any case
   * @param timeoutMillis how long the caller waits, at least 1
   */
  public Future<SearchResult> search(
      Workspace workspace,
      WorkspaceState known,
      long minSequence,
      SearchRequest request,
      long timeoutMillis) {
    Promise<SearchView> promise = Promise.promise();
    scheduler.execute(() -> view(workspace, known, minSequence, timeoutMillis).onComplete(promise));
    return promise.future().compose(view -> run(view, request));
  }

  private Future<SearchView> view(
      Workspace workspace, WorkspaceState known, long minSequence, long timeoutMillis) {
    WorkspaceIndex index;
    try {
      index = index(workspace, known);
    } catch (ProblemException e) {
      return Future.failedFuture(e);
    }
    index.offer(known);
    return index.view(known.sequence(), minSequence, options.buildWaitMillis(), timeoutMillis);
  }

  private WorkspaceIndex index(Workspace workspace, WorkspaceState known) {
    WorkspaceIndex index = open.get(workspace);
    if (index != null) {
      return index;
    }
    if (closed) {
      throw goingDown();
    }
    if (open.size() >= options.maxIndexes()) {
      closeOne();
    }
    WorkspaceIndex made =
        new WorkspaceIndex(items, scheduler, indexing, clock, known, () -> open.remove(workspace));
    open.put(workspace, made);
    planSweep();
    return made;
  }

  /** Makes room: the one that was not used for longest goes, of those that can be searched. */
  private void closeOne() {
    long now = clock.nanoTime();
    Workspace oldest =
        open.entrySet().stream()
            .filter(each -> each.getValue().isBuilt() && each.getValue().isIdleSince(now))
            .min(Comparator.comparingLong(each -> each.getValue().usedAtNanos() - now))
            .map(Map.Entry::getKey)
            .orElseThrow(
                () ->
                    Problem.of(ErrorCode.OVERLOADED, "Too many search indexes are being built.")
                        .with("maxIndexes", options.maxIndexes())
                        .asException());
    close(oldest);
  }

  private void close(Workspace workspace) {
    WorkspaceIndex index = open.remove(workspace);
    if (index == null) {
      return;
    }
    Future<Void> end =
        index.close(
            Problem.of(ErrorCode.UNAVAILABLE, "The search index was closed. Try again.")
                .asException());
    ending.add(end);
    end.onComplete(done -> scheduler.execute(() -> ending.remove(end)));
  }

  private void planSweep() {
    if (sweep == null && !open.isEmpty() && !closed) {
      sweep = scheduler.schedule(options.idleMillis(), this::sweep);
    }
  }

  private void sweep() {
    sweep = null;
    long before = clock.nanoTime() - options.idleMillis() * 1_000_000;
    for (Map.Entry<Workspace, WorkspaceIndex> each : open.entrySet()) {
      if (each.getValue().isIdleSince(before)) {
        close(each.getKey());
      }
    }
    planSweep();
  }

  private Future<SearchResult> run(SearchView view, SearchRequest request) {
    return searching
        .call(
            () -> {
              try {
                return new SearchRun(items, view, request).result();
              } finally {
                view.release();
              }
            })
        .recover(
            failure -> {
              if (failure instanceof RejectedExecutionException) {
                view.release();
                return Future.failedFuture(
                    Problem.of(ErrorCode.OVERLOADED, "Too many searches wait already.")
                        .asException());
              }
              return Future.failedFuture(failure);
            });
  }

  /** How many indexes are open or being built. */
  public int count() {
    return open.size();
  }

  /** Closes them all and opens no more. */
  public Future<Void> close() {
    Promise<Void> promise = Promise.promise();
    scheduler.execute(
        () -> {
          closed = true;
          if (sweep != null) {
            sweep.cancel();
            sweep = null;
          }
          List.copyOf(open.keySet()).forEach(this::close);
          Future.join(List.copyOf(ending)).<Void>mapEmpty().onComplete(promise);
        });
    return promise.future();
  }

  private static ProblemException goingDown() {
    return Problem.of(ErrorCode.UNAVAILABLE, "This server is going down.").asException();
  }
}
