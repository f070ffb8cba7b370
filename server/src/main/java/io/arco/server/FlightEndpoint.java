package io.arco.server;

import io.arco.runtime.Workers;
import io.arco.server.api.ApiServices;
import io.arco.server.config.ArcoConfig;
import io.arco.server.config.FlightSettings;
import io.arco.server.flight.FlightOptions;
import io.arco.server.flight.FlightSql;
import io.arco.server.metrics.FlightMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/** The Flight SQL of a server, from its start to its end; nothing where none is configured. */
final class FlightEndpoint {
  private final ArcoConfig config;
  private final Workers workers;
  private volatile FlightSql served;
  private volatile boolean cut;

  /** With what it measures in this registry. */
  FlightEndpoint(ArcoConfig config, Workers workers, MeterRegistry registry) {
    this.config = config;
    this.workers = workers;
    FlightMetrics.register(registry, this::served);
  }

  /**
   * Binds the port and serves, with TLS where there are keys for it; fails where it can't be bound.
   */
  Future<Void> open(ApiServices services, Optional<X509KeyManager> tls) {
    FlightSettings configured = config.flight();
    if (configured.port() < 0) {
      return Future.succeededFuture();
    }
    return workers.call(
        () -> {
          try {
            served = FlightSql.start(services, options(configured, tls));
            return null;
          } catch (IOException e) {
            throw new FlightBindException(configured.host(), configured.port(), e);
          }
        });
  }

  private FlightOptions options(FlightSettings configured, Optional<X509KeyManager> tls) {
    return new FlightOptions(
        configured.host(),
        configured.port(),
        configured.memoryBytes(),
        config.sql().timeoutMillis(),
        config.sql().maxTextBytes(),
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev"),
        tls);
  }

  Optional<FlightSql> served() {
    return Optional.ofNullable(served);
  }

  /** One if calls were cut off by closing, else 0. */
  int cutByDraining() {
    return cut ? 1 : 0;
  }

  /** Takes no more calls, and gives those under way so long. May be called again. */
  Future<Void> close(long drainMillis) {
    FlightSql closing = served;
    served = null;
    return closing == null
        ? Future.succeededFuture()
        : closing
            .close(drainMillis)
            .map(
                isDrained -> {
                  cut = !isDrained;
                  return null;
                });
  }
}
