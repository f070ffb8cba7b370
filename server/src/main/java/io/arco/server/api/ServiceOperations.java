package io.arco.server.api;

import io.arco.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/** The operations that speak of the server itself; they belong to no workspace. */
final class ServiceOperations {
  /** The Prometheus text format. */
  static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private static final byte[] UP = Json.bytes(Map.of("status", "up"));

  private final ApiServices services;

  ServiceOperations(ApiServices services) {
    this.services = services;
  }

  Future<Reply> getOpenApi(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    return Future.succeededFuture(Reply.bytes(Reply.JSON, services.document().text()));
  }

  Future<Reply> getLiveness(Exchange exchange) {
    return Future.succeededFuture(Reply.json(200, UP, 0));
  }

  Future<Reply> getReadiness(Exchange exchange) {
    return services.readiness().get().map(ignored -> Reply.json(200, UP, 0));
  }

  Future<Reply> getMetrics(Exchange exchange) {
    return Future.succeededFuture(Reply.bytes(PROMETHEUS, Buffer.buffer(services.scrape().get())));
  }
}
