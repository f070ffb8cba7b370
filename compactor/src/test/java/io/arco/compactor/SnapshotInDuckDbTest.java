package io.arco.compactor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.snapshot.ShardFile;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another engine over the files that the newest manifest names. */
class SnapshotInDuckDbTest {
  @TempDir Path folder;

  @Test
  void duckDbOverTheManifestsFilesSeesTheRowsOfTheModel() throws Exception {
    SnapshotWorld world = new SnapshotWorld();
    RowHistory history = new RowHistory(77);
    Publisher publisher = world.publisher();
    for (int i = 0; i < 6; i++) {
      history.commit(60, false);
      world.publish(publisher, history);
    }
    for (TableDefinition table : List.of(RowHistory.ASCENDING, RowHistory.SCATTERED)) {
      List<ShardFile> files = world.newest().manifest().table(table).orElseThrow().files();
      for (ShardFile file : files) {
        Path path = folder.resolve(file.path());
        Files.createDirectories(path.getParent());
        Files.write(path, world.bytes(file.path()));
      }
      assertEquals(expected(history.rows(table)), select(files));
    }
  }

  private static List<String> expected(List<Row> rows) {
    return rows.stream()
        .map(row -> row.get(0) + "|" + row.get(2) + "|" + row.get(3) + "|" + row.get(5))
        .toList();
  }

  private List<String> select(List<ShardFile> files) throws SQLException {
    String paths =
        files.stream()
            .map(file -> "'" + folder.resolve(file.path()) + "'")
            .collect(Collectors.joining(",", "[", "]"));
    List<String> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select id, name, comment, big from read_parquet(" + paths + ") order by id")) {
      while (result.next()) {
        rows.add(
            result.getString(1)
                + "|"
                + result.getString(2)
                + "|"
                + result.getString(3)
                + "|"
                + result.getString(4));
      }
    }
    return rows;
  }
}
