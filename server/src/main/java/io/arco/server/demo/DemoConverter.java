package io.arco.server.demo;

import io.arco.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes zstd Parquet of the originals in the jar, with DuckDB. */
public final class DemoConverter {
  /** Written last, so its presence says that everything is there: table to rows. */
  static final String MARKER = "demo.json";

  /** Rises when tables, columns or files change, so that older directories are made anew. */
  static final int VERSION = 1;

  private final Path directory;
  private final Consumer<String> progress;

  /**
   * A converter into a directory, which is made if absent.
   *
   * @param progress is told a line for each table
   */
  public DemoConverter(Path directory, Consumer<String> progress) {
    this.directory = directory.toAbsolutePath().normalize();
    this.progress = progress;
  }

  /**
   * What the marker holds.
   *
   * @param version of the conversion
   * @param rows by {@code schema.table}
   */
  public record Converted(int version, Map<String, Long> rows) {}

  /** What was converted before, if all of it was and by this version. */
  public Optional<Converted> present() {
    try {
      Converted converted =
          Json.read(Files.readAllBytes(directory.resolve(MARKER)), Converted.class);
      return Optional.of(converted).filter(c -> c.version() == VERSION);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * Converts all tables; what was there is replaced.
   *
   * @throws IOException if the directory can't be written
   */
  public Converted convert() throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve(MARKER));
    Path originals = Files.createTempDirectory("arco-demo");
    Map<String, Long> rows = new LinkedHashMap<>();
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("set threads = 1");
      statement.execute("set TimeZone = 'UTC'");
      for (DemoTable table : DemoTables.ALL) {
        long count = convert(statement, table, originals);
        rows.put(table.schema() + "." + table.name(), count);
        progress.accept(
            "%s.%s.%s: %,d rows"
                .formatted(DemoTables.CATALOG, table.schema(), table.name(), count));
      }
    } catch (SQLException e) {
      throw new IOException("DuckDB: " + e.getMessage(), e);
    } finally {
      delete(originals);
    }
    Converted converted = new Converted(VERSION, rows);
    Path unfinished = directory.resolve(MARKER + ".unfinished");
    Files.write(unfinished, Json.bytes(converted));
    Files.move(unfinished, directory.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
    return converted;
  }

  private long convert(Statement statement, DemoTable table, Path originals)
      throws IOException, SQLException {
    Path original = originals.resolve(table.original());
    try (InputStream in = DemoConverter.class.getResourceAsStream("/demo/" + table.original())) {
      Files.copy(in, original);
    }
    Path target = directory.resolve(table.relativePath());
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
    Files.createDirectories(target.getParent());
    delete(unfinished);
    String partitioning =
        table
            .partition()
            .map(column -> ", partition_by (" + DemoColumn.quoted(column) + ")")
            .orElse("");
    statement.execute(
        "copy (%s) to %s (format parquet, compression zstd%s)"
            .formatted(
                table.select(original.toString()), literal(unfinished.toString()), partitioning));
    delete(target);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    return count(statement, table, target);
  }

  private static long count(Statement statement, DemoTable table, Path target) throws SQLException {
    String files = table.partition().isPresent() ? target + "/**/*.parquet" : target.toString();
    try (ResultSet result =
        statement.executeQuery("select count(*) from read_parquet(" + literal(files) + ")")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** An SQL text literal. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
