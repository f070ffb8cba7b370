package io.arco.server;

import io.arco.server.api.ApiServices;
import io.arco.server.api.ApiVerticle;
import io.arco.server.config.ArcoConfig;
import io.arco.server.grpc.GrpcFront;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/** The HTTP listeners of a server, one for each event loop, from their start to their end. */
final class HttpEndpoint {
  /** Vert.x shares a random port among servers that ask for the same negative one. */
  private static final int ANY_PORT = -1;

  private final ArcoConfig config;
  private final Vertx vertx;
  private final List<String> deployments = new ArrayList<>();
  private int port;

  HttpEndpoint(ArcoConfig config, Vertx vertx) {
    this.config = config;
    this.vertx = vertx;
  }

  /**
   * Binds the port and serves, with TLS where there are keys for it; fails where it can't be bound.
   */
  Future<Void> open(ApiServices services, Optional<X509KeyManager> tls) {
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
    int asked = config.http().port();
    Future<Void> deployed = Future.succeededFuture();
    for (int i = 0; i < loops; i++) {
      ApiVerticle verticle =
          new ApiVerticle(
              services,
              config.http().host(),
              asked == 0 ? ANY_PORT : asked,
              tls,
              config.shutdown().drainMillis(),
              GrpcFront::new);
      deployed = deployed.compose(ignored -> deploy(verticle));
    }
    return deployed;
  }

  private Future<Void> deploy(ApiVerticle verticle) {
    return vertx
        .deployVerticle(verticle)
        .map(
            id -> {
              deployments.add(id);
              port = verticle.actualPort();
              return null;
            });
  }

  /** The port that is bound. */
  int port() {
    return port;
  }

  /** Takes no more requests, and gives those under way the time for draining. */
  Future<Void> drain() {
    List<Future<Void>> draining = new ArrayList<>();
    deployments.forEach(id -> draining.add(vertx.undeploy(id)));
    return Future.join(draining).mapEmpty();
  }
}
