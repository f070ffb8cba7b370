package io.arco.server.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.json.Json;
import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.FlightAccess;
import io.arco.server.RunningServer;
import io.arco.server.data.LakeFixtures;
import io.arco.server.sql.SqlEngine;
import io.arco.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A server with Flight SQL and tables of one's own, and a client; leaks fail its closing. */
final class FlightFixture implements AutoCloseable {
  final Path root;
  final RunningServer server;
  final FlightSql flight;
  final SqlEngine engine;
  final BufferAllocator memory = new RootAllocator();
  final FlightSqlClient client;

  FlightFixture(Path directory, String... keysAndValues) {
    root = directory.resolve("data");
    List<String> settings =
        new ArrayList<>(
            List.of(
                "store",
                "file:" + directory.resolve("store"),
                "dataRoots",
                root.toString(),
                "flight.port",
                "0"));
    settings.addAll(Arrays.asList(keysAndValues));
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = RunningServer.on(Configs.inMemory(settings.toArray(String[]::new)));
    flight = FlightAccess.flight(server.server());
    engine = FlightAccess.engine(server.server());
    client = new FlightSqlClient(connect(flight.port()));
    schema();
  }

  FlightClient connect(int port) {
    return FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", port)).build();
  }

  ContractClient http() {
    return server.client();
  }

  private void schema(String... headers) {
    http().post("/api/v1/catalogs", "{\"name\":\"lake\"}", headers).expect(201);
    http().post("/api/v1/catalogs/lake/schemas", "{\"name\":\"main\"}", headers).expect(201);
  }

  /** Copies a recorded Delta table and registers it as {@code lake.main.NAME}. */
  void delta(String name, String fixture) {
    recorded(name, "delta", fixture);
  }

  /** The same of an Iceberg table. */
  void iceberg(String name, String fixture) {
    recorded(name, "iceberg", fixture);
  }

  private void recorded(String name, String format, String fixture) {
    Path folder = LakeFixtures.copy(fixture, root.resolve(name));
    http()
        .post(
            "/api/v1/catalogs/lake/schemas/main/tables",
            json(Map.of("name", name, "format", format, "location", folder.toUri().toString())))
        .expect(201);
  }

  /** Writes the rows of a query as a file and registers it as {@code lake.main.NAME}. */
  void table(String name, String select) {
    Path file = root.resolve(name + ".parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    http()
        .post(
            "/api/v1/catalogs/lake/schemas/main/tables",
            json(Map.of("name", name, "format", "parquet", "location", file.toUri().toString())))
        .expect(201);
  }

  static String json(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  /** Options that send headers. */
  static CallOption headers(String... namesAndValues) {
    FlightCallHeaders headers = new FlightCallHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.insert(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new HeaderCallOption(headers);
  }

  /** All rows of a query, each the texts of its values. */
  List<List<String>> rows(String sql, CallOption... options) {
    return rows(client.execute(sql, options), options);
  }

  /** All rows behind the one ticket. */
  List<List<String>> rows(FlightInfo info, CallOption... options) {
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket(), options)) {
      List<List<String>> rows = new ArrayList<>();
      while (stream.next()) {
        VectorSchemaRoot batch = stream.getRoot();
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<String> values = new ArrayList<>();
          for (FieldVector vector : batch.getFieldVectors()) {
            values.add(String.valueOf(vector.getObject(row)));
          }
          rows.add(values);
        }
      }
      return rows;
    } catch (Exception e) {
      throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    memory.close();
    Await.until("the server's memory is given back", () -> flight.allocatedBytes() == 0);
    assertEquals(0, flight.streams());
    Await.value(flight.close(Await.DEADLINE_SECONDS * 1_000));
    server.close();
  }
}
