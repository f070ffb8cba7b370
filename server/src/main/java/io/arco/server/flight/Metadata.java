package io.arco.server.flight;

import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_CATALOGS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_SCHEMAS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TABLES_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TABLES_SCHEMA_NO_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TABLE_TYPES_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TYPE_INFO_SCHEMA;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.api.ApiServices;
import io.arco.server.api.QuerySources;
import io.arco.server.sql.TableName;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Answers metadata calls, on threads that may wait for the client. */
final class Metadata {
  private final ApiServices services;
  private final QuerySources sources;
  private final Statements statements;
  private final BufferAllocator allocator;
  private final Executor threads;
  private final long timeoutMillis;
  private final SqlInfoBuilder info;

  Metadata(
      ApiServices services,
      QuerySources sources,
      Statements statements,
      BufferAllocator allocator,
      Executor threads,
      long timeoutMillis,
      SqlInfoBuilder info) {
    this.services = services;
    this.sources = sources;
    this.statements = statements;
    this.allocator = allocator;
    this.threads = threads;
    this.timeoutMillis = timeoutMillis;
    this.info = info;
  }

  /** Makes the rows of an answer. */
  @FunctionalInterface
  private interface Rows {
    void send(RowStream rows) throws InterruptedException;
  }

  /** Makes the rows of an answer about a workspace. */
  @FunctionalInterface
  private interface StateRows {
    void send(MetadataStreams streams) throws InterruptedException;
  }

  void catalogs(CallScope scope, ServerStreamListener client) {
    ofState(scope, GET_CATALOGS_SCHEMA, client, MetadataStreams::catalogs);
  }

  void schemas(CallScope scope, CommandGetDbSchemas asked, ServerStreamListener client) {
    ofState(scope, GET_SCHEMAS_SCHEMA, client, streams -> streams.schemas(asked));
  }

  void tables(CallScope scope, CommandGetTables asked, ServerStreamListener client) {
    Schema schema = asked.getIncludeSchema() ? GET_TABLES_SCHEMA : GET_TABLES_SCHEMA_NO_SCHEMA;
    ofState(
        scope,
        schema,
        client,
        streams ->
            streams.tables(asked, table -> columnsOfFiles(scope, table, client::isCancelled)));
  }

  /** Columns of files; none where they can't be read. */
  private List<Field> columnsOfFiles(CallScope scope, TableName table, BooleanSupplier unwanted) {
    try {
      return CallProblems.await(
              statements.describe(scope, "SELECT * FROM " + table, false, unwanted), timeoutMillis)
          .columns();
    } catch (FlightRuntimeException e) {
      return List.of();
    }
  }

  void tableTypes(ServerStreamListener client) {
    send(
        GET_TABLE_TYPES_SCHEMA,
        client,
        rows -> {
          rows.add(MetadataStreams.SYSTEM_TABLE);
          rows.add(MetadataStreams.TABLE);
        });
  }

  void typeInfo(Integer jdbcOrNull, ServerStreamListener client) {
    send(GET_TYPE_INFO_SCHEMA, client, rows -> TypeInfos.send(jdbcOrNull, rows));
  }

  void nothing(Schema schema, ServerStreamListener client) {
    send(schema, client, rows -> {});
  }

  void sqlInfo(List<Integer> asked, ServerStreamListener client) {
    onThread(client, () -> info.send(asked, client));
  }

  private void ofState(
      CallScope scope, Schema schema, ServerStreamListener client, StateRows rows) {
    ClientSink sink = new ClientSink(client, allocator);
    sources
        .state(scope.query(services.limits().timeoutMillis()))
        .onComplete(
            (state, failure) -> {
              if (failure != null) {
                client.error(CallProblems.of(failure));
              } else {
                send(
                    schema,
                    client,
                    sink,
                    out ->
                        rows.send(
                            new MetadataStreams(
                                services.domains(), state.of(services.catalog()), out)));
              }
            });
  }

  private void send(Schema schema, ServerStreamListener client, Rows rows) {
    send(schema, client, new ClientSink(client, allocator), rows);
  }

  private void send(Schema schema, ServerStreamListener client, ClientSink sink, Rows rows) {
    onThread(
        client,
        () -> {
          try (RowStream out = new RowStream(schema, sink, allocator, timeoutMillis)) {
            rows.send(out);
            if (out.end()) {
              client.completed();
            } else if (!sink.cancelled()) {
              client.error(
                  CallProblems.of(
                      Problem.of(ErrorCode.QUERY_TIMEOUT, "The answer was not taken in time.")));
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.error(
                CallProblems.of(Problem.of(ErrorCode.UNAVAILABLE, "The server is going down.")));
          }
        });
  }

  private void onThread(ServerStreamListener client, Runnable work) {
    try {
      threads.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              client.error(CallProblems.of(e));
            }
          });
    } catch (RejectedExecutionException e) {
      client.error(
          CallProblems.of(Problem.of(ErrorCode.OVERLOADED, "Too many calls wait already.")));
    }
  }
}
