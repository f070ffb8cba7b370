package io.arco.server.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One create that registers a part of the demo.
 *
 * @param what it creates, dotted
 * @param path to POST to
 * @param body to POST
 */
public record DemoRequest(String what, String path, ObjectNode body) {
  private static final String CATALOGS = "/api/v1/catalogs";

  /**
   * Everything to create, parents first.
   *
   * @param directory of the Parquet files, absolute
   */
  public static List<DemoRequest> all(Path directory) {
    List<DemoRequest> requests = new ArrayList<>();
    String catalog = DemoTables.CATALOG;
    requests.add(
        new DemoRequest(catalog, CATALOGS, entity(catalog, "Real public data, to try Arco with")));
    String schemas = CATALOGS + "/" + catalog + "/schemas";
    new TreeMap<>(DemoTables.SCHEMAS)
        .forEach(
            (schema, comment) ->
                requests.add(
                    new DemoRequest(catalog + "." + schema, schemas, entity(schema, comment))));
    for (DemoTable table : DemoTables.ALL) {
      requests.add(
          new DemoRequest(
              catalog + "." + table.schema() + "." + table.name(),
              schemas + "/" + table.schema() + "/tables",
              body(table, directory)));
    }
    return requests;
  }

  private static ObjectNode body(DemoTable table, Path directory) {
    ObjectNode body =
        entity(table.name(), table.comment())
            .put("format", "parquet")
            .put("location", location(directory.resolve(table.relativePath())));
    ArrayNode columns = body.putArray("columns");
    for (DemoColumn column : table.columns()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("nullable", column.nullable())
          .put("comment", column.comment());
    }
    return body;
  }

  private static ObjectNode entity(String name, String comment) {
    return Json.MAPPER.createObjectNode().put("name", name).put("comment", comment);
  }

  /** {@code file:///…} without the trailing slash that directories get. */
  private static String location(Path path) {
    URI uri = path.toUri();
    return uri.toString().replaceFirst("/$", "");
  }
}
