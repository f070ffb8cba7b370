package io.arco.server.api;

import io.arco.json.Json;
import io.arco.ledger.AsOf;
import io.arco.ledger.ReadOptions;
import io.arco.server.bus.SnapshotName;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultFormat;
import io.arco.server.sql.SqlSource;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

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
    boolean latest = body.freshness() == Freshness.latest;
    Optional<AsOf> asOf = AsOfText.of(exchange);
    if (asOf.isPresent() && latest) {
      throw RequestProblems.contradiction("/freshness", "asOf");
    }
    long minSequence = exchange.minSequence();
    Workspace workspace = exchange.workspace();
    return services
        .gate()
        .check(sql)
        .compose(
            gated -> {
              Asked asked = new Asked(workspace, gated, format, maxRows);
              return asOf.isPresent()
                  ? former(asked, asOf.get(), minSequence)
                  : snapshot(workspace, latest, minSequence)
                      .compose(snapshot -> published(asked, snapshot));
            });
  }

  /** What is asked, and how it is to be answered. */
  private record Asked(Workspace workspace, GatedSql sql, ResultFormat format, int maxRows) {}

  private Future<Reply> published(Asked asked, SnapshotName snapshot) {
    return services
        .systemTables()
        .source(asked.workspace(), snapshot)
        .compose(source -> run(asked, source, snapshot.sequence()));
  }

  private Future<Reply> former(Asked asked, AsOf asOf, long minSequence) {
    ReadOptions options = new ReadOptions(minSequence, 0, services.limits().timeoutMillis());
    return services
        .workspaces()
        .open(asked.workspace())
        .compose(
            ledger ->
                ledger
                    .sequenceAsOf(asOf, options)
                    .compose(
                        sequence ->
                            sequence == 0
                                ? published(asked, SnapshotName.NONE)
                                : services
                                    .formerSnapshots()
                                    .use(
                                        asked.workspace(),
                                        ledger,
                                        sequence,
                                        source -> run(asked, source, sequence))));
  }

  private Future<Reply> run(Asked asked, SqlSource source, long sequence) {
    return services
        .engine()
        .run(asked.sql(), source, asked.format(), QueryReplies.options(asked.maxRows(), sequence))
        .map(result -> QueryReplies.reply(result, sequence));
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
