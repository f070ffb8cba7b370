package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.arco.server.FlightAccess;
import io.arco.server.TwoTenants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.AsyncPutListener;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.CancelFlightInfoRequest;
import org.apache.arrow.flight.CancelStatus;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightMethod;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetCatalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementQuery;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No Flight call of one tenant finds out that another has anything. */
final class TenantFlightGateTest {
  private static final String SQL = "select count(*) from system.catalog.catalogs";

  @TempDir private static Path directory;
  private static TwoTenants tenants;
  private static BufferAllocator memory;
  private static FlightClient flight;
  private static FlightSqlClient client;

  /** A call, which fails or gives a text. */
  private interface Called {
    String with(CallOption where) throws Exception;
  }

  @BeforeAll
  static void start() {
    tenants = new TwoTenants(directory);
    int port = FlightAccess.flight(tenants.server().server()).port();
    memory = new RootAllocator();
    flight = FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port)).build();
    client = new FlightSqlClient(flight);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    memory.close();
    tenants.close();
  }

  private static CallOption as(String bearer, String... headers) {
    List<String> all = new ArrayList<>(List.of("authorization", bearer));
    all.addAll(List.of(headers));
    return FlightFixture.headers(all.toArray(String[]::new));
  }

  private static FlightDescriptor command(Message command) {
    return FlightDescriptor.command(Any.pack(command).toByteArray());
  }

  /** What a client can call, each method in one way at least. */
  private static Map<FlightMethod, List<Called>> calls(FlightInfo ofBravo) {
    FlightDescriptor query = command(CommandStatementQuery.newBuilder().setQuery(SQL).build());
    FlightDescriptor metadata = command(CommandGetCatalogs.getDefaultInstance());
    Map<FlightMethod, List<Called>> calls = new LinkedHashMap<>();
    calls.put(FlightMethod.LIST_FLIGHTS, List.of(at -> all(flight.listFlights(Criteria.ALL, at))));
    calls.put(FlightMethod.LIST_ACTIONS, List.of(at -> all(flight.listActions(at))));
    calls.put(
        FlightMethod.GET_FLIGHT_INFO,
        List.of(
            at -> text(flight.getInfo(query, at)),
            at -> text(flight.getInfo(metadata, at)),
            at -> text(client.getTables(null, null, null, null, true, at)),
            at -> text(client.getSchemas(null, null, at)),
            at -> text(client.getTableTypes(at)),
            at -> text(client.getXdbcTypeInfo(at)),
            at -> text(client.getSqlInfo(new int[0], at))));
    calls.put(FlightMethod.POLL_FLIGHT_INFO, List.of(at -> flight.pollInfo(query, at).toString()));
    calls.put(
        FlightMethod.GET_SCHEMA, List.of(at -> flight.getSchema(query, at).getSchema().toString()));
    calls.put(
        FlightMethod.DO_GET,
        List.of(at -> rows(ofBravo, at), at -> rows(client.getCatalogs(as(tenants.alpha())), at)));
    calls.put(
        FlightMethod.DO_ACTION,
        List.of(
            at -> client.prepare(SQL, at).getResultSetSchema().toString(),
            at -> flight.doAction(new Action("nothing"), at).next().toString(),
            at ->
                flight
                    .cancelFlightInfo(new CancelFlightInfoRequest(ofBravo), at)
                    .getStatus()
                    .toString(),
            at ->
                String.valueOf(
                    flight
                        .doAction(
                            new Action(
                                FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT.getType()),
                            at)
                        .hasNext())));
    calls.put(FlightMethod.DO_PUT, List.of(TenantFlightGateTest::put));
    calls.put(FlightMethod.DO_EXCHANGE, List.of(TenantFlightGateTest::exchange));
    return calls;
  }

  private static String put(CallOption at) throws Exception {
    try (VectorSchemaRoot none = VectorSchemaRoot.of()) {
      FlightClient.ClientStreamListener put =
          flight.startPut(
              command(CommandStatementQuery.newBuilder().setQuery(SQL).build()),
              none,
              new AsyncPutListener(),
              at);
      put.completed();
      put.getResult();
      return "put";
    }
  }

  private static String exchange(CallOption at) throws Exception {
    try (FlightClient.ExchangeReaderWriter both =
        flight.doExchange(FlightDescriptor.path("x"), at)) {
      both.getWriter().completed();
      both.getReader().next();
      return "exchanged";
    }
  }

  private static String all(Iterable<?> items) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(String.valueOf(item)));
    return texts.toString();
  }

  private static String text(FlightInfo info) {
    return info.getSchemaOptional() + " " + info.getEndpoints().size();
  }

  private static String rows(FlightInfo info, CallOption at) throws Exception {
    try (FlightStream rows = client.getStream(info.getEndpoints().get(0).getTicket(), at)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(rows.getRoot().contentToTSVString());
      }
      return text.toString();
    }
  }

  /** What bravo is given for a query; made here, so that the server has not met him. */
  private static FlightInfo asBravoHasIt(String sql) {
    TicketStatementQuery ticket =
        TicketStatementQuery.newBuilder()
            .setStatementHandle(new StatementHandle("bravo-1", sql, List.of()).encode())
            .build();
    return new FlightInfo(
        new Schema(List.of()),
        command(CommandStatementQuery.newBuilder().setQuery(sql).build()),
        List.of(new FlightEndpoint(new Ticket(Any.pack(ticket).toByteArray()))),
        -1,
        -1);
  }

  private static FlightRuntimeException refusal(Called call, CallOption where) {
    return assertThrows(FlightRuntimeException.class, () -> call.with(where));
  }

  @Test
  void aForeignWorkspaceAnswersAsOneThatIsNot() {
    FlightInfo ofBravo = asBravoHasIt(SQL);
    tenants.bravoSeen();
    Map<FlightMethod, List<Called>> calls = calls(ofBravo);
    List<FlightMethod> all = new ArrayList<>(List.of(FlightMethod.values()));
    // Judged by who calls alone: it leads nowhere.
    all.remove(FlightMethod.HANDSHAKE);
    assertEquals(all.stream().sorted().toList(), calls.keySet().stream().sorted().toList());
    String[][] foreign = {
      {"x-arco-tenant", "bravo-tenant", "x-arco-workspace", "bravo-lab"},
      {"database", "bravo-tenant/bravo-lab"},
      {"database", "bravo-lab"}
    };
    calls.forEach(
        (method, ways) -> {
          for (Called call : ways) {
            for (String[] where : foreign) {
              FlightRuntimeException refused = refusal(call, as(tenants.alpha(), where));
              String[] nowhere =
                  java.util.Arrays.stream(where)
                      .map(it -> it.replace("bravo", "nobdy"))
                      .toArray(String[]::new);
              FlightRuntimeException missing = refusal(call, as(tenants.alpha(), nowhere));
              assertEquals(CallStatus.NOT_FOUND.code(), refused.status().code(), method.name());
              assertEquals(missing.getMessage(), refused.getMessage(), method.name());
              assertFalse(tenants.isOfBravo(refused.getMessage()), method.name());
              assertEquals(List.of(), tenants.bravoSeen(), method.name());
            }
          }
        });
  }

  @Test
  void aTicketOfAnotherShowsOnesOwnRows() throws Exception {
    FlightInfo ofBravo = asBravoHasIt("select name from system.catalog.catalogs");
    tenants.bravoSeen();
    String rows = rows(ofBravo, as(tenants.alpha(), "x-arco-freshness", "latest"));
    assertTrue(rows.contains("alpha_catalog"), rows);
    assertFalse(tenants.isOfBravo(rows), rows);
    assertEquals(List.of(), tenants.bravoSeen());
    assertEquals(
        CancelStatus.NOT_CANCELLABLE,
        flight
            .cancelFlightInfo(new CancelFlightInfoRequest(ofBravo), as(tenants.alpha()))
            .getStatus());
  }

  @Test
  void metadataIsOfOnesOwn() throws Exception {
    tenants.bravoSeen();
    CallOption alpha = as(tenants.alpha());
    for (FlightInfo info :
        List.of(
            client.getCatalogs(alpha),
            client.getSchemas(null, null, alpha),
            client.getTables(null, null, null, null, false, alpha))) {
      String rows = rows(info, alpha);
      assertTrue(rows.contains("alpha"), rows);
      assertFalse(tenants.isOfBravo(rows), rows);
    }
    assertEquals(List.of(), tenants.bravoSeen());
  }

  @Test
  void tablesOfAnotherAreTablesThatAreNot() {
    tenants.bravoSeen();
    String sql = "select * from bravo_catalog.bravo_schema.bravo_table";
    CallOption alpha = as(tenants.alpha());
    FlightRuntimeException refused =
        assertThrows(FlightRuntimeException.class, () -> client.execute(sql, alpha));
    FlightRuntimeException missing =
        assertThrows(
            FlightRuntimeException.class,
            () -> client.execute(sql.replace("bravo", "nobdy"), alpha));
    assertEquals(missing.status().code(), refused.status().code());
    assertEquals(missing.getMessage(), refused.getMessage().replace("bravo", "nobdy"));
    assertEquals(List.of(), tenants.bravoSeen());
  }

  /** So that the others are not silent because nothing is heard. */
  @Test
  void whoMayReadsItAndIsHeard() throws Exception {
    try (TwoTenants others = new TwoTenants(Files.createTempDirectory(directory, "t"));
        FlightClient transport =
            FlightClient.builder(
                    memory,
                    Location.forGrpcInsecure(
                        "127.0.0.1", FlightAccess.flight(others.server().server()).port()))
                .build();
        FlightSqlClient own = new FlightSqlClient(transport)) {
      CallOption bravo = as(others.bravo());
      FlightInfo catalogs = own.getCatalogs(bravo);
      try (FlightStream rows = own.getStream(catalogs.getEndpoints().get(0).getTicket(), bravo)) {
        assertTrue(rows.next());
        String names = rows.getRoot().contentToTSVString();
        assertTrue(names.contains("bravo_catalog"), names);
      }
      assertFalse(others.bravoSeen().isEmpty());
    }
  }
}
