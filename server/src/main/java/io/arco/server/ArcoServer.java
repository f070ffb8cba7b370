package io.arco.server;

import io.arco.server.api.ApiServices;
import io.arco.server.auth.Guard;
import io.arco.server.config.ArcoConfig;
import io.arco.server.dispatch.Awakening;
import io.arco.server.flight.FlightSql;
import io.arco.server.journal.Journals;
import io.arco.server.journal.ObjectJournals;
import io.arco.server.journal.StartCheck;
import io.arco.server.owner.VertxScheduler;
import io.arco.server.sql.SqlEngine;
import io.arco.server.token.SigningKeys;
import io.arco.store.Prefix;
import io.arco.store.StoreLocation;
import io.arco.store.StoreProbe;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: one Vert.x, one store, the verticles. Its parts are {@link ServerParts}, and
 * {@link Wiring} puts them together; here is its life.
 */
public final class ArcoServer {
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

  private final ServerParts parts;
  private final ArcoConfig config;
  private final Vertx vertx;
  private final HttpEndpoint http;
  private final FlightEndpoint flight;
  private Journals journals = new ObjectJournals();
  private Wiring wiring;
  private volatile Awakening awakening;
  private Future<Boolean> closing;

  private ArcoServer(ServerParts parts) {
    this.parts = parts;
    this.config = parts.config();
    this.vertx = parts.vertx();
    this.http = new HttpEndpoint(config, vertx);
    this.flight = new FlightEndpoint(config, parts.workers(), parts.registry());
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
  static Future<ArcoServer> start(ArcoConfig config, Vertx vertx, ServerParts.StoreOpener opener) {
    ArcoServer server;
    try {
      server = new ArcoServer(ServerParts.open(config, vertx, opener));
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

  /** How Vert.x is set up for a server. */
  static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setMaxEventLoopExecuteTime(MAX_LOOP_MILLIS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setWarningExceptionTime(MAX_LOOP_MILLIS)
        .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS);
  }

  private Future<Void> deploy() {
    return StoreProbe.check(parts.store(), new Prefix("probe/"), parts.seeds())
        .compose(ignored -> openJournals())
        .compose(ignored -> KeysOpener.open(config, parts.workers(), parts.seeds()))
        .compose(
            keys -> new GuardOpener(parts).open().compose(guard -> deployVerticles(keys, guard)))
        .onSuccess(ignored -> parts.readiness().serving(true))
        .onSuccess(ignored -> awaken());
  }

  /** In the background: nobody waits for it. */
  private void awaken() {
    awakening = wiring.awakening();
    awakening.run();
  }

  private Future<Void> openJournals() {
    return JournalOpener.open(vertx, config)
        .compose(
            opened -> {
              journals = opened;
              parts.readiness().journal(opened::ping);
              return new StartCheck(parts.store(), opened.keptIn())
                  .run(new VertxScheduler(vertx.getOrCreateContext()));
            });
  }

  private Future<Void> deployVerticles(SigningKeys keys, Guard guard) {
    wiring = new Wiring(parts, journals, keys, guard);
    return vertx
        .deployVerticle(wiring.planner())
        .compose(ignored -> vertx.deployVerticle(wiring.compaction()))
        .compose(
            ignored -> {
              ApiServices services = wiring.services();
              return tlsKeys()
                  .compose(
                      tls ->
                          http.open(services, tls)
                              .compose(listening -> flight.open(services, tls)));
            });
  }

  private Future<Optional<X509KeyManager>> tlsKeys() {
    return TlsKeys.open(
        config.tls(), parts.workers(), new VertxScheduler(vertx.getOrCreateContext()));
  }

  private boolean isSecured() {
    return !config.tls().certFile().isEmpty();
  }

  /** The port it listens on. */
  public int port() {
    return http.port();
  }

  /** Its Flight SQL, if it serves any. */
  Optional<FlightSql> flight() {
    return flight.served();
  }

  /** The address it listens on for Flight SQL, as a URL, if it does. */
  public Optional<String> flightUrl() {
    return flight
        .served()
        .map(
            served ->
                url(isSecured() ? "grpc+tls" : "grpc", config.flight().host(), served.port()));
  }

  /** Where it runs SQL. */
  SqlEngine engine() {
    return parts.sql().engine();
  }

  /** The address it listens on, as a URL. */
  public String url() {
    return url(isSecured() ? "https" : "http", config.http().host(), http.port());
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
    parts.readiness().serving(false);
    if (awakening != null) {
      awakening.stop();
    }
    parts.httpMetrics().draining(parts.clock().nanoTime());
    // What waits by its nature is answered first, so that draining does not wait for it.
    return Future.join(parts.tails().close(), wiring.planner().drain())
        .transform(
            ended -> Future.join(http.drain(), flight.close(config.shutdown().drainMillis())))
        .transform(drained -> settled(SETTLE_TURNS))
        .transform(
            settled -> {
              int cut = parts.httpMetrics().cutByDraining() + flight.cutByDraining();
              if (cut > 0) {
                LOG.atWarn().addKeyValue("requests", cut).log("requests were cut off");
              }
              return closeAll().map(cut == 0);
            });
  }

  /**
   * Waits until the ends of answers are counted: a connection may be closed a moment before the end
   * of its last answer is told.
   */
  private Future<Void> settled(int turns) {
    return turns == 0 || parts.httpMetrics().inFlight() == 0
        ? Future.succeededFuture()
        : vertx.timer(SETTLE_TURN_MILLIS).transform(turn -> settled(turns - 1));
  }

  private Future<Void> closeAll() {
    List<Future<Void>> undeploying = new ArrayList<>();
    vertx.deploymentIDs().forEach(id -> undeploying.add(vertx.undeploy(id)));
    return Future.join(undeploying)
        .eventually(() -> flight.close(0))
        .eventually(() -> parts.sql().close())
        .eventually(() -> wiring == null ? Future.succeededFuture() : wiring.search().close())
        .eventually(() -> parts.localFiles().close())
        .eventually(() -> parts.sideFiles().close())
        .eventually(() -> parts.buckets().close(parts.workers()))
        .eventually(() -> journals.close())
        .eventually(() -> parts.store().close())
        .eventually(() -> vertx.close())
        .otherwiseEmpty()
        .mapEmpty();
  }
}
