package io.arco.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.server.Configs;
import io.arco.server.ContractClient;
import io.arco.server.RunningServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL of docs/reference/storage-format.md, run over a store whose server is gone. */
final class StorageFormatPageTest {
  private static final String SCHEMAS = "/api/v1/catalogs/lake/schemas";

  @TempDir private Path directory;

  @Test
  void anotherEngineReadsTheJournalAndTheNewestSnapshot() throws Exception {
    String store = "file:" + directory.resolve("store");
    try (RunningServer server = RunningServer.on(Configs.inMemory("store", store))) {
      ContractClient client = server.client();
      client.post("/api/v1/catalogs", "{\"name\":\"lake\"}").expect(201);
      client.post("/api/v1/snapshots", null).expect(200);
      client.post(SCHEMAS, "{\"name\":\"sales\"}").expect(201);
      client.post(SCHEMAS + "/sales/tables", table("orders"), "Idempotency-Key", "k").expect(201);
      client.post(SCHEMAS + "/sales/tables", table("returns")).expect(201);
      client.post("/api/v1/snapshots", null).expect(200);
    }
    List<List<String>> answers = new ArrayList<>();
    for (String block : Page.of("docs/reference/storage-format.md").blocks("sql")) {
      answers.add(query(block));
    }
    assertEquals(
        List.of(
            List.of("1|1|1", "2|1|1", "3|1|1", "4|1|1"),
            List.of(
                "1|CatalogCreated|lake",
                "2|SchemaCreated|sales",
                "3|TableCreated|orders",
                "4|TableCreated|returns"),
            List.of("lake|sales|orders|1", "lake|sales|returns|1")),
        answers);
  }

  private static String table(String name) {
    return "{\"name\":\"" + name + "\",\"columns\":[{\"name\":\"id\",\"type\":\"bigint\"}]}";
  }

  /** Runs the statements in the workspace's folder; the rows of the last, without what varies. */
  private List<String> query(String statements) throws SQLException {
    Path workspace = directory.resolve("store/tenant=default/workspace=default");
    List<String> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement()) {
      statement.execute("set file_search_path = '" + workspace + "'");
      for (String sql : statements.split(";\\s*\n")) {
        rows.clear();
        if (statement.execute(sql)) {
          read(statement.getResultSet(), rows);
        }
      }
    }
    return rows;
  }

  private static void read(ResultSet result, List<String> rows) throws SQLException {
    while (result.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        String column = result.getMetaData().getColumnName(i);
        if (!column.equals("committedAt") && !column.equals("data")) {
          cells.add(result.getString(i));
        }
      }
      rows.add(String.join("|", cells));
    }
  }
}
