package io.arco.server;

import io.arco.catalog.CatalogDomain;
import io.arco.planner.OrchestrationDomain;
import io.arco.runtime.Clock;
import io.arco.server.config.SearchSettings;
import io.arco.server.owner.VertxScheduler;
import io.arco.server.owner.VertxWorkers;
import io.arco.server.search.SearchIndexes;
import io.arco.server.search.SearchLimits;
import io.arco.server.search.SearchOptions;
import io.vertx.core.Vertx;

/** The threads of search, which nobody else uses; they start with the first search. */
final class SearchThreads {
  private SearchThreads() {}

  /** The indexes of a server, none of them open. */
  static SearchIndexes indexes(
      Vertx vertx,
      SearchSettings configured,
      CatalogDomain catalog,
      OrchestrationDomain orchestration,
      Clock clock) {
    return new SearchIndexes(
        new SearchOptions(
            configured.maxIndexes(), configured.idleMillis(), configured.buildWaitMillis()),
        catalog,
        orchestration,
        new VertxScheduler(vertx.getOrCreateContext()),
        workers(vertx, "arco-search-index", 1, SearchLimits.WAITING_TASKS),
        workers(vertx, "arco-search", SearchLimits.SEARCH_THREADS, SearchLimits.WAITING_SEARCHES),
        clock);
  }

  private static VertxWorkers workers(Vertx vertx, String name, int threads, int limit) {
    return new VertxWorkers(vertx.createSharedWorkerExecutor(name, threads), limit);
  }
}
