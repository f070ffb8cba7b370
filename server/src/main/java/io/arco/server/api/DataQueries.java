package io.arco.server.api;

import io.arco.server.api.QueryReplies.QueryBody;
import io.arco.server.api.QuerySources.Found;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultFormat;
import io.vertx.core.Future;

/** The operation that queries users' tables, alone or beside the server's own. */
final class DataQueries {
  private final ApiServices services;
  private final QuerySources sources;

  DataQueries(ApiServices services) {
    this.services = services;
    this.sources = new QuerySources(services);
  }

  /** What is wanted of a query, and how. */
  private record Wanted(ResultFormat format, int maxRows) {}

  Future<Reply> queryData(Exchange exchange) {
    QueryBody body = exchange.body(QueryBody.class);
    String sql = QueryReplies.sql(body.sql());
    QuerySources.Scope scope =
        new QuerySources.Scope(
            exchange.workspace(),
            StateReads.freshness(exchange, services.limits()),
            false,
            AsOfText.of(exchange));
    Wanted wanted = new Wanted(QueryReplies.format(exchange), QueryReplies.maxRows(body.maxRows()));
    return services
        .gate()
        .check(sql)
        .compose(gated -> sources.use(scope, gated, found -> run(gated, wanted, found)));
  }

  private Future<Reply> run(GatedSql gated, Wanted wanted, Found found) {
    return services
        .engine()
        .run(
            gated,
            found.source(),
            wanted.format(),
            QueryReplies.options(wanted.maxRows(), found.sequence()))
        .map(result -> QueryReplies.reply(result, found.sequence()));
  }
}
