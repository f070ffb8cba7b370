package io.arco.server.api;

import io.arco.store.Workspace;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line per request, at INFO; health checks and scrapes at DEBUG. */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.arco.access");

  /** Tells of a request that has ended. */
  void write(
      HttpServerRequest request, RequestTrace trace, int status, long nanos, boolean answered) {
    boolean routine = trace.workspace() == null || request.path().startsWith("/health/");
    LoggingEventBuilder line = routine && status < 400 ? LOG.atDebug() : LOG.atInfo();
    Workspace workspace = trace.workspace();
    if (workspace != null) {
      line =
          line.addKeyValue("tenant", workspace.tenant().name())
              .addKeyValue("workspace", workspace.name());
    }
    line.addKeyValue("requestId", trace.requestId())
        .addKeyValue("operation", trace.operation())
        .addKeyValue("status", status)
        .addKeyValue("millis", nanos / 1_000_000)
        .log(answered ? "request" : "request cut off");
  }
}
