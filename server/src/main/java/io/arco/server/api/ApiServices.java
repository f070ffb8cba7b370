package io.arco.server.api;

import io.arco.catalog.CatalogDomain;
import io.arco.ledger.Domains;
import io.arco.planner.OrchestrationDomain;
import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import io.arco.server.auth.Guard;
import io.arco.server.browser.BrowserAssets;
import io.arco.server.bus.OwnerClient;
import io.arco.server.bus.SnapshotClient;
import io.arco.server.files.FileServices;
import io.arco.server.metrics.HttpMetrics;
import io.arco.server.owner.Workspaces;
import io.arco.server.queries.Queries;
import io.arco.server.queries.QueryLog;
import io.arco.server.query.EntityHistory;
import io.arco.server.query.FormerSnapshots;
import io.arco.server.query.SystemTables;
import io.arco.server.search.SearchIndexes;
import io.arco.server.sql.SqlEngine;
import io.arco.server.sql.SqlGate;
import io.vertx.core.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the operations of the API work with; shared by all API verticles of a server.
 *
 * @param document the contract
 * @param guard judges calls
 * @param domains what the ledgers know
 * @param catalog one of them
 * @param orchestration another
 * @param workers where long reads go
 * @param workspaces for reads
 * @param owner for everything that changes something
 * @param locations judges where tables may point
 * @param sources finds the files of tables
 * @param gate judges SQL
 * @param engine runs it
 * @param queries that run on it, or did
 * @param queryLog tells of some of them
 * @param systemTables what it runs over
 * @param formerSnapshots the same of the past
 * @param history what happened to entities
 * @param snapshots the way to the compactor
 * @param search finds things by their words
 * @param metrics counts requests
 * @param scrape the text of all metrics
 * @param readiness succeeds when the server can do its work, fails with a problem when not
 * @param clock the time
 * @param randoms a source of randomness for each event loop
 * @param limits of requests
 * @param runs what runs and workers need besides
 * @param browser the page that runs SQL in the browser
 * @param files what files of snapshots need besides
 */
public record ApiServices(
    OpenApiDocument document,
    Guard guard,
    Domains domains,
    CatalogDomain catalog,
    OrchestrationDomain orchestration,
    Workers workers,
    Workspaces workspaces,
    OwnerClient owner,
    TableLocations locations,
    TableSources sources,
    SqlGate gate,
    SqlEngine engine,
    Queries queries,
    QueryLog queryLog,
    SystemTables systemTables,
    FormerSnapshots formerSnapshots,
    EntityHistory history,
    SnapshotClient snapshots,
    SearchIndexes search,
    HttpMetrics metrics,
    Supplier<String> scrape,
    Supplier<Future<Void>> readiness,
    Clock clock,
    Supplier<RandomGenerator> randoms,
    ApiLimits limits,
    RunServices runs,
    BrowserAssets browser,
    FileServices files) {}
