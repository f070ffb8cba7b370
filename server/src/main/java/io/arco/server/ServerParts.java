package io.arco.server;

import io.arco.runtime.Clock;
import io.arco.runtime.Uuids;
import io.arco.runtime.Workers;
import io.arco.server.config.ArcoConfig;
import io.arco.server.data.DataBuckets;
import io.arco.server.data.DataRoots;
import io.arco.server.metrics.HttpMetrics;
import io.arco.server.metrics.MeteredStore;
import io.arco.server.metrics.Metrics;
import io.arco.server.owner.VertxScheduler;
import io.arco.server.owner.VertxWorkers;
import io.arco.server.query.CopiedFiles;
import io.arco.server.query.DirectFiles;
import io.arco.server.query.LocalFiles;
import io.arco.server.query.SideFiles;
import io.arco.server.tasklog.LogLimits;
import io.arco.server.tasklog.TailCount;
import io.arco.store.FileStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.StoreLocation;
import io.arco.store.s3.S3Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * What a server has before anything is deployed, each thing once.
 *
 * @param config what was configured
 * @param vertx its own
 * @param registry of metrics
 * @param httpMetrics counts requests, of REST
 * @param clock the machine's
 * @param seeds of everything random, fit for secrets
 * @param workers for the store and for heavy work
 * @param store where the bytes live
 * @param presign URLs of the store's own, if it has any
 * @param localFiles the store's files, for engines that read files
 * @param sideFiles files beside those of a snapshot, for reads of the past
 * @param readiness whether it can do its work
 * @param writer its name in journals
 * @param sql where queries run
 * @param buckets those of users' tables
 * @param roots where tables may point
 * @param dataWorkers find and fetch the files of users' tables
 * @param tails who follows logs
 */
record ServerParts(
    ArcoConfig config,
    Vertx vertx,
    PrometheusMeterRegistry registry,
    HttpMetrics httpMetrics,
    Clock clock,
    SecureRandom seeds,
    VertxWorkers workers,
    ObjectStore store,
    Optional<BiFunction<Key, Duration, Future<URI>>> presign,
    LocalFiles localFiles,
    SideFiles sideFiles,
    Readiness readiness,
    String writer,
    SqlEngines sql,
    DataBuckets buckets,
    DataRoots roots,
    VertxWorkers dataWorkers,
    TailCount tails) {
  /** Threads for the store and for heavy work. */
  static final int WORKER_THREADS = 16;

  /** Tasks that run and wait on those threads. */
  static final int MAX_WORKER_TASKS = 20_000;

  /** Threads that find out which files queries of users' tables read, and fetch them. */
  static final int DATA_THREADS = 8;

  /** Queries that wait for that, or are at it. */
  static final int MAX_DATA_TASKS = 1_000;

  /** Opens the store of a server. */
  interface StoreOpener {
    /** The store; its heavy work runs on the workers. */
    ObjectStore open(Workers workers, Clock clock);
  }

  /** Opens the store and makes the rest; throws what the opener throws. */
  static ServerParts open(ArcoConfig config, Vertx vertx, StoreOpener opener) {
    Clock clock = Clock.system();
    SecureRandom seeds = new SecureRandom();
    PrometheusMeterRegistry registry = Metrics.registry();
    VertxWorkers workers =
        new VertxWorkers(
            vertx.createSharedWorkerExecutor("arco-work", WORKER_THREADS), MAX_WORKER_TASKS);
    ObjectStore opened = opener.open(workers, clock);
    ObjectStore store = new MeteredStore(opened, registry, clock);
    DataBuckets buckets = DataBuckets.open(config.dataBuckets(), config.dataCacheBytes(), workers);
    return new ServerParts(
        config,
        vertx,
        registry,
        new HttpMetrics(registry),
        clock,
        seeds,
        workers,
        store,
        opened instanceof S3Store bucket ? Optional.of(bucket::presign) : Optional.empty(),
        opened instanceof FileStore directory
            ? new DirectFiles(directory, workers)
            : new CopiedFiles(store, workers, clock),
        new SideFiles(workers, clock),
        new Readiness(store, clock),
        new Uuids(seeds).next(Instant.ofEpochMilli(clock.wallMillis())).toString(),
        SqlEngines.of(config.sql()),
        buckets,
        new DataRoots(config.dataRoots(), storeDirectory(config), buckets, workers),
        new VertxWorkers(
            vertx.createSharedWorkerExecutor("arco-data", DATA_THREADS), MAX_DATA_TASKS),
        new TailCount(LogLimits.MAX_TAILS));
  }

  private static Optional<Path> storeDirectory(ArcoConfig config) {
    return StoreLocation.parse(config.store()) instanceof StoreLocation.Directory directory
        ? Optional.of(directory.path())
        : Optional.empty();
  }

  /** A source of randomness of one's own. */
  RandomGenerator random() {
    return new SplittableRandom(seeds.nextLong());
  }

  /** Time, timers on the calling thread's context, workers and randomness. */
  io.arco.runtime.Runtime runtime() {
    return new io.arco.runtime.Runtime(
        clock, new VertxScheduler(vertx.getOrCreateContext()), workers, random());
  }
}
