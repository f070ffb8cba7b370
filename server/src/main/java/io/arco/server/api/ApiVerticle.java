package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.auth.Permissions;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API on one event loop; any number of them share the port. */
public final class ApiVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ApiVerticle.class);

  private final ApiServices services;
  private final String host;
  private final int port;
  private final Optional<X509KeyManager> tls;
  private final long drainMillis;
  private final Front front;
  private HttpServer server;
  private Standing standing;
  private ResponseWriter writer;
  private RequestIds ids;

  /**
   * One that is not deployed yet.
   *
   * @param host the address to bind
   * @param port the port to bind, not 0: all share it
   * @param tls the certificate it shows; empty: plain text
   * @param drainMillis how long requests under way are given when it is undeployed
   * @param front what stands before the API
   */
  public ApiVerticle(
      ApiServices services,
      String host,
      int port,
      Optional<X509KeyManager> tls,
      long drainMillis,
      Front front) {
    this.services = services;
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.drainMillis = drainMillis;
    this.front = front;
  }

  /** What stands before the API on its port, and takes the requests that are for it. */
  @FunctionalInterface
  public interface Front {
    /**
     * Stands before the API of one event loop.
     *
     * @param calls the operations
     * @param api takes every other request
     */
    Standing before(Vertx vertx, OperationCalls calls, Handler<HttpServerRequest> api);
  }

  /** A front in its place. */
  public interface Standing extends Handler<HttpServerRequest> {
    /** Ends what does not end by itself: the server goes down. */
    void drain();
  }

  @Override
  public Future<?> start() {
    List<Operation> operations = Operations.all(services);
    services.document().check(operations);
    Permissions.check(services.document().operationIds());
    ids = new RequestIds(services.clock(), services.randoms().get());
    writer = new ResponseWriter(LoopClock.start(vertx, services.clock(), services.metrics()::late));
    Entrance entrance = new Entrance(services.guard());
    Dispatcher dispatcher =
        new Dispatcher(
            context, entrance, services.workspaces(), writer, services.limits().maxBodyBytes());
    AccessLog accessLog = new AccessLog();
    ApiRouter router = new ApiRouter(services, dispatcher, ids, accessLog);
    standing =
        front.before(
            vertx,
            new OperationCalls(services, context, entrance, ids, accessLog, operations),
            router.build(vertx, operations));
    server =
        vertx
            .createHttpServer(options())
            .requestHandler(standing)
            .invalidRequestHandler(this::invalid)
            .exceptionHandler(failure -> LOG.debug("a connection failed", failure));
    return server.listen(port, host);
  }

  private HttpServerOptions options() {
    HttpServerOptions options = new HttpServerOptions();
    tls.ifPresent(
        keys -> options.setSsl(true).setUseAlpn(true).setKeyCertOptions(KeyCertOptions.wrap(keys)));
    return options
        .setMaxInitialLineLength(ApiLimits.MAX_REQUEST_LINE_BYTES)
        .setMaxHeaderSize(ApiLimits.MAX_HEADER_BYTES)
        .setIdleTimeout(ApiLimits.IDLE_TIMEOUT_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  /** The port that is bound, once deployed. */
  public int actualPort() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    standing.drain();
    return server.shutdown(drainMillis, TimeUnit.MILLISECONDS);
  }

  /** What is not HTTP, or too much of it; nothing more can be read from the connection. */
  private void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    writer.problem(request.response(), ids.made(), problemOf(cause), 0);
    request.connection().close();
  }

  private static Problem problemOf(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Problem.of(ErrorCode.URI_TOO_LONG, "The request line is too long.")
          .with("maxBytes", ApiLimits.MAX_REQUEST_LINE_BYTES);
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Problem.of(ErrorCode.HEADERS_TOO_LARGE, "The headers are too large.")
          .with("maxBytes", ApiLimits.MAX_HEADER_BYTES);
    }
    return Problem.of(ErrorCode.INVALID_REQUEST, "This is not a request of HTTP/1.1.");
  }
}
