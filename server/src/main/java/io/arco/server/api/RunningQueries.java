package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.auth.AuthProblems;
import io.arco.server.auth.Role;
import io.arco.server.queries.TrackedQuery;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operations on the queries of this server themselves. */
final class RunningQueries {
  /** Queries in one answer; the newest. */
  static final int MAX_LISTED = 1_000;

  /** How long an answer waits for a query that was told to end. */
  static final long END_MILLIS = 2_000;

  private final ApiServices services;

  RunningQueries(ApiServices services) {
    this.services = services;
  }

  /** A query as it is shown. */
  @JsonPropertyOrder({
    "id",
    "kind",
    "state",
    "code",
    "principal",
    "requestId",
    "statement",
    "statementCut",
    "startedAt",
    "elapsedMillis",
    "rows",
    "bytes",
    "sequence"
  })
  private record View(
      String id,
      String kind,
      String state,
      ErrorCode code,
      String principal,
      String requestId,
      String statement,
      boolean statementCut,
      Instant startedAt,
      long elapsedMillis,
      long rows,
      long bytes,
      long sequence) {
    static View of(TrackedQuery query) {
      return new View(
          query.id(),
          query.origin().kind().text(),
          query.state().text(),
          query.failure().orElse(null),
          query.origin().caller().principal(),
          query.origin().caller().requestId(),
          query.origin().statement(),
          query.isStatementCut(),
          Instant.ofEpochMilli(query.startedMillis()),
          query.elapsedMillis(),
          query.progress().rows(),
          query.progress().bytes(),
          query.sequence());
    }
  }

  /** Answer of {@code listQueries}. */
  private record Page(List<View> items) {}

  Future<Reply> listQueries(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    List<View> items =
        services.queries().of(exchange.workspace()).stream()
            .filter(query -> mayTouch(exchange, query))
            .limit(MAX_LISTED)
            .map(View::of)
            .toList();
    return Future.succeededFuture(json(exchange, new Page(items)));
  }

  Future<Reply> cancelQuery(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    String id = exchange.pathText("query");
    TrackedQuery query =
        services.queries().find(exchange.workspace(), id).orElseThrow(() -> noSuchQuery(id));
    if (!mayTouch(exchange, query)) {
      throw AuthProblems.permissionDenied(Role.ADMIN);
    }
    if (query.cancel()) {
      services.queryLog().cancelled(query, exchange.caller().principal());
    }
    return query
        .ended()
        .timeout(END_MILLIS, TimeUnit.MILLISECONDS)
        .transform(ended -> Future.succeededFuture(json(exchange, View.of(query))));
  }

  /** Queries are their caller's own; an admin is told of all. */
  private static boolean mayTouch(Exchange exchange, TrackedQuery query) {
    return exchange.isAdmin()
        || query.origin().caller().principal().equals(exchange.caller().principal());
  }

  private Reply json(Exchange exchange, Object answer) {
    return Reply.json(
        200, Json.bytes(answer), services.workspaces().knownSequence(exchange.workspace()));
  }

  private static RuntimeException noSuchQuery(String id) {
    return Problem.of(ErrorCode.QUERY_NOT_FOUND, "There is no such query.")
        .with("query", RequestProblems.excerpt(id))
        .asException();
  }
}
