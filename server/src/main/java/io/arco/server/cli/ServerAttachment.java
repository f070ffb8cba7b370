package io.arco.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.arco.json.Json;
import io.arco.server.attach.AttachScript;
import io.arco.server.attach.DataTable;
import io.arco.server.attach.SystemTable;
import io.arco.server.data.MachineTables;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.TableName;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The script that opens a snapshot by URLs of a server. */
final class ServerAttachment {
  /** Registered tables of one script. */
  static final int MAX_TABLES = 100_000;

  private static final String URLS = "/api/v1/browser/urls";
  private static final String REGISTERED =
      """
      select t.catalog_name, t.schema_name, t.name, t.format, t.location, \
      list(c.name order by c.position) filter (where c.name is not null) as names, \
      list(c.type order by c.position) filter (where c.name is not null) as types \
      from system.catalog.tables t left join system.catalog.columns c on c.table_id = t.id \
      group by t.id, t.catalog_name, t.schema_name, t.name, t.format, t.location order by t.id\
      """;

  private final ArcoClient client;
  private final URI address;
  private final AttachOptions options;

  ServerAttachment(ArcoClient client, URI address, AttachOptions options) {
    this.client = client;
    this.address = address;
    this.options = options;
  }

  /**
   * The script.
   *
   * @param withData whether registered tables are shown, too
   */
  AttachScript script(boolean withData) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (options.manifestOrNull() == null) {
      body.put("freshness", "latest");
    } else {
      body.put("manifest", options.manifestOrNull());
    }
    if (options.ttlSecondsOrNull() != null) {
      body.put("ttlSeconds", options.ttlSecondsOrNull());
    }
    if (options.isPresigned()) {
      body.put("mode", "presigned");
    }
    JsonNode answer = client.post(URLS, body).orFail();
    List<SystemTable> system = new ArrayList<>();
    answer.path("tables").forEach(table -> system.add(system(table)));
    return new AttachScript(
        List.of(
            address
                + ", manifest "
                + answer.path("manifest").asLong()
                + ": everything up to commit "
                + answer.path("sequence").asLong(),
            "Whoever has this script can read these files until "
                + answer.path("expiresAt").asText()),
        options.database(),
        List.of("INSTALL httpfs", "LOAD httpfs"),
        system,
        withData ? data(answer.path("sequence").asLong()) : List.of());
  }

  private SystemTable system(JsonNode table) {
    List<SqlColumn> columns = new ArrayList<>();
    for (JsonNode column : table.path("columns")) {
      columns.add(new SqlColumn(column.path("name").asText(), column.path("type").asText()));
    }
    URI asked = URI.create(address + URLS);
    List<String> files = new ArrayList<>();
    for (JsonNode file : table.path("files")) {
      files.add(asked.resolve(file.path("url").asText()).toString());
    }
    return new SystemTable(
        table.path("domain").asText(),
        table.path("table").asText(),
        columns,
        table.path("rows").asLong(),
        files);
  }

  private List<DataTable> data(long sequence) {
    ObjectNode body =
        Json.MAPPER.createObjectNode().put("sql", REGISTERED).put("maxRows", MAX_TABLES);
    Rows rows = Rows.ofAnswer(client.post("/api/v1/query?asOf=" + sequence, body).orFail());
    if (rows.truncated()) {
      throw new CommandException(
          ExitCode.FAILED, "there are more than " + MAX_TABLES + " tables: leave --data out");
    }
    MachineTables machine = new MachineTables();
    return rows.cells().stream().map(row -> registered(row).shown(machine)).toList();
  }

  private static RegisteredTable registered(List<JsonNode> row) {
    List<RegisteredTable.Column> columns = new ArrayList<>();
    for (int i = 0; i < row.get(5).size(); i++) {
      columns.add(
          new RegisteredTable.Column(row.get(5).path(i).asText(), row.get(6).path(i).asText()));
    }
    return new RegisteredTable(
        new TableName(row.get(0).asText(), row.get(1).asText(), row.get(2).asText()),
        row.get(3).asText(),
        Rows.textOrNull(row.get(4)),
        columns);
  }
}
