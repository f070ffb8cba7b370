package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.arco.server.sql.HostileSql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.impl.FlightSql.TicketStatementQuery;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No text gets to the engine past the gate: not as a query, nor prepared, nor in a ticket. */
final class FlightGateTest {
  @TempDir static Path directory;
  private static FlightFixture flight;

  @BeforeAll
  static void start() {
    flight = new FlightFixture(directory);
  }

  @AfterAll
  static void stop() {
    flight.close();
  }

  /** What is refused for its parameters alone may be prepared. */
  static Stream<String> hostile() {
    return HostileSql.statements().filter(sql -> !sql.contains("?") && !sql.contains("$1"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whatIsHostileIsRefusedEverywhere(String sql) {
    String code =
        flight.http().send("POST", "/api/v1/query", FlightFixture.json(Map.of("sql", sql))).code();
    refused(code, () -> flight.client.execute(sql));
    refused(code, () -> flight.client.getExecuteSchema(sql));
    refused(code, () -> flight.client.prepare(sql));
    refused(
        code,
        () -> flight.rows(ticket(new StatementHandle("1", sql, List.of()).encode().toByteArray())));
  }

  private static void refused(String code, Runnable call) {
    FlightRuntimeException failure = assertThrows(FlightRuntimeException.class, call::run);
    assertTrue(
        failure.getMessage().startsWith(code + ": "), failure.getMessage() + ", not " + code);
  }

  private static FlightInfo ticket(byte[] handle) {
    TicketStatementQuery query =
        TicketStatementQuery.newBuilder().setStatementHandle(ByteString.copyFrom(handle)).build();
    return new FlightInfo(
        new Schema(List.of()),
        FlightDescriptor.path("x"),
        List.of(new FlightEndpoint(new Ticket(Any.pack(query).toByteArray()))),
        -1,
        -1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"id\":\"1\",\"sql\":\"select 1\",\"parameters\":null}",
        "{\"id\":\"1\",\"sql\":\"select ?\",\"parameters\":[{\"type\":\"LONG\",\"text\":\"x\"}]}",
        "{\"id\":\"1\",\"sql\":\"select ?\",\"parameters\":[{\"type\":\"UUID\",\"text\":\"x\"}]}",
        "{\"id\":\"1\",\"sql\":\"select ?\",\"parameters\":[{\"type\":\"LONG\"}]}",
        "{\"id\":\"1\",\"sql\":\"select ?\",\"parameters\":[null]}",
        "{\"id\":\"1\",\"sql\":\"select ?\",\"parameters\":[]}",
        "{\"id\":\"1\",\"sql\":\"select 1\",\"parameters\":[],\"more\":1}"
      })
  void aHandleNobodyGaveIsRefused(String handle) {
    FlightRuntimeException failure =
        assertThrows(
            FlightRuntimeException.class,
            () -> flight.rows(ticket(handle.getBytes(StandardCharsets.UTF_8))));
    assertEquals(FlightStatusCode.INVALID_ARGUMENT, failure.status().code(), failure.getMessage());
  }

  @Test
  void aTicketThatIsNoneIsRefused() {
    for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[5_000])) {
      refused(
          "INVALID_REQUEST",
          () -> {
            try (FlightStream stream = flight.client.getStream(new Ticket(bytes))) {
              stream.next();
            } catch (FlightRuntimeException e) {
              throw e;
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  @Test
  void aDescriptorThatIsNoCommandIsRefused() throws Exception {
    try (FlightClient client = flight.connect(flight.flight.port())) {
      for (FlightDescriptor descriptor :
          List.of(
              FlightDescriptor.path("lake", "main"),
              FlightDescriptor.command(new byte[0]),
              FlightDescriptor.command("select 1".getBytes(StandardCharsets.UTF_8)))) {
        refused("INVALID_REQUEST", () -> client.getInfo(descriptor));
        refused("INVALID_REQUEST", () -> client.getSchema(descriptor));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select repeat('x', ?)",
        "select * from read_csv(?)",
        "select getenv(?)",
        "from ?",
        "select $x",
        "select $2",
        "select ?; select ?",
        "select format(?, 1)"
      })
  void aParameterMayNotStandWhereItWouldMatter(String sql) {
    FlightRuntimeException failure =
        assertThrows(FlightRuntimeException.class, () -> flight.client.prepare(sql));
    assertEquals(FlightStatusCode.INVALID_ARGUMENT, failure.status().code(), failure.getMessage());
  }

  @Test
  void writingIsRefused() {
    assertThrows(
        FlightRuntimeException.class, () -> flight.client.executeUpdate("create table x (i int)"));
    assertThrows(
        FlightRuntimeException.class, () -> flight.client.prepare("select 1").executeUpdate());
  }
}
