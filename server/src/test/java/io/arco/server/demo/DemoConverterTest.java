package io.arco.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoConverterTest {
  @TempDir static Path temporary;
  private static Path directory;
  private static Connection duckdb;
  private static final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void convert() throws IOException, SQLException {
    directory = temporary.resolve("a 'quoted' place");
    new DemoConverter(directory, progress::add).convert();
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  @Test
  void everyRowOfTheOriginalsArrives() throws IOException, SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (DemoTable table : DemoTables.ALL) {
      counts.put(table.name(), (Long) one("select count(*) from " + files(table)));
    }
    assertEquals(
        Map.of(
            "daily", csvRows("seattle-weather.csv"),
            "airports", csvRows("airports.csv"),
            "bird_strikes", csvRows("birdstrikes.csv"),
            "earthquakes", (long) earthquakes().size()),
        counts);
    assertEquals(1461, counts.get("daily"));
    assertEquals(10_000, counts.get("bird_strikes"));
  }

  @Test
  void progressIsALineATable() {
    assertEquals(4, progress.size());
    assertEquals("demo.weather.daily: 1,461 rows", progress.get(0));
  }

  @Test
  void theColumnsAreThoseThatAreRegistered() throws SQLException {
    for (DemoTable table : DemoTables.ALL) {
      List<String> columns = new ArrayList<>();
      try (Statement statement = duckdb.createStatement();
          ResultSet rows = statement.executeQuery("describe select * from " + files(table))) {
        while (rows.next()) {
          columns.add(rows.getString("column_name") + " " + rows.getString("column_type"));
        }
      }
      List<String> registered =
          table.columns().stream().map(c -> c.name() + " " + duckdbType(c.type())).toList();
      assertEquals(registered, columns);
    }
  }

  @Test
  void nothingIsMissingInAColumnThatIsNotNullable() throws SQLException {
    for (DemoTable table : DemoTables.ALL) {
      for (DemoColumn column : table.columns()) {
        String quoted = DemoColumn.quoted(column.name());
        long missing =
            (Long) one("select count(*) from " + files(table) + " where " + quoted + " is null");
        assertEquals(column.nullable(), missing > 0, table.name() + "." + column.name());
      }
    }
  }

  @Test
  void theWeatherIsPartitionedByYear() throws IOException {
    try (Stream<Path> folders = Files.list(directory.resolve("weather/daily"))) {
      assertEquals(
          List.of("year=2012", "year=2013", "year=2014", "year=2015"),
          folders.map(folder -> folder.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void earthquakesAreWhatTheOriginalSays() throws IOException, SQLException {
    JsonNode first = earthquakes().get(0);
    String id = first.get("id").asText();
    String where = " from " + files(table("earthquakes")) + " where id = '" + id + "'";
    assertEquals(first.at("/properties/mag").asDouble(), one("select magnitude" + where));
    assertEquals(first.at("/geometry/coordinates/2").asDouble(), one("select depth" + where));
    assertEquals(first.at("/properties/time").asLong(), one("select epoch_ms(\"time\")" + where));
  }

  @Test
  void costsAddUpAsInTheOriginal() throws SQLException {
    assertEquals(
        0L,
        one(
            "select count(*) from "
                + files(table("bird_strikes"))
                + " where \"Cost Total $\" <> \"Cost Other\" + \"Cost Repair\""));
  }

  @Test
  void filesAreCompressedWithZstd() throws SQLException {
    for (DemoTable table : DemoTables.ALL) {
      String metadata = files(table).replace("read_parquet", "parquet_metadata");
      assertEquals("ZSTD", one("select string_agg(distinct compression) from " + metadata));
    }
  }

  @Test
  void aConversionThatDidNotFinishIsDoneAnew() throws IOException {
    Path other = temporary.resolve("other");
    DemoConverter converter = new DemoConverter(other, line -> {});
    assertTrue(converter.present().isEmpty());
    converter.convert();
    assertEquals(4, converter.present().orElseThrow().rows().size());
    Files.writeString(other.resolve(DemoConverter.MARKER), "{\"version\":0,\"rows\":{}}");
    assertTrue(converter.present().isEmpty());
    Files.delete(other.resolve(DemoConverter.MARKER));
    assertTrue(converter.present().isEmpty());
    assertEquals(converter.convert(), converter.present().orElseThrow());
  }

  private static DemoTable table(String name) {
    return DemoTables.ALL.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static String files(DemoTable table) {
    String pattern = table.partition().isPresent() ? "/**/*.parquet" : "";
    String path = directory.resolve(table.relativePath()) + pattern;
    return "read_parquet(" + DemoConverter.literal(path) + ")";
  }

  private static String duckdbType(String type) {
    return switch (type) {
      case "string" -> "VARCHAR";
      case "int" -> "INTEGER";
      case "timestamp" -> "TIMESTAMP WITH TIME ZONE";
      default -> type.toUpperCase(java.util.Locale.ROOT);
    };
  }

  private static Object one(String sql) throws SQLException {
    try (Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getObject(1);
    }
  }

  private static String original(String name) throws IOException {
    try (InputStream in = DemoConverter.class.getResourceAsStream("/demo/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static long csvRows(String name) throws IOException {
    return original(name).lines().filter(line -> !line.isEmpty()).count() - 1;
  }

  private static JsonNode earthquakes() throws IOException {
    return Json.tree(original("earthquakes.json").getBytes(StandardCharsets.UTF_8)).get("features");
  }
}
