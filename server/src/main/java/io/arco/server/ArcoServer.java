package io.arco.server;

import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogLimits;
import io.arco.compactor.CompactionOptions;
import io.arco.ledger.Domains;
import io.arco.ledger.FormerOptions;
import io.arco.ledger.LedgerOptions;
import io.arco.planner.OrchestrationDomain;
import io.arco.runtime.Clock;
import io.arco.runtime.Uuids;
import io.arco.runtime.Workers;
import io.arco.server.api.ApiLimits;
import io.arco.server.api.ApiServices;
import io.arco.server.api.ApiVerticle;
import io.arco.server.api.OpenApiDocument;
import io.arco.server.api.RunServices;
import io.arco.server.bus.DispatchClient;
import io.arco.server.bus.MessageBus;
import io.arco.server.bus.OwnerClient;
import io.arco.server.bus.SnapshotClient;
import io.arco.server.compaction.CommitHints;
import io.arco.server.compaction.CompactionVerticle;
import io.arco.server.compaction.StoreCompactors;
import io.arco.server.config.ArcoConfig;
import io.arco.server.data.DataRoots;
import io.arco.server.data.UserTables;
import io.arco.server.dispatch.Dispatches;
import io.arco.server.flight.FlightSql;
import io.arco.server.history.RunHistory;
import io.arco.server.history.SnapshotRows;
import io.arco.server.journal.Journals;
import io.arco.server.journal.ObjectJournals;
import io.arco.server.journal.StartCheck;
import io.arco.server.metrics.DispatchMetrics;
import io.arco.server.metrics.HttpMetrics;
import io.arco.server.metrics.LedgerMetrics;
import io.arco.server.metrics.MeteredStore;
import io.arco.server.metrics.Metrics;
import io.arco.server.owner.Observers;
import io.arco.server.owner.PlannerVerticle;
import io.arco.server.owner.StoreLedgers;
import io.arco.server.owner.VertxScheduler;
import io.arco.server.owner.VertxWorkers;
import io.arco.server.query.CopiedFiles;
import io.arco.server.query.DirectFiles;
import io.arco.server.query.EntityHistory;
import io.arco.server.query.FormerSnapshots;
import io.arco.server.query.LocalFiles;
import io.arco.server.query.SideFiles;
import io.arco.server.query.SystemTables;
import io.arco.server.search.SearchIndexes;
import io.arco.server.sql.SqlEngine;
import io.arco.server.tasklog.LogLimits;
import io.arco.server.tasklog.TailCount;
import io.arco.server.tasklog.TaskLogs;
import io.arco.server.token.SigningKeys;
import io.arco.server.token.TaskTokens;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.FileStore;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.arco.store.StoreLocation;
import io.arco.store.StoreProbe;
import io.arco.store.WorkspaceKeys;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: one Vert.x, one store, the verticles. Everything is wired here, and only here.
 */
public final class ArcoServer {
  /** Workspaces open at once; one more is OVERLOADED. */
  public static final int MAX_OPEN_WORKSPACES = 1_000;

  /** Threads for the store and for heavy work. */
  static final int WORKER_THREADS = 16;

  /** Tasks that run and wait on those threads. */
  static final int MAX_WORKER_TASKS = 20_000;

  /**
   * An event loop that is busy for longer is told of in the log. Loading classes at the first start
   * of a slow machine takes hundreds of milliseconds; the tests allow less once that is done.
   */
  static final long MAX_LOOP_MILLIS = 2_000;

  /** What closing may take beyond the time for draining. */
  static final long CLOSE_GRACE_MILLIS = 1_500;

  /** How often, after draining, the ends of answers are waited for, and how long each time. */
  static final int SETTLE_TURNS = 20;

  static final long SETTLE_TURN_MILLIS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(ArcoServer.class);

  /** Vert.x shares a random port among servers that ask for the same negative one. */
  private static final int ANY_PORT = -1;

