package io.arco.server.data;

import io.arco.json.Json;
import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.ContractClient.Answer;
import io.arco.server.RunningServer;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server with a store and one data root in a directory, a catalog {@code lake} and a schema. */
final class DataServer implements AutoCloseable {
  static final String TABLES = "/api/v1/catalogs/lake/schemas/main/tables";
  static final String QUERY = "/api/v1/query-data";

  final Path root;
  final Path store;
  final RunningServer server;
  final ContractClient client;

  DataServer(Path directory, String... keysAndValues) {
    root = folder(directory.resolve("data"));
    store = directory.resolve("store");
    List<String> settings = new ArrayList<>(List.of("store", "file:" + store));
    settings.addAll(List.of("dataRoots", root.toString()));
    settings.addAll(Arrays.asList(keysAndValues));
    server = RunningServer.on(Configs.inMemory(settings.toArray(String[]::new)));
    client = server.client();
    workspace();
  }

  /** Makes catalog and schema in the workspace of these headers. */
  void workspace(String... headers) {
    client.post("/api/v1/catalogs", "{\"name\":\"lake\"}", headers).expect(201);
    client.post("/api/v1/catalogs/lake/schemas", "{\"name\":\"main\"}", headers).expect(201);
  }

  static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the rows of a query as a Parquet file below the root. */
  Path parquet(String file, String select) {
    return write(root.resolve(file), select);
  }

  static Path write(Path path, String select) {
    folder(path.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      String target = path.toString().replace("'", "''");
      statement.execute("COPY (" + select + ") TO '" + target + "' (FORMAT parquet)");
      return path;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Registers a Parquet table. */
  void table(String name, Path location, String... headers) {
    table(name, "parquet", location.toUri().toString(), headers);
  }

  /** Registers a table of any format; its folder. */
  Path table(String name, String format, Path folder) {
    table(name, format, folder.toUri().toString());
    return folder;
  }

  void table(String name, String format, String location, String... headers) {
    client.post(TABLES, body(name, format, location), headers).expect(201);
  }

  static String body(String name, String format, String location) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("format", format);
    body.put("location", location);
    return json(body);
  }

  private static String json(Object value) {
    return new String(Json.bytes(value), StandardCharsets.UTF_8);
  }

  Answer query(String sql, String... headers) {
    return client.post(QUERY, body(sql), headers);
  }

  /** The body of a query. */
  static String body(String sql) {
    return json(Map.of("sql", sql));
  }

  /** The rows of a query as JSON text. */
  String rows(String sql, String... headers) {
    return query(sql, headers).expect(200).json().path("rows").toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
