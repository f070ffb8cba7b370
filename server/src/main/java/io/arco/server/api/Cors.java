package io.arco.server.api;

import io.arco.server.files.CorsOrigins;
import io.arco.server.files.FileUrls;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * Lets pages of other origins read files of snapshots and ask for their URLs, and nothing else of
 * the API. Credentials of browsers are never asked for.
 */
final class Cors {
  /** The path of the operation that makes URLs. */
  static final String URLS = "/api/v1/browser/urls";

  /** How long a browser may remember an answer, in seconds. */
  static final String MAX_AGE_SECONDS = "600";

  private static final String READABLE =
      "ETag, Content-Range, Accept-Ranges, Content-Length, X-Request-Id, X-Arco-Sequence";
  private static final String OF_FILES = "Range, If-Range, If-None-Match, X-Request-Id";
  private static final String OF_URLS =
      "Authorization, Content-Type, X-Arco-Tenant, X-Arco-Workspace, X-Arco-Min-Sequence,"
          + " X-Request-Id";

  private final CorsOrigins origins;

  Cors(CorsOrigins origins) {
    this.origins = origins;
  }

  /**
   * Adds to the response what the request's origin is told.
   *
   * @return the whole answer, if the request asks only whether another would be allowed
   */
  Optional<Reply> enter(HttpServerRequest request) {
    boolean isOfFiles = request.path().startsWith(FileUrls.ROOT);
    if (origins.isEmpty() || !(isOfFiles || request.path().equals(URLS))) {
      return Optional.empty();
    }
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.VARY, "Origin");
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String allowed = origin == null ? null : origins.allowed(origin);
    if (allowed == null) {
      return Optional.empty();
    }
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
    boolean isPreflight =
        request.method().equals(HttpMethod.OPTIONS)
            && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    if (!isPreflight) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, READABLE);
      return Optional.empty();
    }
    return Optional.of(
        Reply.empty(204, 0)
            .with("Access-Control-Allow-Methods", isOfFiles ? "GET, HEAD" : "POST")
            .with("Access-Control-Allow-Headers", isOfFiles ? OF_FILES : OF_URLS)
            .with("Access-Control-Max-Age", MAX_AGE_SECONDS));
  }
}
