package io.arco.server.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * One operation of the API as code: what the OpenAPI document describes under the same id.
 *
 * @param id the {@code operationId}
 * @param method the HTTP method
 * @param path the template, as {@code /api/v1/catalogs/{catalog}}
 * @param handler does it
 */
public record Operation(String id, HttpMethod method, String path, Handler handler) {
  /** Does an operation. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a request. Runs on the event loop; may throw {@link
     * io.arco.problem.ProblemException}, or fail with it. The future completes on any thread.
     */
    Future<Reply> handle(Exchange exchange);
  }
}
