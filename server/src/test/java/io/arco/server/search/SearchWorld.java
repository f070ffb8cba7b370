package io.arco.server.search;

import io.arco.catalog.CatalogDomain;
import io.arco.ledger.Caller;
import io.arco.ledger.Checkpoints;
import io.arco.ledger.Command;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerOptions;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.Receipt;
import io.arco.ledger.Submission;
import io.arco.ledger.WorkspaceState;
import io.arco.log.Backoff;
import io.arco.log.ObjectSlots;
import io.arco.planner.OrchestrationDomain;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.ThreadWorkers;
import io.arco.runtime.Workers;
import io.arco.server.owner.VertxScheduler;
import io.arco.store.MemoryStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A ledger in memory and the indexes that follow it, in this process, without a server. */
final class SearchWorld implements AutoCloseable {
  static final Workspace WORKSPACE = Workspace.of("default", "default");
  private static final long TIMEOUT_MILLIS = 30_000;

  final CatalogDomain catalog = new CatalogDomain();
  final SearchIndexes indexes;
  final Ledger ledger;
  private final Vertx vertx = Vertx.vertx();
  private final ThreadWorkers work = new ThreadWorkers("test-work", 2, 10_000);
  private final ThreadWorkers indexing = new ThreadWorkers("test-index", 1, 10_000);
  private final ThreadWorkers searching = new ThreadWorkers("test-search", 2, 10_000);

  /**
   * A world.
   *
   * @param around what the indexing is done by, given what it would be done by
   */
  SearchWorld(SearchOptions options, UnaryOperator<Workers> around) {
    OrchestrationDomain orchestration = new OrchestrationDomain();
    Domains domains = new Domains(List.of(catalog, orchestration));
    VertxScheduler scheduler = new VertxScheduler(vertx.getOrCreateContext());
    Runtime runtime = new Runtime(Clock.system(), scheduler, work, new SplittableRandom(1));
    indexes =
        new SearchIndexes(
            options,
            catalog,
            orchestration,
            scheduler,
            around.apply(indexing),
            searching,
            runtime.clock());
    MemoryStore store = new MemoryStore(scheduler);
    WorkspaceKeys keys = new WorkspaceKeys(WORKSPACE);
    LedgerConfig config =
        new LedgerConfig(
            WORKSPACE,
            store,
            new ObjectSlots(store, keys.journal()),
            domains,
            Checkpoints.NONE,
            runtime,
            LedgerOptions.DEFAULT,
            Backoff.DEFAULT,
            "test",
            indexes.observer(WORKSPACE));
    Promise<Ledger> opened = Promise.promise();
    scheduler.execute(() -> Ledger.open(config).onComplete(opened));
    ledger = Await.value(opened.future());
  }

  /** Submits commands, one commit's worth. */
  Future<Receipt> submit(Command... commands) {
    return ledger.submit(
        new Submission(
            List.of(commands), new Caller(Caller.ANONYMOUS, "test"), null, TIMEOUT_MILLIS));
  }

  /** Searches as the API does. */
  Future<SearchResult> search(SearchRequest request) {
    return ledger
        .read(ReadOptions.linearizable(TIMEOUT_MILLIS))
        .compose(state -> search(state, state.sequence(), request));
  }

  /** Searches once the index includes a commit. */
  Future<SearchResult> search(WorkspaceState state, long minSequence, SearchRequest request) {
    return indexes.search(WORKSPACE, state, minSequence, request, TIMEOUT_MILLIS);
  }

  @Override
  public void close() {
    Await.value(ledger.close());
    Await.value(indexes.close());
    work.close();
    indexing.close();
    searching.close();
    Await.value(vertx.close());
  }
}
