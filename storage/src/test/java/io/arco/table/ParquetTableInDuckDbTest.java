package io.arco.table;

import static io.arco.table.RandomRows.EVERY_KIND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.store.Utf8Order;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another engine reads in our files, and what we read in its files. */
class ParquetTableInDuckDbTest {
  private static Connection duckDb;

  @TempDir Path folder;

  @BeforeAll
  static void open() throws SQLException {
    duckDb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void close() throws SQLException {
    duckDb.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void duckDbReadsTheRowsThatWereWritten(long seed) throws Exception {
    List<Row> rows = new RandomRows(seed).sorted(500);
    assertEquals(rows, select("from '" + written(rows) + "'"));
  }

  @Test
  void duckDbSeesTheTypesOfTheDefinition() throws Exception {
    Path file = written(List.of());
    List<String> types = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery("describe from '" + file + "'")) {
      while (result.next()) {
        types.add(result.getString("column_name") + " " + result.getString("column_type"));
      }
    }
    assertEquals(
        List.of(
            "id VARCHAR",
            "position INTEGER",
            "name VARCHAR",
            "comment VARCHAR",
            "small INTEGER",
            "big BIGINT",
            "truth BOOLEAN",
            "ratio DOUBLE",
            "made_at TIMESTAMP WITH TIME ZONE",
            "properties MAP(VARCHAR, VARCHAR)"),
        types);
  }

  @Test
  void filtersByTheKeyFindEveryRowDespiteCutStatistics() throws Exception {
    List<Row> rows = new ArrayList<>();
    String longText = "x".repeat(200);
    for (int i = 100; i < 400; i++) {
      rows.add(Row.of(longText + i, 0, "n", longText, null, null, null, null, null, Map.of()));
    }
    Path file = written(rows);
    assertEquals(
        List.of(rows.get(299)), select("from '" + file + "' where id = '" + longText + "399'"));
    assertEquals(rows, select("from '" + file + "' where id >= '" + longText + "' and id < 'y'"));
    assertEquals(longText + "399", one("select max(id) from '" + file + "'"));
  }

  @Test
  void theFileSaysHowItIsCompressedSortedAndWhatItIs() throws Exception {
    List<Row> rows = new RandomRows(3).sorted(300);
    Path file = written(rows);
    assertEquals(
        "1 ZSTD 300",
        one(
            "select count(distinct row_group_id) || ' ' || string_agg(distinct compression, ',')"
                + " || ' ' || max(row_group_num_rows) from parquet_metadata('"
                + file
                + "')"));
    assertEquals(
        "arco.format=1,arco.table=test.every_kind",
        one(
            "select string_agg(key::varchar || '=' || value::varchar, ',')"
                + " from parquet_kv_metadata('"
                + file
                + "')"));
    FileMetaData footer = footer(Files.readAllBytes(file));
    assertEquals(
        List.of(new SortingColumn(0, false, false), new SortingColumn(1, false, false)),
        footer.getRow_groups().get(0).getSorting_columns());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22})
  void duckDbAndWeAgreeOnWhatAFilterKeeps(long seed) throws Exception {
    List<Row> rows = new RandomRows(seed).sorted(300);
    Path file = written(rows);
    List<Row> ours = ParquetTable.read(EVERY_KIND, "rows", Files.readAllBytes(file));
    assertEquals(
        ours.stream().filter(row -> row.get(3) != null && (Integer) row.get(1) > 0).toList(),
        select("from '" + file + "' where \"position\" > 0 and comment is not null"));
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int length = ByteBuffer.wrap(file, file.length - 8, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return Util.readFileMetaData(new ByteArrayInputStream(file, file.length - 8 - length, length));
  }

  private Path written(List<Row> rows) throws IOException {
    return Files.write(folder.resolve("rows.parquet"), ParquetTable.write(EVERY_KIND, rows));
  }

  private static String one(String sql) throws SQLException {
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /** Rows of {@link RandomRows#EVERY_KIND}, in the file's order. */
  private static List<Row> select(String from) throws SQLException {
    String sql =
        "select * exclude (properties, made_at), epoch_ms(made_at), map_keys(properties),"
            + " map_values(properties) "
            + from;
    List<Row> rows = new ArrayList<>();
    try (Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        Long millis = result.getObject(9, Long.class);
        rows.add(
            Row.of(
                result.getString(1),
                result.getInt(2),
                result.getString(3),
                result.getString(4),
                result.getObject(5),
                result.getObject(6),
                result.getObject(7),
                result.getObject(8),
                millis == null ? null : Instant.ofEpochMilli(millis),
                map(result)));
      }
    }
    return rows;
  }

  private static Map<String, String> map(ResultSet result) throws SQLException {
    Object[] keys = (Object[]) result.getArray(10).getArray();
    Object[] values = (Object[]) result.getArray(11).getArray();
    Map<String, String> map = new TreeMap<>(Utf8Order::compare);
    for (int i = 0; i < keys.length; i++) {
      map.put((String) keys[i], (String) values[i]);
    }
    return map;
  }
}
