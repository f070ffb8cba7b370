package io.arco.server;

import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogLimits;
import io.arco.compactor.CompactionOptions;
import io.arco.ledger.Domains;
import io.arco.ledger.FormerOptions;
import io.arco.ledger.LedgerOptions;
import io.arco.planner.OrchestrationDomain;
import io.arco.server.api.ApiLimits;
import io.arco.server.api.ApiServices;
import io.arco.server.api.OpenApiDocument;
import io.arco.server.api.RunServices;
import io.arco.server.auth.Guard;
import io.arco.server.browser.BrowserAssets;
import io.arco.server.bus.DispatchClient;
import io.arco.server.bus.MessageBus;
import io.arco.server.bus.OwnerClient;
import io.arco.server.bus.SnapshotClient;
import io.arco.server.compaction.CommitHints;
import io.arco.server.compaction.CompactionVerticle;
import io.arco.server.compaction.StoreCompactors;
import io.arco.server.config.ArcoConfig;
import io.arco.server.config.AsOfSettings;
import io.arco.server.config.FileSettings;
import io.arco.server.config.LedgerSettings;
import io.arco.server.data.UserTables;
import io.arco.server.dispatch.Awakening;
import io.arco.server.dispatch.Dispatches;
import io.arco.server.files.CorsOrigins;
import io.arco.server.files.FileServices;
import io.arco.server.files.FileUrls;
import io.arco.server.files.OpenStreams;
import io.arco.server.files.ProtectedManifests;
import io.arco.server.history.RunHistory;
import io.arco.server.history.SnapshotRows;
import io.arco.server.journal.Journals;
import io.arco.server.metrics.DispatchMetrics;
import io.arco.server.metrics.LedgerMetrics;
import io.arco.server.owner.Observers;
import io.arco.server.owner.PlannerVerticle;
import io.arco.server.owner.StoreLedgers;
import io.arco.server.queries.Queries;
import io.arco.server.queries.QueryLog;
import io.arco.server.queries.QueryMetrics;
import io.arco.server.query.EntityHistory;
import io.arco.server.query.FormerSnapshots;
import io.arco.server.query.SystemTables;
import io.arco.server.search.SearchIndexes;
import io.arco.server.tasklog.LogLimits;
import io.arco.server.tasklog.TaskLogs;
import io.arco.server.token.SigningKeys;
import io.arco.server.token.TaskTokens;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.WorkspaceKeys;
import java.time.Duration;
import java.util.List;

/** Builds what a server deploys, and what its listeners work with, from its parts. */
final class Wiring {
  /** Workspaces open at once; one more is OVERLOADED. */
  static final int MAX_OPEN_WORKSPACES = 1_000;

  /** Workspaces that a start opens: half the room is for those that are asked for. */
  static final int MAX_AWAKENED_WORKSPACES = MAX_OPEN_WORKSPACES / 2;

  private final ServerParts parts;
  private final Journals journals;
  private final SigningKeys keys;
  private final Guard guard;
  private final OpenApiDocument document = OpenApiDocument.load();
  private final CatalogDomain catalog;
  private final OrchestrationDomain orchestration;
  private final Domains domains;
  private final SearchIndexes search;
  private final Dispatches dispatches;
  private final PlannerVerticle planner;
  private final QueryLog queryLog;
  private final Queries queries;

  /** With the journals, keys of task tokens and guard that were opened; deploys nothing. */
  Wiring(ServerParts parts, Journals journals, SigningKeys keys, Guard guard) {
    this.parts = parts;
    this.journals = journals;
    this.keys = keys;
    this.guard = guard;
    ArcoConfig config = parts.config();
    this.catalog =
        new CatalogDomain(
            CatalogLimits.DEFAULT, Duration.ofMillis(config.catalog().dropRetentionMillis()));
    this.orchestration = new OrchestrationDomain(RunBounds.limits(config.runs()));
    this.domains = new Domains(List.of(catalog, orchestration));
    this.search =
        SearchThreads.indexes(
            parts.vertx(), config.search(), catalog, orchestration, parts.clock());
    this.dispatches =
        new Dispatches(
            ledgers(),
            orchestration,
            parts.clock(),
            parts.workers(),
            parts.random(),
            RunBounds.dispatch(config));
    DispatchMetrics.register(parts.registry(), dispatches);
    this.queryLog = new QueryLog(config.sql().slowMillis());
    this.queries =
        new Queries(
            parts.clock(),
            parts.random(),
            queryLog,
            new QueryMetrics(parts.registry(), parts.sql().engine()::interrupted));
    this.planner = new PlannerVerticle(dispatches, domains, MAX_OPEN_WORKSPACES);
  }

  /** The owner of workspaces, always the same one. */
  PlannerVerticle planner() {
    return planner;
  }

