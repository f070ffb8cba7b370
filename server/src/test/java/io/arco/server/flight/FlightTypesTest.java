package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.server.ContractClient.Answer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient.PreparedStatement;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results equal those of the HTTP API in every type, and so do parameters that come back. */
final class FlightTypesTest {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "1::tinyint",
        "1::smallint",
        "1::integer",
        "9223372036854775807",
        "255::utinyint",
        "65535::usmallint",
        "4294967295::uinteger",
        "18446744073709551615::ubigint",
        "170141183460469231731687303715884105727::hugeint",
        "12345678901234567890.12345::decimal(38,5)",
        "-0.1::decimal(3,1)",
        "1.5::float",
        "'NaN'::double",
        "'-Infinity'::double",
        "'Zürich'::varchar",
        "'\\x00\\xFF'::blob",
        "date '2024-02-29'",
        "time '23:59:59.999999'",
        "timestamp '2024-02-29 01:02:03.000004'",
        "timestamp_ns '2024-02-29 01:02:03.000000004'",
        "timestamptz '2024-02-29 01:02:03+02'",
        "interval '1 year 2 days 3.5 seconds'",
        "uuid '550e8400-e29b-41d4-a716-446655440000'",
        "'{\"a\":1}'::json",
        "'b'::enum('a', 'b')",
        "[1, null, 3]",
        "[1, 2]::integer[2]",
        "{'a': 1, 'b c': [true]}",
        "map {'k': [1.5]}",
        "null"
      })
  void aValueIsThatOfTheHttpApi(String expression) throws Exception {
    String sql = "select " + expression + " as x, null as n, " + expression + " as x";
    Table http = http(sql);
    Table got = flight(sql);
    assertEquals(http, got);
    assertEquals(
        expression.contains("enum") ? Optional.empty() : Optional.of(http.schema()),
        flight.client.execute(sql).getSchemaOptional().map(Schema::toString));
    String none = sql + " limit 0";
    assertEquals(http(none), flight(none));
  }

  /** A result as text. */
  private record Table(String schema, List<String> rows) {}

  private static Table http(String sql) throws Exception {
    Answer answer =
        flight
            .http()
            .post(
                "/api/v1/query",
                FlightFixture.json(Map.of("sql", sql)),
                "Accept",
                "application/vnd.apache.arrow.stream")
            .expect(200);
    try (ArrowStreamReader reader =
        new ArrowStreamReader(new ByteArrayInputStream(answer.bytes()), flight.memory)) {
      List<String> rows = new ArrayList<>();
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        addRows(root, rows);
      }
      return new Table(root.getSchema().toString(), rows);
    }
  }

  private static Table flight(String sql) throws Exception {
    try (FlightStream stream =
        flight.client.getStream(flight.client.execute(sql).getEndpoints().get(0).getTicket())) {
      List<String> rows = new ArrayList<>();
      while (stream.next()) {
        addRows(stream.getRoot(), rows);
      }
      return new Table(stream.getSchema().toString(), rows);
    }
  }

  private static void addRows(VectorSchemaRoot batch, List<String> rows) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      List<String> values = new ArrayList<>();
      for (FieldVector vector : batch.getFieldVectors()) {
        Object value = vector.getObject(row);
        values.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : "" + value);
      }
      rows.add(values.toString());
    }
  }

  @Test
  void aParameterOfEveryTypeComesBackAsItWas() throws Exception {
    for (String value :
        List.of(
            "true",
            "(-128)::tinyint",
            "32767::smallint",
            "(-2147483648)::integer",
            "9223372036854775807::bigint",
            "12345678901234567890.12345::decimal(25,5)",
            "1.5::float",
            "'NaN'::double",
            "1e-300::double",
            "'Zürich, it''s'::varchar",
            "''::varchar",
            "'\\x00\\xFF'::blob",
            "date '2024-02-29'",
            "time '23:59:59.999999'",
            "timestamp '2024-02-29 01:02:03.000004'",
            "timestamptz '0001-02-28 01:02:03+00'")) {
      assertEquals(flight("select " + value + " as x"), bound("select ? as x", value), value);
    }
  }

  @Test
  void valuesThatTheEngineHasNoParameterForAreCastByTheStatement() throws Exception {
    for (String[] typed :
        List.of(
            new String[] {"255::utinyint", "utinyint"},
            new String[] {"4294967295::uinteger", "uinteger"},
            new String[] {"18446744073709551615::ubigint", "ubigint"},
            new String[] {"date '0044-03-15 (BC)'", "date"},
            new String[] {"timestamp_ns '2024-02-29 01:02:03.000000004'", "timestamp_ns"},
            new String[] {"interval '14 months 2 days 3.5 seconds'", "interval"})) {
      assertEquals(
          flight("select " + typed[0] + " as x"),
          bound("select ?::" + typed[1] + " as x", typed[0]),
          typed[0]);
    }
  }

  @Test
  void aNullIsBoundWhateverItsType() throws Exception {
    assertEquals(
        flight("select null::bigint as x"), bound("select ?::bigint as x", "null::varchar"));
  }

  @Test
  void nestedParametersAreRefusedByName() {
    FlightRuntimeException failure =
        assertThrows(FlightRuntimeException.class, () -> bound("select ? as x", "[1, 2]"));
    assertTrue(failure.getMessage().contains("\"parameter\":1"), failure.getMessage());
    assertTrue(failure.getMessage().contains("\"type\":\"List\""), failure.getMessage());
  }

  @Test
  void aStatementTellsWhatItTakesAndGives() {
    try (PreparedStatement statement =
        flight.client.prepare(
            "select name, ?::date as d from system.catalog.tables where version = ? limit ?")) {
      assertEquals(
          List.of("1: Date(DAY)", "2: Int(64, true)", "3: Int(64, true)"),
          statement.getParameterSchema().getFields().stream().map(Field::toString).toList());
    }
    try (PreparedStatement statement =
        flight.client.prepare("select name as a, version as a from system.catalog.tables")) {
      assertEquals("Schema<a: Utf8, a: Int(64, true)>", statement.getResultSetSchema().toString());
    }
  }

  @Test
  void severalRowsOfValuesAreRefused() throws Exception {
    FlightRuntimeException failure =
        assertThrows(FlightRuntimeException.class, () -> bound("select ? as x", "unnest([1, 2])"));
    assertTrue(failure.getMessage().contains("one row"), failure.getMessage());
  }

  @Test
  void valuesThatAreMissingAreAskedFor() {
    try (PreparedStatement statement = flight.client.prepare("select ?::int")) {
      FlightRuntimeException failure =
          assertThrows(FlightRuntimeException.class, () -> flight.rows(statement.execute()));
      assertTrue(failure.getMessage().contains("\"expected\":1"), failure.getMessage());
    }
  }

  /** Runs a statement with the value of an expression, as a client read it, for its parameter. */
  private static Table bound(String sql, String expression) throws Exception {
    try (FlightStream values =
            flight.client.getStream(
                flight
                    .client
                    .execute("select " + expression + " as v")
                    .getEndpoints()
                    .get(0)
                    .getTicket());
        PreparedStatement statement = flight.client.prepare(sql)) {
      assertTrue(values.next());
      statement.setParameters(values.getRoot());
      try (FlightStream stream =
          flight.client.getStream(statement.execute().getEndpoints().get(0).getTicket())) {
        List<String> rows = new ArrayList<>();
        while (stream.next()) {
          addRows(stream.getRoot(), rows);
        }
        return new Table(stream.getSchema().toString(), rows);
      }
    }
  }

  @Test
  void theTypesOfTheServerAreListed() {
    List<String> names = new ArrayList<>();
    Consumer<List<String>> add = row -> names.add(row.get(0));
    flight.rows(flight.client.getXdbcTypeInfo()).forEach(add);
    assertTrue(names.containsAll(List.of("BIGINT", "VARCHAR", "DECIMAL")), names.toString());
    assertEquals(1, flight.rows(flight.client.getXdbcTypeInfo(java.sql.Types.BIGINT)).size());
  }
}
