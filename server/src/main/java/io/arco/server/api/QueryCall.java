package io.arco.server.api;

import io.arco.server.api.QuerySources.Found;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.ResultFormat;
import io.arco.server.sql.ResultSink;
import io.arco.server.sql.SqlOptions;
import io.arco.server.sql.SqlResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * One query from its text to its answer. The answer begins when the result has ended or is longer
 * than its window; the query goes on until the last byte was made. Design: {@code
 * docs/design/023-results.md}.
 */
final class QueryCall {
  private final ApiServices services;
  private final Context loop;
  private final ResultSink sink;
  private volatile long sequence;

  /** How a text becomes a query that runs. */
  @FunctionalInterface
  interface Use {
    /**
     * Has the tables that the query names used.
     *
     * @param use runs the query; the tables are there until it is over
     */
    Future<Boolean> of(GatedSql gated, java.util.function.Function<Found, Future<Boolean>> use);
  }

  /**
   * A call that has not begun. To be made on the request's loop.
   *
   * @param maxRows of {@link QueryReplies#maxRows}
   */
  QueryCall(ApiServices services, Exchange exchange, ResultFormat format, int maxRows) {
    this.services = services;
    this.loop = Vertx.currentContext();
    this.sink =
        services
            .engine()
            .sink(
                format,
                new SqlOptions(maxRows, Map.of()),
                exchange.readsTrailers()
                    ? ResultSink.Receiver.TOLD_AT_END
                    : ResultSink.Receiver.NOT_TOLD);
    exchange.whenGone(sink::cancel);
  }

  /** Judges the text, runs it and answers. */
  Future<Reply> answer(String sql, Use use) {
    services
        .gate()
        .check(sql)
        .compose(gated -> use.of(gated, found -> run(gated, found)))
        .onFailure(sink::fail);
    return sink.opened().map(this::reply);
  }

  private Future<Boolean> run(GatedSql gated, Found found) {
    sequence = found.sequence();
    sink.tell("sequence", sequence);
    return services.engine().write(gated, found.source(), sink);
  }

  private Reply reply(boolean isWhole) {
    String type = sink.format().contentType();
    String truncated = ArcoHeaders.TRUNCATED.toString();
    if (!isWhole) {
      return Reply.stream(type, new ResultStream(loop, sink), sequence)
          .withTrailer(truncated, () -> Boolean.toString(sink.truncated()));
    }
    SqlResult result = sink.whole();
    return new Reply(200, type, Buffer.buffer(result.body()), null, sequence, List.of(), Map.of())
        .with(truncated, Boolean.toString(result.truncated()));
  }
}
