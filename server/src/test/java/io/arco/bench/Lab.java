package io.arco.bench;

import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a scenario works with.
 *
 * @param work a directory for logs
 * @param stores stores that hold tables already
 * @param jar the shipped jar
 * @param profile the store that was asked for
 */
record Lab(Path work, PreparedStore stores, Path jar, Profile profile) {
  static Lab in(Path home, Path jar, Profile profile) throws IOException {
    Path work = Files.createDirectories(home.resolve("work"));
    return new Lab(work, new PreparedStore(home), jar, profile);
  }

  /** A server on an empty store of the profile. */
  ServerProcess emptyServer() throws IOException {
    return ServerProcess.onStore(work, profile, stores.fresh("empty"));
  }

  /** A server on a copy of a store of so many tables. */
  ServerProcess serverWith(int tables) throws IOException {
    return ServerProcess.onStore(work, Profile.FILE, stores.copy(tables, "copy-" + tables));
  }

  /** The catalog and the schemas that the sample tables are in. */
  static void createParents(Clients clients) {
    clients.post("/api/v1/catalogs", Map.of("name", SampleTables.CATALOG));
    for (int i = 0; i < SampleTables.SCHEMAS; i++) {
      clients.post(schemas(), Map.of("name", SampleTables.schema(i)));
    }
  }

  /** The request that creates table {@code i}; without a location: it would need a data root. */
  static Buffer create(int i) {
    CreateTable command = SampleTables.command(i);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", command.name());
    body.put("format", command.format());
    body.put("properties", command.properties());
    body.put("columns", command.columns());
    return HttpConnection.post(tables(i), Json.bytes(body));
  }

  /** The request that gets table {@code i} by name. */
  static Buffer get(int i) {
    return HttpConnection.get(tables(i) + "/" + SampleTables.name(i));
  }

  /** The path of the tables beside table {@code i}. */
  static String tables(int i) {
    return schemas() + "/" + SampleTables.schema(i) + "/tables";
  }

  private static String schemas() {
    return "/api/v1/catalogs/" + SampleTables.CATALOG + "/schemas";
  }
}
