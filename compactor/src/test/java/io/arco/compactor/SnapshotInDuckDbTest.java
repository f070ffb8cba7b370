package io.arco.compactor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.snapshot.ManifestCodec;
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
import java.util.Set;
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
    Path manifest = folder.resolve("manifest.json");
    Files.write(manifest, ManifestCodec.encode(world.newest().manifest()));
    for (TableDefinition table : List.of(RowHistory.ASCENDING, RowHistory.SCATTERED)) {
      List<String> paths = pathsIn(manifest, table);
      assertEquals(
          world.newest().manifest().table(table).orElseThrow().files().stream()
              .map(ShardFile::path)
              .collect(Collectors.toSet()),
          Set.copyOf(paths));
      for (String path : paths) {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.write(folder.resolve(path), world.bytes(path));
      }
      assertEquals(expected(history.rows(table)), select(paths));
    }
  }

  /** Reads the manifest as anyone would (docs/reference/storage-format.md). */
  private static List<String> pathsIn(Path manifest, TableDefinition table) throws SQLException {
    return query(
        "select f.path from (select unnest(tables) t from read_json('"
            + manifest
            + "')), unnest(t.files) _(f) where t.domain = '"
            + table.domain()
            + "' and t.name = '"
            + table.name()
            + "'");
  }

  private static List<String> expected(List<Row> rows) {
    return rows.stream()
        .map(row -> row.get(0) + "|" + row.get(2) + "|" + row.get(3) + "|" + row.get(5))
        .toList();
  }

  private List<String> select(List<String> files) throws SQLException {
    String paths =
        files.stream()
            .map(path -> "'" + folder.resolve(path) + "'")
            .collect(Collectors.joining(",", "[", "]"));
    return query(
        "select format('{}|{}|{}|{}', id, name, coalesce(comment, 'null'),"
            + " coalesce(big::varchar, 'null')) from read_parquet("
            + paths
            + ", union_by_name = true) order by id");
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        answers.add(result.getString(1));
      }
    }
    return answers;
  }
}