  private final ArcoConfig config;
  private final Vertx vertx;
  private final PrometheusMeterRegistry registry = Metrics.registry();
  private final HttpMetrics httpMetrics = new HttpMetrics(registry);
  private final Clock clock = Clock.system();
  private final SecureRandom seeds = new SecureRandom();
  private final List<String> apiDeployments = new ArrayList<>();
  private final VertxWorkers workers;
  private final ObjectStore store;
  private final Readiness readiness;
  private final String writer;
  private final LocalFiles localFiles;
  private final SideFiles sideFiles;
  private final SqlEngines sql;
  private final FlightEndpoint flight;
  private final DataRoots roots;
  private SearchIndexes search;
  private final OpenApiDocument document = OpenApiDocument.load();
  private Journals journals = new ObjectJournals();
  private SigningKeys keys;
  private PlannerVerticle planner;
  private final TailCount tails = new TailCount(LogLimits.MAX_TAILS);
  private Future<Boolean> closing;
  private int port;

  /** Opens the store of a server. */
  interface StoreOpener {
    /** The store; its heavy work runs on the workers. */
    ObjectStore open(Workers workers, Clock clock);
  }

  private ArcoServer(ArcoConfig config, Vertx vertx, StoreOpener opener) {
    this.config = config;
    this.vertx = vertx;
    this.workers =
        new VertxWorkers(
            vertx.createSharedWorkerExecutor("arco-work", WORKER_THREADS), MAX_WORKER_TASKS);
    ObjectStore opened = opener.open(workers, clock);
    this.store = new MeteredStore(opened, registry, clock);
    this.localFiles =
        opened instanceof FileStore directory
            ? new DirectFiles(directory, workers)
            : new CopiedFiles(store, workers, clock);
    this.sideFiles = new SideFiles(workers, clock);
    this.readiness = new Readiness(store, clock);
    this.writer = new Uuids(seeds).next(Instant.ofEpochMilli(clock.wallMillis())).toString();
    this.sql = SqlEngines.of(config.sql());
    this.flight = new FlightEndpoint(config, workers);
    this.roots = new DataRoots(config.dataRoots(), storeDirectory(config), workers);
  }

  /**
   * Starts a server: opens and probes its store, deploys the verticles, listens. Fails, with
   * everything closed again, where any of it fails; the failure is for the person who started it.
   */
  public static Future<ArcoServer> start(ArcoConfig config) {
    return start(
        config,
        Vertx.vertx(vertxOptions()),
        (workers, clock) -> StoreLocation.parse(config.store()).open(workers, clock));
  }

  /** The same in this Vert.x, which the server then owns, and on another store. */
  static Future<ArcoServer> start(ArcoConfig config, Vertx vertx, StoreOpener opener) {
    ArcoServer server;
    try {
      server = new ArcoServer(config, vertx, opener);
    } catch (RuntimeException e) {
      return vertx.close().transform(closed -> Future.failedFuture(e));
    }
    // A promise of no context: that of the deployment's futures ends with Vert.x.
    Promise<ArcoServer> started = Promise.promise();
    server
        .deploy()
        .onSuccess(deployed -> started.complete(server))
        .onFailure(failure -> server.closeAll().onComplete(closed -> started.fail(failure)));
    return started.future();
  }

  private static Optional<Path> storeDirectory(ArcoConfig config) {
    return StoreLocation.parse(config.store()) instanceof StoreLocation.Directory directory
        ? Optional.of(directory.path())
        : Optional.empty();
  }

