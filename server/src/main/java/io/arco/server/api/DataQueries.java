package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.ledger.AsOf;
import io.arco.ledger.Incarnation;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.server.api.QueryReplies.QueryBody;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultFormat;
import io.arco.server.sql.SqlSource;
import io.vertx.core.Future;
import java.util.Optional;

/** The operation that queries users' tables. */
final class DataQueries {
  private final ApiServices services;

  DataQueries(ApiServices services) {
    this.services = services;
  }

  /** What is wanted of a query, and how. */
  private record Wanted(ResultFormat format, int maxRows) {}

  Future<Reply> queryData(Exchange exchange) {
    QueryBody body = exchange.body(QueryBody.class);
    String sql = QueryReplies.sql(body.sql());
    ReadOptions freshness = StateReads.freshness(exchange, services.limits());
    Optional<AsOf> asOf = AsOfText.of(exchange);
    Wanted wanted = new Wanted(QueryReplies.format(exchange), QueryReplies.maxRows(body.maxRows()));
    return services
        .gate()
        .check(sql)
        .compose(
            gated ->
                services
                    .workspaces()
                    .open(exchange.workspace())
                    .compose(ledger -> StateReads.read(ledger, asOf, freshness))
                    .compose(state -> run(gated, wanted, state)));
  }

  /** Entities of two lives of a workspace may have one id and version. */
  private static SqlSource inLife(SqlSource source, Incarnation incarnation) {
    return new SqlSource(source.identity() + incarnation.tag(), source.tables());
  }

  private Future<Reply> run(GatedSql gated, Wanted wanted, WorkspaceState state) {
    CatalogState catalog = state.of(services.catalog());
    return services
        .sources()
        .find(gated.tables(), catalog)
        .map(source -> inLife(source, state.incarnation()))
        .compose(
            source ->
                services
                    .engine()
                    .run(
                        gated,
                        source,
                        wanted.format(),
                        QueryReplies.options(wanted.maxRows(), state.sequence())))
        .map(result -> QueryReplies.reply(result, state.sequence()));
  }
}
