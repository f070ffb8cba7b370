package io.arco.server.api;

import io.vertx.core.http.HttpHeaders;
import java.util.List;

/** The names of headers, prepared for quick look-ups. */
final class ArcoHeaders {
  static final CharSequence TENANT = HttpHeaders.createOptimized("X-Arco-Tenant");
  static final CharSequence WORKSPACE = HttpHeaders.createOptimized("X-Arco-Workspace");
  static final CharSequence SEQUENCE = HttpHeaders.createOptimized("X-Arco-Sequence");
  static final CharSequence MIN_SEQUENCE = HttpHeaders.createOptimized("X-Arco-Min-Sequence");
  static final CharSequence REPLAYED = HttpHeaders.createOptimized("X-Arco-Replayed");
  static final CharSequence TRUNCATED = HttpHeaders.createOptimized("X-Arco-Truncated");
  static final CharSequence QUERY_ID = HttpHeaders.createOptimized("X-Arco-Query-Id");
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
  static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");
  static final CharSequence LAST_EVENT_ID = HttpHeaders.createOptimized("Last-Event-ID");
  static final CharSequence TE = HttpHeaders.createOptimized("te");
  static final CharSequence TRAILER = HttpHeaders.createOptimized("Trailer");

  /** What decides whose, whether and how often something is done: said twice, it says nothing. */
  static final List<CharSequence> SINGLE =
      List.of(
          HttpHeaders.AUTHORIZATION,
          TENANT,
          WORKSPACE,
          MIN_SEQUENCE,
          IDEMPOTENCY_KEY,
          HttpHeaders.IF_MATCH,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.CONTENT_ENCODING);

  private ArcoHeaders() {}
}