  /** How Vert.x is set up for a server. */
  static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setMaxEventLoopExecuteTime(MAX_LOOP_MILLIS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setWarningExceptionTime(MAX_LOOP_MILLIS)
        .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS);
  }

  private Future<Void> deploy() {
    return StoreProbe.check(store, new Prefix("probe/"), seeds)
        .compose(ignored -> openJournals())
        .compose(ignored -> KeysOpener.open(config, workers, seeds))
        .compose(
            opened -> {
              keys = opened;
              return deployVerticles();
            })
        .onSuccess(ignored -> readiness.serving(true));
  }

  private Future<Void> openJournals() {
    return JournalOpener.open(vertx, config)
        .compose(
            opened -> {
              journals = opened;
              readiness.journal(opened::ping);
              return new StartCheck(store, opened.keptIn())
                  .run(new VertxScheduler(vertx.getOrCreateContext()));
            });
  }

  private Future<Void> deployVerticles() {
    CatalogDomain catalog =
        new CatalogDomain(
            CatalogLimits.DEFAULT, Duration.ofMillis(config.catalog().dropRetentionMillis()));
    OrchestrationDomain orchestration = new OrchestrationDomain(RunBounds.limits(config.runs()));
    Domains domains = new Domains(List.of(catalog, orchestration));
    search = SearchThreads.indexes(vertx, config.search(), catalog, orchestration, clock);
    Dispatches dispatches =
        new Dispatches(
            ledgers(domains), orchestration, clock, workers, random(), RunBounds.dispatch(config));
    DispatchMetrics.register(registry, dispatches);
    planner = new PlannerVerticle(dispatches, domains, MAX_OPEN_WORKSPACES);
    return vertx
        .deployVerticle(planner)
        .compose(ignored -> vertx.deployVerticle(compaction(domains, planner)))
        .compose(
            ignored -> {
              ApiServices services = services(catalog, orchestration, domains, runs(dispatches));
              return deployApi(services).compose(deployed -> flight.open(services));
            });
  }

  private RunServices runs(Dispatches dispatches) {
    return new RunServices(
        RunBounds.limits(config.runs()).runs(),
        new DispatchClient(
            MessageBus.of(vertx.eventBus()), writer, config.ledger().commandTimeoutMillis()),
        dispatches,
        new TaskTokens(keys, clock),
        new TaskLogs(store, new LogLimits(config.runs().maxLogBytes())),
        tails,
        new RunHistory(new SnapshotRows(runtime(), store, snapshots())));
  }

  private StoreLedgers ledgers(Domains domains) {
    return new StoreLedgers(
        store,
        journals,
        domains,
        (workspace, runtime) ->
            new SnapshotCheckpoints(
                new Snapshots(runtime, store, new WorkspaceKeys(workspace)), domains),
        clock,
        workers,
        random(),
        ledgerOptions(config),
        writer,
        new LedgerMetrics(registry),
        workspace ->
            new Observers(
                List.of(new CommitHints(snapshots(), workspace), search.observer(workspace))));
  }

  private CompactionVerticle compaction(Domains domains, PlannerVerticle planner) {
    CompactionOptions defaults = CompactionOptions.DEFAULT;
    return new CompactionVerticle(
        new StoreCompactors(
            store,
            journals,
            planner.workspaces(),
            domains,
            clock,
            workers,
            this::random,
            new CompactionOptions(
                config.compaction().minIntervalMillis(),
                defaults.restFactor(),
                defaults.maxTailCommits()),
            writer));
  }

  private SystemTables systemTables(Domains domains) {
    return new SystemTables(runtime(), store, domains, localFiles);
  }

  private io.arco.runtime.Runtime runtime() {
    return new io.arco.runtime.Runtime(
        clock, new VertxScheduler(vertx.getOrCreateContext()), workers, random());
  }

  private SnapshotClient snapshots() {
    return new SnapshotClient(
        MessageBus.of(vertx.eventBus()), config.ledger().commandTimeoutMillis());
  }

  private static LedgerOptions ledgerOptions(ArcoConfig config) {
    LedgerOptions defaults = LedgerOptions.DEFAULT;
    ArcoConfig.Ledger configured = config.ledger();
    ArcoConfig.AsOf asOf = config.asOf();
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

  private ApiServices services(
      CatalogDomain catalog, OrchestrationDomain orchestration, Domains domains, RunServices runs) {
    SystemTables systemTables = systemTables(domains);
    return new ApiServices(
        document,
        domains,
        catalog,
        orchestration,
        workers,
        planner.workspaces(),
        new OwnerClient(MessageBus.of(vertx.eventBus()), domains, writer),
        roots,
        new UserTables(roots, workers),
        sql.gate(),
        sql.engine(),
        systemTables,
        new FormerSnapshots(
            runtime(), store, domains, systemTables, sideFiles, config.asOf().snapshots()),
        new EntityHistory(runtime(), store),
        snapshots(),
        search,
        httpMetrics,
        registry::scrape,
        readiness,
        clock,
        this::random,
        new ApiLimits(config.http().maxBodyBytes(), config.ledger().commandTimeoutMillis()),
        runs);
  }

  private RandomGenerator random() {
    return new SplittableRandom(seeds.nextLong());
  }

  private Future<Void> deployApi(ApiServices services) {
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
    int asked = config.http().port();
    Future<Void> deployed = Future.succeededFuture();
    for (int i = 0; i < loops; i++) {
      ApiVerticle verticle =
          new ApiVerticle(
              services,
              config.http().host(),
              asked == 0 ? ANY_PORT : asked,
              config.shutdown().drainMillis());
      deployed = deployed.compose(ignored -> deployApi(verticle));
    }
    return deployed;
  }

  private Future<Void> deployApi(ApiVerticle verticle) {
    return vertx
        .deployVerticle(verticle)
        .map(
            id -> {
              apiDeployments.add(id);
              port = verticle.actualPort();
              return null;
            });
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Its Flight SQL, if it serves any. */
  Optional<FlightSql> flight() {
    return flight.served();
  }

  /** The address it listens on for Flight SQL, as a URL, if it does. */
  public Optional<String> flightUrl() {
    return flight.served().map(served -> url("grpc", config.flight().host(), served.port()));
  }

  /** Where it runs SQL. */
  SqlEngine engine() {
    return sql.engine();
  }

  /** The address it listens on, as a URL. */
  public String url() {
    return url("http", config.http().host(), port);
  }

  private static String url(String scheme, String host, int port) {
    return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /**
   * Stops: takes no more connections, gives requests under way the configured time, then closes the
   * ledgers, the store and Vert.x.
   *
   * @return whether every request was answered
   */
  public synchronized Future<Boolean> close() {
    if (closing == null) {
      closing = drainAndClose();
    }
    return closing;
  }

  private Future<Boolean> drainAndClose() {
    readiness.serving(false);
    httpMetrics.draining(clock.nanoTime());
    // What waits by its nature is answered first, so that draining does not wait for it.
    return Future.join(tails.close(), planner.drain())
        .transform(
            ended -> Future.join(undeployApi(), flight.close(config.shutdown().drainMillis())))
        .transform(drained -> settled(SETTLE_TURNS))
        .transform(
            settled -> {
              int cut = httpMetrics.cutByDraining() + flight.cutByDraining();
              if (cut > 0) {
                LOG.atWarn().addKeyValue("requests", cut).log("requests were cut off");
              }
              return closeAll().map(cut == 0);
            });
  }

  private Future<Void> undeployApi() {
    List<Future<Void>> draining = new ArrayList<>();
    apiDeployments.forEach(id -> draining.add(vertx.undeploy(id)));
    return Future.join(draining).mapEmpty();
  }

  /**
   * Waits until the ends of answers are counted: a connection may be closed a moment before the end
   * of its last answer is told.
   */
  private Future<Void> settled(int turns) {
    return turns == 0 || httpMetrics.inFlight() == 0
        ? Future.succeededFuture()
        : vertx.timer(SETTLE_TURN_MILLIS).transform(turn -> settled(turns - 1));
  }

  private Future<Void> closeAll() {
    List<Future<Void>> undeploying = new ArrayList<>();
    vertx.deploymentIDs().forEach(id -> undeploying.add(vertx.undeploy(id)));
    return Future.join(undeploying)
        .eventually(() -> flight.close(0))
        .eventually(sql::close)
        .eventually(() -> search == null ? Future.succeededFuture() : search.close())
        .eventually(localFiles::close)
        .eventually(sideFiles::close)
        .eventually(() -> journals.close())
        .eventually(store::close)
        .eventually(() -> vertx.close())
        .otherwiseEmpty()
        .mapEmpty();
  }
}
