package io.arco.server.api;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.api.QuerySources.Found;
import io.arco.server.queries.Progress;
import io.arco.server.queries.QueryKind;
import io.arco.server.queries.QueryOrigin;
import io.arco.server.queries.TrackedQuery;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.PieceWindow;
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
  private final String sql;
  private final ResultSink sink;
  private final TrackedQuery query;
  private final boolean isEndTold;
  private volatile Throwable refusalOrNull;

  /**
   * What is asked.
   *
   * @param sql the text
   * @param maxRows the most rows, 0 for the default
   */
  record Asked(String sql, ResultFormat format, int maxRows) {}

  /** The progress of a result. */
  private record Making(ResultSink sink) implements Progress {
    @Override
    public long rows() {
      return sink.rows();
    }

    @Override
    public long bytes() {
      return sink.bytes();
    }

    @Override
    public void cancel() {
      sink.cancel();
    }
  }

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
   * A call that is known to the server and has not begun. To be made on the request's loop.
   *
   * @param kind over HTTP
   * @throws io.arco.problem.ProblemException OVERLOADED
   */
  QueryCall(ApiServices services, Exchange exchange, QueryKind kind, Asked asked) {
    this.services = services;
    this.loop = Vertx.currentContext();
    this.sink =
        services
            .engine()
            .sink(
                asked.format(),
                new SqlOptions(asked.maxRows(), Map.of()),
                exchange.readsTrailers()
                    ? ResultSink.Receiver.TOLD_AT_END
                    : ResultSink.Receiver.NOT_TOLD);
    this.sql = asked.sql();
    this.isEndTold = exchange.isEndTold();
    this.query =
        services
            .queries()
            .begin(
                new QueryOrigin(
                    exchange.isGrpc() ? QueryKind.GRPC : kind,
                    exchange.workspace(),
                    exchange.caller(),
                    sql),
                new Making(sink));
    exchange.answerHeader(ArcoHeaders.QUERY_ID.toString(), query.id());
    exchange.whenGone(query::cancel);
    exchange.whenRefused(this::refuse);
  }

  /** Ends it because its caller would not be let pass any more: he is told so, and the registry. */
  private void refuse(Throwable why) {
    refusalOrNull = why;
    sink.cancel(why);
  }

  /** Judges the text, runs it and answers. */
  Future<Reply> answer(Use use) {
    services
        .gate()
        .check(sql)
        .compose(gated -> use.of(gated, found -> run(gated, found)))
        .onComplete(
            (isWhole, failure) -> {
              if (failure != null) {
                sink.fail(failure);
              }
              Throwable why = refusalOrNull == null ? failure : refusalOrNull;
              query.end(Boolean.TRUE.equals(isWhole), why);
            });
    return sink.opened().map(this::reply);
  }

  /** Whether nobody waits for the answer any more. May be asked from any thread. */
  boolean unwanted() {
    return sink.cancelled();
  }

  private Future<Boolean> run(GatedSql gated, Found found) {
    query.sequence(found.sequence());
    sink.tell("sequence", found.sequence());
    return services.engine().write(gated, found.source(), sink);
  }

  private Reply reply(boolean isWhole) {
    String type = sink.format().contentType();
    String truncated = ArcoHeaders.TRUNCATED.toString();
    if (!isWhole && !isEndTold) {
      ProblemException refused =
          Problem.of(
                  ErrorCode.QUERY_TOO_LARGE,
                  "The result is longer than HTTP/1.0 can tell the end of; ask over HTTP/1.1.")
              .with("limit", PieceWindow.BYTES)
              .asException();
      sink.cancel();
      throw refused;
    }
    if (!isWhole) {
      return Reply.stream(type, new ResultStream(loop, sink), query.sequence())
          .with(ArcoHeaders.QUERY_ID.toString(), query.id())
          .withTrailer(truncated, () -> Boolean.toString(sink.truncated()));
    }
    SqlResult result = sink.whole();
    return new Reply(
            200, type, Buffer.buffer(result.body()), null, query.sequence(), List.of(), Map.of())
        .with(ArcoHeaders.QUERY_ID.toString(), query.id())
        .with(truncated, Boolean.toString(result.truncated()));
  }
}
