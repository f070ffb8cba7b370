package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.AsOf;
import io.arco.ledger.ReadOptions;
import io.arco.server.queries.QueryKind;
import io.arco.server.sql.ResultFormat;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The operations over published snapshots: asking them, and asking for one. */
final class QueryOperations {
  private final ApiServices services;
  private final QuerySources sources;

  QueryOperations(ApiServices services) {
    this.services = services;
    this.sources = new QuerySources(services);
  }

  /** Which snapshot a query is answered from. */
  enum Freshness {
    /** The newest there is. */
    published,
    /** One that includes every write answered before the query began. */
    latest
  }

  /** Answer of {@code createSnapshot}. */
  private record Snapshot(long number, long sequence) {}

  /** Body of {@code query}; what is null was not said. */
  record SystemQuery(String sql, Integer maxRows, Freshness freshness) {}

  Future<Reply> query(Exchange exchange) {
    ResultFormat format = QueryReplies.format(exchange);
    SystemQuery body = exchange.body(SystemQuery.class);
    String sql = QueryReplies.sql(body.sql());
    int maxRows = QueryReplies.maxRows(body.maxRows());
    boolean isLatest = body.freshness() == Freshness.latest;
    Optional<AsOf> asOf = AsOfText.of(exchange);
    if (asOf.isPresent() && isLatest) {
      throw RequestProblems.contradiction("/freshness", "asOf");
    }
    QuerySources.Scope scope = scope(exchange, isLatest, asOf);
    QueryCall.Asked asked = new QueryCall.Asked(sql, format, maxRows);
    return new QueryCall(services, exchange, QueryKind.QUERY, asked)
        .answer((gated, use) -> sources.useSystem(scope, use));
  }

  private QuerySources.Scope scope(Exchange exchange, boolean isLatest, Optional<AsOf> asOf) {
    return new QuerySources.Scope(
        exchange.workspace(),
        new ReadOptions(exchange.minSequence(), 0, services.limits().timeoutMillis()),
        isLatest,
        asOf);
  }

  Future<Reply> createSnapshot(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    return sources
        .snapshot(scope(exchange, true, Optional.empty()))
        .map(
            snapshot ->
                Reply.json(
                    200,
                    Json.bytes(new Snapshot(snapshot.number(), snapshot.sequence())),
                    snapshot.sequence()));
  }
}
