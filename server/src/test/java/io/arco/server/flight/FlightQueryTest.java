package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient.PreparedStatement;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries over Flight SQL, with its own client. */
final class FlightQueryTest {
  @TempDir static Path directory;
  private static FlightFixture flight;

  @BeforeAll
  static void start() {
    flight = new FlightFixture(directory, "sql.maxRows", "5000");
    flight.table("numbers", "select range as n, 'x' || range as s from range(4000)");
    flight.table("toomany", "select range as n from range(5001)");
    flight.delta("vectors", "delta/deletion_vectors");
  }

  @AfterAll
  static void stop() {
    flight.close();
  }

  @Test
  void aQueryNeedsNoTable() {
    assertEquals(List.of(List.of("2", "a")), flight.rows("select 1 + 1, 'a'"));
  }

  @Test
  void usersTablesAreQueried() {
    assertEquals(
        List.of(List.of("4000", "3999")),
        flight.rows("select count(*), max(n) from lake.main.numbers"));
    assertEquals(4000, flight.rows("select * from lake.main.numbers").size());
  }

  @Test
  void tablesOfOpenFormatsAndTheirVersionsAreQueried() {
    String counted = "select count(*) from lake.main.vectors";
    assertEquals(List.of(List.of("86")), flight.rows(counted));
    assertEquals(List.of(List.of("100")), flight.rows(counted + " at (version => 1)"));
  }

  @Test
  void systemTablesAreQueriedAndJoinedWithOthers() {
    var latest = FlightFixture.headers("x-arco-freshness", "latest");
    assertEquals(
        List.of(List.of("numbers"), List.of("toomany"), List.of("vectors")),
        flight.rows("select name from system.catalog.tables order by name", latest));
    assertEquals(
        List.of(List.of("numbers", "7")),
        flight.rows(
            "select t.name, n.n from system.catalog.tables t, lake.main.numbers n"
                + " where t.name = 'numbers' and n.n = 7",
            latest));
  }

  @Test
  void theInfoTellsTheColumns() throws Exception {
    FlightInfo info =
        flight.client.execute("select n, s as \"n\", 1.5 as d from lake.main.numbers");
    assertEquals(
        "Schema<n: Int(64, true), n: Utf8, d: Decimal(2, 1, 128)>", info.getSchema().toString());
    try (var stream = flight.client.getStream(info.getEndpoints().get(0).getTicket())) {
      assertEquals(info.getSchema(), stream.getSchema());
    }
  }

  @Test
  void anInfoTellsNoColumnsThatItsStreamMayNotHave() {
    try (PreparedStatement statement = flight.client.prepare("select ? as x")) {
      assertEquals(Optional.empty(), statement.execute().getSchemaOptional());
    }
    try (PreparedStatement statement = flight.client.prepare("select n from lake.main.numbers")) {
      assertEquals(
          "Schema<n: Int(64, true)>", statement.execute().getSchemaOptional().get().toString());
    }
  }

  @Test
  void noBatchIsLargerThanClientsTake() throws Exception {
    String wide = "select n, n % 2 = 0 as even, repeat('x', 3000) as s from lake.main.numbers";
    int batches = 0;
    int rows = 0;
    try (FlightStream stream = stream(wide + " order by n")) {
      while (stream.next()) {
        VectorSchemaRoot batch = stream.getRoot();
        batches++;
        assertTrue(bytes(batch) <= ClientSink.MAX_BATCH_BYTES);
        for (int i = 0; i < batch.getRowCount(); i++, rows++) {
          assertEquals((long) rows, batch.getVector(0).getObject(i));
          assertEquals(rows % 2 == 0, batch.getVector(1).getObject(i));
          assertEquals("x".repeat(3000), batch.getVector(2).getObject(i).toString());
        }
      }
    }
    assertEquals(4000, rows);
    assertTrue(batches > 5, batches + " batches");
  }

  @Test
  void aRowThatIsLargerIsABatchOfItsOwn() throws Exception {
    String sql = "select string_agg(repeat('x', 9000), '') as s from range(300)";
    try (FlightStream stream = stream(sql)) {
      assertTrue(stream.next());
      assertEquals(1, stream.getRoot().getRowCount());
      assertTrue(bytes(stream.getRoot()) > ClientSink.MAX_BATCH_BYTES);
    }
  }

  private static FlightStream stream(String sql) {
    return flight.client.getStream(flight.client.execute(sql).getEndpoints().get(0).getTicket());
  }

  private static long bytes(VectorSchemaRoot batch) {
    return batch.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  @Test
  void aWorkspaceIsThatOfTheCall() {
    flight.http().post("/api/v1/catalogs", "{\"name\":\"only\"}", "X-Arco-Tenant", "acme");
    String sql = "select name from system.catalog.catalogs";
    for (String[] headers :
        List.of(
            new String[] {"x-arco-tenant", "acme"},
            new String[] {"database", "acme/default"},
            new String[] {"database", "x/default", "x-arco-tenant", "acme"})) {
      String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
      all[headers.length] = "x-arco-freshness";
      all[headers.length + 1] = "latest";
      assertEquals(List.of(List.of("only")), flight.rows(sql, FlightFixture.headers(all)));
    }
    FlightRuntimeException bad =
        assertThrows(
            FlightRuntimeException.class,
            () -> flight.rows("select 1", FlightFixture.headers("x-arco-tenant", "A B")));
    assertEquals(FlightStatusCode.INVALID_ARGUMENT, bad.status().code());
    assertTrue(bad.getMessage().contains("INVALID_REQUEST"), bad.getMessage());
  }

  @Test
  void problemsAreThoseOfTheHttpApi() {
    for (Map.Entry<String, FlightStatusCode> wrong :
        Map.of(
                "select", FlightStatusCode.INVALID_ARGUMENT,
                "select * from lake.main.none", FlightStatusCode.NOT_FOUND,
                "select * from system.catalog.none", FlightStatusCode.NOT_FOUND,
                "select n + s from lake.main.numbers", FlightStatusCode.INVALID_ARGUMENT,
                "select ?", FlightStatusCode.INVALID_ARGUMENT)
            .entrySet()) {
      FlightRuntimeException failure =
          assertThrows(FlightRuntimeException.class, () -> flight.client.execute(wrong.getKey()));
      assertEquals(wrong.getValue(), failure.status().code(), failure.getMessage());
      String path = wrong.getKey().contains("lake") ? "/api/v1/query-data" : "/api/v1/query";
      String code =
          flight
              .http()
              .send("POST", path, FlightFixture.json(Map.of("sql", wrong.getKey())))
              .code();
      assertTrue(failure.getMessage().startsWith(code + ": "), failure.getMessage() + " " + code);
      assertEquals(code, failure.status().metadata().get("arco-code"));
    }
  }

  @Test
  void aFailureAmidTheRowsIsAFailure() {
    FlightRuntimeException failure =
        assertThrows(
            FlightRuntimeException.class,
            () -> flight.rows("select cast(s as int) from lake.main.numbers"));
    assertTrue(failure.getMessage().startsWith("INVALID_SQL: "), failure.getMessage());
    assertTrue(
        failure.getMessage().endsWith("when casting from source column s\"}"),
        failure.getMessage());
  }

  @Test
  void aResultThatIsTooLargeFailsAndIsNotCut() {
    FlightRuntimeException failure =
        assertThrows(
            FlightRuntimeException.class, () -> flight.rows("select * from lake.main.toomany"));
    assertEquals(FlightStatusCode.RESOURCE_EXHAUSTED, failure.status().code());
    assertTrue(failure.getMessage().contains("\"limit\":5000"), failure.getMessage());
  }
}