  /** The indexes of search. */
  SearchIndexes search() {
    return search;
  }

  /** What opens the workspaces in which runs are under way; once the owner is deployed. */
  Awakening awakening() {
    return new Awakening(
        parts.store(), journals, planner.workspaces(), parts.runtime(), MAX_AWAKENED_WORKSPACES);
  }

  private RunServices runs() {
    return new RunServices(
        RunBounds.limits(parts.config().runs()).runs(),
        new DispatchClient(
            MessageBus.of(parts.vertx().eventBus()),
            parts.writer(),
            parts.config().ledger().commandTimeoutMillis()),
        dispatches,
        new TaskTokens(keys, parts.clock()),
        new TaskLogs(parts.store(), new LogLimits(parts.config().runs().maxLogBytes())),
        parts.tails(),
        new RunHistory(new SnapshotRows(parts.runtime(), parts.store(), snapshots())));
  }

  private StoreLedgers ledgers() {
    return new StoreLedgers(
        parts.store(),
        journals,
        domains,
        (workspace, runtime) ->
            new SnapshotCheckpoints(
                new Snapshots(runtime, parts.store(), new WorkspaceKeys(workspace)), domains),
        parts.clock(),
        parts.workers(),
        parts.random(),
        ledgerOptions(parts.config()),
        parts.writer(),
        new LedgerMetrics(parts.registry()),
        workspace ->
            new Observers(
                List.of(new CommitHints(snapshots(), workspace), search.observer(workspace))));
  }

  /** The compactor. */
  CompactionVerticle compaction() {
    CompactionOptions defaults = CompactionOptions.DEFAULT;
    return new CompactionVerticle(
        new StoreCompactors(
            parts.store(),
            journals,
            planner.workspaces(),
            domains,
            parts.clock(),
            parts.workers(),
            parts::random,
            new CompactionOptions(
                parts.config().compaction().minIntervalMillis(),
                defaults.restFactor(),
                defaults.maxTailCommits()),
            parts.writer()));
  }

  private SystemTables systemTables() {
    return new SystemTables(parts.runtime(), parts.store(), domains, parts.localFiles());
  }

  private SnapshotClient snapshots() {
    return new SnapshotClient(
        MessageBus.of(parts.vertx().eventBus()), parts.config().ledger().commandTimeoutMillis());
  }

  private static LedgerOptions ledgerOptions(ArcoConfig config) {
    LedgerOptions defaults = LedgerOptions.DEFAULT;
    LedgerSettings configured = config.ledger();
    AsOfSettings asOf = config.asOf();
    return new LedgerOptions(
        configured.maxQueuedCommands(),
        defaults.maxBatchCommands(),
        configured.maxBatchBytes(),
        defaults.maxCommandBytes(),
        configured.idempotencyTtlMillis(),
        configured.maxIdempotencyKeys(),
        defaults.lookTimeoutMillis(),
        defaults.maxTailCommits(),
        new FormerOptions(asOf.commits(), asOf.states(), asOf.memoryBytes()));
  }

  /** What the listeners work with. */
  ApiServices services() {
    SystemTables systemTables = systemTables();
    return new ApiServices(
        document,
        guard,
        domains,
        catalog,
        orchestration,
        parts.workers(),
        planner.workspaces(),
        new OwnerClient(MessageBus.of(parts.vertx().eventBus()), domains, parts.writer()),
        parts.roots(),
        new UserTables(
            parts.roots(),
            parts.sql().limits(),
            parts.clock(),
            parts.runtime().scheduler(),
            parts.dataWorkers()),
        parts.sql().gate(),
        parts.sql().engine(),
        queries,
        queryLog,
        systemTables,
        new FormerSnapshots(
            parts.runtime(),
            parts.store(),
            domains,
            systemTables,
            parts.sideFiles(),
            parts.config().asOf().snapshots()),
        new EntityHistory(parts.runtime(), parts.store()),
        snapshots(),
        search,
        parts.httpMetrics(),
        parts.registry()::scrape,
        parts.readiness(),
        parts.clock(),
        parts::random,
        new ApiLimits(
            parts.config().http().maxBodyBytes(),
            parts.config().ledger().commandTimeoutMillis(),
            CorsOrigins.parse(parts.config().http().corsOrigins())),
        runs(),
        new BrowserAssets(parts.workers()),
        files());
  }

  private FileServices files() {
    FileSettings configured = parts.config().files();
    return new FileServices(
        new FileUrls(keys, parts.clock()),
        new ProtectedManifests(parts.runtime(), parts.store()),
        parts.store(),
        parts.presign(),
        new OpenStreams(configured.maxStreams(), parts.registry()),
        new FileServices.Limits(configured.urlTtlMillis(), configured.maxUrlTtlMillis()));
  }
}
