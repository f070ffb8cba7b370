package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.ReadOptions;
import io.arco.server.bus.SnapshotName;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultFormat;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;

/** The operations over published snapshots: asking them, and asking for one. */
final class QueryOperations {
  private final ApiServices services;

  QueryOperations(ApiServices services) {
    this.services = services;
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
    long minSequence = exchange.minSequence();
    Workspace workspace = exchange.workspace();
    return services
        .gate()
        .check(sql)
        .compose(
            gated ->
                snapshot(workspace, body.freshness() == Freshness.latest, minSequence)
                    .compose(snapshot -> run(workspace, gated, snapshot, format, maxRows)));
  }

  private Future<Reply> run(
      Workspace workspace,
      GatedSql gated,
      SnapshotName snapshot,
      ResultFormat format,
      int maxRows) {
    return services
        .systemTables()
        .source(workspace, snapshot)
        .compose(
            source ->
                services
                    .engine()
                    .run(gated, source, format, QueryReplies.options(maxRows, snapshot.sequence())))
        .map(result -> QueryReplies.reply(result, snapshot.sequence()));
  }

  Future<Reply> createSnapshot(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    return snapshot(exchange.workspace(), true, exchange.minSequence())
        .map(
            snapshot ->
                Reply.json(
                    200,
                    Json.bytes(new Snapshot(snapshot.number(), snapshot.sequence())),
                    snapshot.sequence()));
  }

  private Future<SnapshotName> snapshot(Workspace workspace, boolean latest, long minSequence) {
    if (!latest && minSequence == 0) {
      return services.snapshots().including(workspace, 0);
    }
    ReadOptions options = new ReadOptions(minSequence, 0, services.limits().timeoutMillis());
    return services
        .workspaces()
        .open(workspace)
        .compose(ledger -> ledger.read(options))
        .map(state -> latest ? state.sequence() : minSequence)
        .compose(
            sequence ->
                sequence == 0
                    ? Future.succeededFuture(SnapshotName.NONE)
                    : services.snapshots().including(workspace, sequence));
  }
}
