package io.arco.server.api;

import io.arco.server.api.QueryReplies.QueryBody;
import io.arco.server.queries.QueryKind;
import io.vertx.core.Future;

/** The operation that queries users' tables, alone or beside the server's own. */
final class DataQueries {
  private final ApiServices services;
  private final QuerySources sources;

  DataQueries(ApiServices services) {
    this.services = services;
    this.sources = new QuerySources(services);
  }

  Future<Reply> queryData(Exchange exchange) {
    QueryBody body = exchange.body(QueryBody.class);
    String sql = QueryReplies.sql(body.sql());
    QuerySources.Scope scope =
        new QuerySources.Scope(
            exchange.workspace(),
            StateReads.freshness(exchange, services.limits()),
            false,
            AsOfText.of(exchange));
    QueryCall.Asked asked =
        new QueryCall.Asked(
            sql, QueryReplies.format(exchange), QueryReplies.maxRows(body.maxRows()));
    QueryCall call = new QueryCall(services, exchange, QueryKind.QUERY_DATA, asked);
    return call.answer((gated, use) -> sources.use(scope, gated, call::unwanted, use));
  }
}
