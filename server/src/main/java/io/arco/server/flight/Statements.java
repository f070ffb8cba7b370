package io.arco.server.flight;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.api.ApiServices;
import io.arco.server.api.QuerySources;
import io.arco.server.queries.CountingSink;
import io.arco.server.queries.QueryKind;
import io.arco.server.queries.QueryOrigin;
import io.arco.server.queries.TrackedQuery;
import io.arco.server.sql.BatchSink;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.SqlShape;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;

/** Describes and streams statements; every text passes the gate first, each time. */
final class Statements {
  private final ApiServices services;
  private final QuerySources sources;
  private final OpenStreams streams;
  private final BufferAllocator allocator;

  Statements(
      ApiServices services, QuerySources sources, OpenStreams streams, BufferAllocator allocator) {
    this.services = services;
    this.sources = sources;
    this.streams = streams;
    this.allocator = allocator;
  }

  /**
   * What a query, or a statement with parameters, takes and gives.
   *
   * @param unwanted whether the caller has left; asked from any thread
   */
  Future<SqlShape> describe(
      CallScope scope, String sql, boolean mayHaveParameters, BooleanSupplier unwanted) {
    Future<GatedSql> gated =
        mayHaveParameters ? services.gate().checkStatement(sql) : services.gate().check(sql);
    return gated.compose(
        passed ->
            sources.use(
                query(scope),
                passed,
                unwanted,
                found -> services.engine().describe(passed, found.source(), unwanted)));
  }

  /** Streams a statement to a client, and tells it how that ended. Never blocks. */
  void stream(CallScope scope, StatementHandle handle, ServerStreamListener client) {
    ClientSink sink = new ClientSink(client, allocator);
    CountingSink counted = new CountingSink(sink, sink::cancel);
    TrackedQuery query;
    try {
      query =
          services
              .queries()
              .begin(
                  new QueryOrigin(
                      QueryKind.FLIGHT, scope.workspace(), scope.caller(), handle.sql()),
                  counted);
    } catch (ProblemException e) {
      end(client, e, false);
      return;
    }
    streams.add(scope.workspace(), handle.id(), sink);
    Runnable release = services.guard().hold(scope.call(), sink::refuse);
    stream(scope, handle, counted, query)
        .onComplete(
            (isWhole, failure) -> {
              release.run();
              streams.remove(scope.workspace(), handle.id(), sink);
              boolean isDone = Boolean.TRUE.equals(isWhole);
              boolean isGivenUp = !isDone && sink.cancelled();
              Throwable why = isGivenUp ? sink.refusalOrNull() : failure;
              query.end(isDone, why);
              end(client, why, isDone);
            });
  }

  private Future<Boolean> stream(
      CallScope scope, StatementHandle handle, BatchSink sink, TrackedQuery query) {
    return services
        .gate()
        .checkStatement(handle.sql())
        .compose(
            gated -> {
              List<Object> values = values(gated, handle);
              return sources.use(
                  query(scope),
                  gated,
                  sink::cancelled,
                  found -> {
                    query.sequence(found.sequence());
                    return services.engine().stream(gated, values, found.source(), sink);
                  });
            });
  }

  private QuerySources.Scope query(CallScope scope) {
    return scope.query(services.limits().timeoutMillis());
  }

  private static List<Object> values(GatedSql gated, StatementHandle handle) {
    if (gated.parameters() != handle.parameters().size()) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "The statement needs another number of values.")
          .with("expected", gated.parameters())
          .with("given", handle.parameters().size())
          .asException();
    }
    return java.util.Arrays.asList(
        handle.parameters().stream().map(ParameterValue::value).toArray());
  }

  private static void end(ServerStreamListener client, Throwable failure, Boolean isWhole) {
    if (failure != null) {
      client.error(CallProblems.of(failure));
    } else if (isWhole) {
      client.completed();
    } else if (!client.isCancelled()) {
      client.error(
          CallStatus.CANCELLED.withDescription("The query was cancelled.").toRuntimeException());
    }
  }
}
