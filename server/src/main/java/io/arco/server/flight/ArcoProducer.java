package io.arco.server.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.server.sql.SqlShape;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.sql.CancelResult;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionClosePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementRequest;
import org.apache.arrow.flight.sql.impl.FlightSql.ActionCreatePreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandPreparedStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.DoPutPreparedStatementResult;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Queries and prepared statements over Flight SQL. Calls that have to answer at once wait on the
 * threads for it; streams wait nowhere.
 */
final class ArcoProducer extends MetadataProducer {
  private final Statements statements;
  private final OpenStreams streams;
  private final BufferAllocator allocator;
  private final Supplier<String> ids;
  private final PutDeadline puts;
  private final long timeoutMillis;

  ArcoProducer(
      Metadata metadata,
      Statements statements,
      OpenStreams streams,
      BufferAllocator allocator,
      Supplier<String> ids,
      PutDeadline puts,
      long timeoutMillis) {
    super(metadata);
    this.statements = statements;
    this.streams = streams;
    this.allocator = allocator;
    this.ids = ids;
    this.puts = puts;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public FlightInfo getFlightInfoStatement(
      CommandStatementQuery query, CallContext call, FlightDescriptor descriptor) {
    SqlShape shape = describe(query.getQuery(), call, false);
    StatementHandle handle = new StatementHandle(ids.get(), query.getQuery(), List.of());
    return info(shape, descriptor, handle);
  }

  @Override
  public FlightInfo getFlightInfoPreparedStatement(
      CommandPreparedStatementQuery query, CallContext call, FlightDescriptor descriptor) {
    StatementHandle handle = StatementHandle.decode(query.getPreparedStatementHandle());
    return info(describe(handle.sql(), call, true), descriptor, handle.with(ids.get()));
  }

  /**
   * Columns that the parameters decide, and enumerations, are told by the stream alone: ADBC takes
   * no stream that is not what its info said.
   */
  private static FlightInfo info(
      SqlShape shape, FlightDescriptor descriptor, StatementHandle handle) {
    TicketStatementQuery ticket =
        TicketStatementQuery.newBuilder().setStatementHandle(handle.encode()).build();
    Schema columnsOrNull = shape.isExact() ? new Schema(shape.columns()) : null;
    return info(columnsOrNull, descriptor, ticket);
  }

  @Override
  public SchemaResult getSchemaStatement(
      CommandStatementQuery query, CallContext call, FlightDescriptor descriptor) {
    return new SchemaResult(new Schema(describe(query.getQuery(), call, false).columns()));
  }

  @Override
  public SchemaResult getSchemaPreparedStatement(
      CommandPreparedStatementQuery query, CallContext call, FlightDescriptor descriptor) {
    StatementHandle handle = StatementHandle.decode(query.getPreparedStatementHandle());
    return new SchemaResult(new Schema(describe(handle.sql(), call, true).columns()));
  }

  private SqlShape describe(String sql, CallContext call, boolean mayHaveParameters) {
    return CallProblems.await(
        statements.describe(CallScope.of(call), sql, mayHaveParameters, left()), timeoutMillis);
  }

  /**
   * Whether the caller of the call on this thread has left. What {@link CallContext} says of it is
   * told on the thread of the call, which waits.
   */
  private static BooleanSupplier left() {
    return Context.current()::isCancelled;
  }

  @Override
  public void getStreamStatement(
      TicketStatementQuery ticket, CallContext call, ServerStreamListener client) {
    StatementHandle handle = StatementHandle.decode(ticket.getStatementHandle());
    statements.stream(CallScope.of(call), handle, client);
  }

  @Override
  public void getStreamPreparedStatement(
      CommandPreparedStatementQuery query, CallContext call, ServerStreamListener client) {
    StatementHandle handle = StatementHandle.decode(query.getPreparedStatementHandle());
    statements.stream(CallScope.of(call), handle.with(ids.get()), client);
  }

  @Override
  public void createPreparedStatement(
      ActionCreatePreparedStatementRequest request,
      CallContext call,
      StreamListener<Result> listener) {
    if (request.hasTransactionId()) {
      listener.onError(
          CallProblems.of(Problem.of(ErrorCode.NOT_SUPPORTED, "There are no transactions.")));
      return;
    }
    statements
        .describe(CallScope.of(call), request.getQuery(), true, left())
        .map(shape -> prepared(request.getQuery(), shape))
        .onComplete(
            (result, failure) -> {
              if (failure != null) {
                listener.onError(CallProblems.of(failure));
              } else {
                listener.onNext(result);
                listener.onCompleted();
              }
            });
  }

  private static Result prepared(String sql, SqlShape shape) {
    return new Result(
        Any.pack(
                ActionCreatePreparedStatementResult.newBuilder()
                    .setPreparedStatementHandle(new StatementHandle("", sql, List.of()).encode())
                    .setDatasetSchema(bytes(shape.columns()))
                    .setParameterSchema(bytes(shape.parameters()))
                    .build())
            .toByteArray());
  }

  private static ByteString bytes(List<org.apache.arrow.vector.types.pojo.Field> fields) {
    return ByteString.copyFrom(new Schema(fields).serializeAsMessage());
  }

  /** The server keeps nothing of prepared statements. */
  @Override
  public void closePreparedStatement(
      ActionClosePreparedStatementRequest request,
      CallContext call,
      StreamListener<Result> listener) {
    listener.onCompleted();
  }

  @Override
  public Runnable acceptPutPreparedStatementQuery(
      CommandPreparedStatementQuery query,
      CallContext call,
      FlightStream values,
      StreamListener<PutResult> listener) {
    return () -> {
      try (PutDeadline.Watch watch = puts.watch()) {
        StatementHandle handle = StatementHandle.decode(query.getPreparedStatementHandle());
        ByteString bound = handle.with(row(values)).encode();
        byte[] answer =
            DoPutPreparedStatementResult.newBuilder()
                .setPreparedStatementHandle(bound)
                .build()
                .toByteArray();
        try (ArrowBuf buffer = allocator.buffer(answer.length)) {
          buffer.writeBytes(answer);
          listener.onNext(PutResult.metadata(buffer));
        }
        listener.onCompleted();
      } catch (RuntimeException e) {
        listener.onError(CallProblems.of(e));
      }
    };
  }

  private static List<ParameterValue> row(FlightStream stream) {
    List<ParameterValue> values = new ArrayList<>();
    int rows = 0;
    while (stream.next()) {
      VectorSchemaRoot root = stream.getRoot();
      rows += root.getRowCount();
      if (rows > 1) {
        throw CallProblems.of(
            Problem.of(ErrorCode.INVALID_REQUEST, "A query takes one row of values at a time."));
      }
      if (root.getRowCount() == 1) {
        values = ParameterReader.row(root, 0);
      }
    }
    return values;
  }

  @Override
  public void cancelFlightInfo(
      CancelFlightInfoRequest request, CallContext call, StreamListener<CancelStatus> listener) {
    listener.onNext(
        cancel(request.getInfo(), call) ? CancelStatus.CANCELLED : CancelStatus.NOT_CANCELLABLE);
    listener.onCompleted();
  }

  @Override
  public void cancelQuery(
      FlightInfo info, CallContext call, StreamListener<CancelResult> listener) {
    listener.onNext(cancel(info, call) ? CancelResult.CANCELLED : CancelResult.NOT_CANCELLABLE);
    listener.onCompleted();
  }

  private boolean cancel(FlightInfo info, CallContext call) {
    boolean isCancelled = false;
    for (var endpoint : info.getEndpoints()) {
      try {
        TicketStatementQuery ticket =
            Any.parseFrom(endpoint.getTicket().getBytes()).unpack(TicketStatementQuery.class);
        String id = StatementHandle.decode(ticket.getStatementHandle()).id();
        isCancelled |= streams.cancel(CallScope.of(call).workspace(), id);
      } catch (InvalidProtocolBufferException e) {
        throw CallProblems.of(
            Problem.of(ErrorCode.INVALID_REQUEST, "This is not a ticket of a query."));
      }
    }
    return isCancelled;
  }
}
