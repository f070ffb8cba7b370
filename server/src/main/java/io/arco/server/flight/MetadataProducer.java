package io.arco.server.flight;

import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_CATALOGS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_CROSS_REFERENCE_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_EXPORTED_KEYS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_IMPORTED_KEYS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_PRIMARY_KEYS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_SCHEMAS_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_SQL_INFO_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TABLES_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TABLES_SCHEMA_NO_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TABLE_TYPES_SCHEMA;
import static org.apache.arrow.flight.sql.FlightSqlProducer.Schemas.GET_TYPE_INFO_SCHEMA;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.NoOpFlightSqlProducer;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCatalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCrossReference;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetExportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetImportedKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetPrimaryKeys;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetSqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTableTypes;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetTables;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetXdbcTypeInfo;
import org.apache.arrow.vector.types.pojo.Schema;

/** The metadata calls of Flight SQL: a ticket for each is the call itself, streamed later. */
class MetadataProducer extends NoOpFlightSqlProducer {
  private static final byte[] NO_COMMAND = {};

  private final Metadata metadata;

  MetadataProducer(Metadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public FlightInfo getFlightInfo(CallContext call, FlightDescriptor descriptor) {
    check(descriptor);
    return super.getFlightInfo(call, descriptor);
  }

  @Override
  public SchemaResult getSchema(CallContext call, FlightDescriptor descriptor) {
    check(descriptor);
    return super.getSchema(call, descriptor);
  }

  @Override
  public void getStream(CallContext call, Ticket ticket, ServerStreamListener client) {
    try {
      check(ticket.getBytes());
    } catch (FlightRuntimeException e) {
      client.error(e);
      return;
    }
    super.getStream(call, ticket, client);
  }

  private static void check(FlightDescriptor descriptor) {
    check(descriptor.isCommand() ? descriptor.getCommand() : NO_COMMAND);
  }

  /** What is no message at all, the library would take for a failure of its own. */
  private static void check(byte[] command) {
    try {
      if (command.length == 0 || Any.parseFrom(command).getTypeUrl().isEmpty()) {
        throw notCommand();
      }
    } catch (InvalidProtocolBufferException e) {
      throw notCommand();
    }
  }

  private static FlightRuntimeException notCommand() {
    return CallProblems.of(
        Problem.of(ErrorCode.INVALID_REQUEST, "This is not a command or ticket of Flight SQL."));
  }

  /** One stream of this schema, served here; without one, the stream tells its own. */
  static FlightInfo info(Schema schemaOrNull, FlightDescriptor descriptor, Message ticket) {
    Ticket opaque = new Ticket(Any.pack(ticket).toByteArray());
    return new FlightInfo(schemaOrNull, descriptor, List.of(new FlightEndpoint(opaque)), -1, -1);
  }

  @Override
  public FlightInfo getFlightInfoCatalogs(
      CommandGetCatalogs asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_CATALOGS_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamCatalogs(CallContext call, ServerStreamListener client) {
    metadata.catalogs(CallScope.of(call), client);
  }

  @Override
  public FlightInfo getFlightInfoSchemas(
      CommandGetDbSchemas asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_SCHEMAS_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamSchemas(
      CommandGetDbSchemas asked, CallContext call, ServerStreamListener client) {
    metadata.schemas(CallScope.of(call), asked, client);
  }

  @Override
  public FlightInfo getFlightInfoTables(
      CommandGetTables asked, CallContext call, FlightDescriptor descriptor) {
    Schema schema = asked.getIncludeSchema() ? GET_TABLES_SCHEMA : GET_TABLES_SCHEMA_NO_SCHEMA;
    return info(schema, descriptor, asked);
  }

  @Override
  public void getStreamTables(
      CommandGetTables asked, CallContext call, ServerStreamListener client) {
    metadata.tables(CallScope.of(call), asked, client);
  }

  @Override
  public FlightInfo getFlightInfoTableTypes(
      CommandGetTableTypes asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_TABLE_TYPES_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamTableTypes(CallContext call, ServerStreamListener client) {
    metadata.tableTypes(client);
  }

  @Override
  public FlightInfo getFlightInfoTypeInfo(
      CommandGetXdbcTypeInfo asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_TYPE_INFO_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamTypeInfo(
      CommandGetXdbcTypeInfo asked, CallContext call, ServerStreamListener client) {
    metadata.typeInfo(asked.hasDataType() ? asked.getDataType() : null, client);
  }

  @Override
  public FlightInfo getFlightInfoSqlInfo(
      CommandGetSqlInfo asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_SQL_INFO_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamSqlInfo(
      CommandGetSqlInfo asked, CallContext call, ServerStreamListener client) {
    metadata.sqlInfo(asked.getInfoList(), client);
  }

  @Override
  public FlightInfo getFlightInfoPrimaryKeys(
      CommandGetPrimaryKeys asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_PRIMARY_KEYS_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamPrimaryKeys(
      CommandGetPrimaryKeys asked, CallContext call, ServerStreamListener client) {
    metadata.nothing(GET_PRIMARY_KEYS_SCHEMA, client);
  }

  @Override
  public FlightInfo getFlightInfoExportedKeys(
      CommandGetExportedKeys asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_EXPORTED_KEYS_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamExportedKeys(
      CommandGetExportedKeys asked, CallContext call, ServerStreamListener client) {
    metadata.nothing(GET_EXPORTED_KEYS_SCHEMA, client);
  }

  @Override
  public FlightInfo getFlightInfoImportedKeys(
      CommandGetImportedKeys asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_IMPORTED_KEYS_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamImportedKeys(
      CommandGetImportedKeys asked, CallContext call, ServerStreamListener client) {
    metadata.nothing(GET_IMPORTED_KEYS_SCHEMA, client);
  }

  @Override
  public FlightInfo getFlightInfoCrossReference(
      CommandGetCrossReference asked, CallContext call, FlightDescriptor descriptor) {
    return info(GET_CROSS_REFERENCE_SCHEMA, descriptor, asked);
  }

  @Override
  public void getStreamCrossReference(
      CommandGetCrossReference asked, CallContext call, ServerStreamListener client) {
    metadata.nothing(GET_CROSS_REFERENCE_SCHEMA, client);
  }
}
