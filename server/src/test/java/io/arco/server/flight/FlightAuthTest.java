package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.Configs;
import io.arco.server.FlightAccess;
import io.arco.server.RunningServer;
import io.arco.server.TokenHolders;
import io.arco.server.auth.Role;
import io.arco.testing.Await;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.grpc.CredentialCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flight SQL on a server that knows its callers. */
final class FlightAuthTest {
  @TempDir private Path directory;
  private TokenHolders holders;
  private String token;
  private RunningServer server;
  private BufferAllocator memory;
  private FlightClient flight;
  private FlightSqlClient client;

  @BeforeEach
  void start() {
    holders = new TokenHolders(directory);
    token = holders.add("ann", "acme", List.of("lab"), Role.READER, null);
    String writer = holders.add("bob", "acme", Role.WRITER);
    server =
        RunningServer.on(
            Configs.inMemory(
                holders.settings(
                    "flight.port",
                    "0",
                    "sql.maxRows",
                    "100000000",
                    "sql.maxResultBytes",
                    "1073741824")));
    server
        .client()
        .post(
            "/api/v1/catalogs",
            "{\"name\":\"lake\"}",
            "Authorization",
            "Bearer " + writer,
            "X-Arco-Workspace",
            "lab")
        .expect(201);
    memory = new RootAllocator();
    flight = FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port())).build();
    client = new FlightSqlClient(flight);
  }

  private int port() {
    return FlightAccess.flight(server.server()).port();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    memory.close();
    server.close();
  }

  private List<String> catalogs(CallOption... options) {
    var info = client.getCatalogs(options);
    try (FlightStream rows = client.getStream(info.getEndpoints().get(0).getTicket(), options)) {
      List<String> names = new java.util.ArrayList<>();
      while (rows.next()) {
        for (int i = 0; i < rows.getRoot().getRowCount(); i++) {
          names.add(rows.getRoot().getVector(0).getObject(i).toString());
        }
      }
      return names;
    } catch (Exception e) {
      throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer x", "Basic !!", "Basic eDp5", "garbage"})
  void whoProvesNothingIsUnauthenticated(String authorization) {
    CallOption[] options =
        authorization.isEmpty()
            ? new CallOption[0]
            : new CallOption[] {FlightFixture.headers("authorization", authorization)};
    FlightRuntimeException refused =
        assertThrows(FlightRuntimeException.class, () -> client.execute("select 1", options));
    assertEquals(CallStatus.UNAUTHENTICATED.code(), refused.status().code());
    assertTrue(refused.getMessage().startsWith("UNAUTHENTICATED: "), refused::getMessage);
  }

  @Test
  void aBearerSeesHisOwnWorkspace() {
    CallOption bearer = FlightFixture.headers("authorization", "Bearer " + token);
    assertEquals(List.of("lake", "system"), catalogs(bearer).stream().sorted().toList());
    FlightRuntimeException refused =
        assertThrows(
            FlightRuntimeException.class,
            () ->
                catalogs(
                    FlightFixture.headers(
                        "authorization", "Bearer " + token, "database", "default")));
    assertEquals(CallStatus.NOT_FOUND.code(), refused.status().code());
    assertTrue(refused.getMessage().startsWith("WORKSPACE_NOT_FOUND: "), refused::getMessage);
  }

  @Test
  void aLoginWithTheTokenAsPasswordIsAnsweredWithTheBearer() {
    Optional<CredentialCallOption> bearer = flight.authenticateBasicToken("anyone", token);
    assertEquals(2, catalogs(bearer.orElseThrow()).size());
    FlightRuntimeException refused =
        assertThrows(
            FlightRuntimeException.class, () -> flight.authenticateBasicToken("ann", "nothing"));
    assertEquals(CallStatus.UNAUTHENTICATED.code(), refused.status().code());
  }

  @Test
  void jdbcLogsInWithUserAndToken() throws SQLException {
    try (JdbcDriver driver = new JdbcDriver();
        Connection connection =
            driver.connect(port(), "&user=ann&password=" + token + "&x-arco-freshness=latest");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from system.catalog.catalogs")) {
      assertTrue(rows.next());
      assertEquals(1, rows.getLong(1));
    }
  }

  @Test
  void jdbcTakesTheTokenItself() throws SQLException {
    try (JdbcDriver driver = new JdbcDriver();
        Connection connection = driver.connect(port(), "&token=" + token + "&database=lab");
        ResultSet rows = connection.getMetaData().getCatalogs()) {
      assertTrue(rows.next());
    }
  }

  @Test
  void aStreamEndsWhenItsTokenIsTakenBack() throws Exception {
    String lent = holders.add("eve", "acme", List.of("lab"), Role.READER, null);
    CallOption bearer = FlightFixture.headers("authorization", "Bearer " + lent);
    Await.until("the token is known", () -> isKnown(bearer));
    var info = client.execute("select a.range from range(100000) a, range(100000) b", bearer);
    try (FlightStream rows = client.getStream(info.getEndpoints().get(0).getTicket(), bearer)) {
      assertTrue(rows.next());
      holders.removeLast();
      FlightRuntimeException ended =
          assertThrows(
              FlightRuntimeException.class,
              () -> {
                while (rows.next()) {
                  // As long as it goes on.
                }
              });
      assertEquals(CallStatus.UNAUTHENTICATED.code(), ended.status().code());
    }
    Await.until("the engine rests", () -> FlightAccess.engine(server.server()).running() == 0);
  }

  private boolean isKnown(CallOption bearer) {
    try {
      return !catalogs(bearer).isEmpty();
    } catch (FlightRuntimeException e) {
      return false;
    }
  }
}
