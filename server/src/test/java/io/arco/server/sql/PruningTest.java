package io.arco.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many files the engine reads for a filter on a partition's key. */
final class PruningTest {
  private static final Pattern FILES_READ = Pattern.compile("Total Files Read: (\\d+)");
  private static final TableName NAME = new TableName("a", "b", "c");

  @TempDir static Path directory;

  @BeforeAll
  static void write() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT range AS v, 2020 + range % 3 AS year FROM range(9)) TO '"
              + directory
              + "' (FORMAT parquet, PARTITION_BY (year), OVERWRITE_OR_IGNORE)");
    }
  }

  private static List<Path> files() {
    return Stream.of(2020, 2021, 2022)
        .map(year -> directory.resolve("year=" + year + "/data_0.parquet"))
        .toList();
  }

  private static int filesRead(SqlTable table, String query) throws SQLException {
    SqlSource source = new SqlSource("pruning", List.of(table));
    try (EngineBase base = EngineBase.open(source, SqlLimits.DEFAULTS, opened -> {});
        Connection connection = base.duplicate();
        Statement statement = connection.createStatement();
        ResultSet plan =
            statement.executeQuery(
                "EXPLAIN ANALYZE " + query.replace("lake", EngineBase.view(0)))) {
      StringBuilder text = new StringBuilder();
      while (plan.next()) {
        text.append(plan.getString(2));
      }
      Matcher read = FILES_READ.matcher(text);
      int files = 0;
      while (read.find()) {
        files += Integer.parseInt(read.group(1));
      }
      return files;
    }
  }

  @Test
  void foldersOfOtherKeysAreNotRead() throws SQLException {
    SqlTable table = new SqlTable(NAME, List.of(), files(), true);
    assertEquals(3, filesRead(table, "SELECT sum(v) FROM lake"));
    assertEquals(1, filesRead(table, "SELECT sum(v) FROM lake WHERE year = 2021"));
    assertEquals(2, filesRead(table, "SELECT sum(v) FROM lake WHERE year >= 2021 AND v < 100"));
    assertEquals(1, filesRead(table, "SELECT sum(v) FROM lake WHERE year IN (2020, 1999)"));
  }

  @Test
  void scansOfOtherConstantsAreNotRead() throws SQLException {
    List<SqlColumn> columns =
        List.of(new SqlColumn("v", "BIGINT"), new SqlColumn("year", "INTEGER"));
    List<SqlScan> scans =
        files().stream()
            .map(
                file -> {
                  String year = file.getParent().getFileName().toString().substring(5);
                  List<String> expressions = List.of("f.\"v\"", "'" + year + "'");
                  return new SqlScan(List.of(file), expressions, List.of(), List.of(), List.of());
                })
            .toList();
    SqlTable table = new SqlTable(NAME, columns, new SqlTable.Scans(scans));
    assertEquals(3, filesRead(table, "SELECT sum(v) FROM lake"));
    assertEquals(1, filesRead(table, "SELECT sum(v) FROM lake WHERE year = 2021"));
    assertEquals(0, filesRead(table, "SELECT sum(v) FROM lake WHERE year = 1999"));
  }

  @Test
  void constantsOfManyFilesAreJoined() throws SQLException {
    List<SqlColumn> columns =
        List.of(new SqlColumn("v", "BIGINT"), new SqlColumn("year", "INTEGER"));
    SqlScan scan =
        new SqlScan(
            files(),
            List.of("f.\"v\"", "k.c0"),
            List.of(List.of("2020"), List.of("2021"), List.of("2022")),
            List.of(new SqlScan.DeletedRows(1, new long[] {0, 2})),
            List.of());
    SqlTable table = new SqlTable(NAME, columns, new SqlTable.Scans(List.of(scan)));
    SqlSource source = new SqlSource("joined", List.of(table));
    try (EngineBase base = EngineBase.open(source, SqlLimits.DEFAULTS, opened -> {});
        Connection connection = base.duplicate();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT year, list(v ORDER BY v)::VARCHAR FROM "
                    + EngineBase.view(0)
                    + " GROUP BY year ORDER BY year")) {
      StringBuilder found = new StringBuilder();
      while (rows.next()) {
        found.append(rows.getInt(1)).append(rows.getString(2));
      }
      assertEquals("2020[0, 3, 6]2021[4]2022[2, 5, 8]", found.toString());
    }
  }
}
