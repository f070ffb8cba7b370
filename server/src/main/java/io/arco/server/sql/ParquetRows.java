package io.arco.server.sql;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.duckdb.DuckDBConnection;

/**
 * What metadata of tables needs to know of Parquet files: their columns, and the few rows that are
 * metadata themselves. An engine instance of its own that runs no text of a caller. Used by one
 * thread at a time; blocks.
 */
public final class ParquetRows implements AutoCloseable {
  private final SqlLimits limits;
  private volatile DuckDBConnection connectionOrNull;

  /** Nothing is opened before it is needed. */
  public ParquetRows(SqlLimits limits) {
    this.limits = limits;
  }

  /**
   * An element of a file's schema.
   *
   * @param name as written
   * @param idOrNull the field id, if there is one
   * @param children how many of the elements after it are its parts, theirs not counted
   * @param type of a leaf as the engine reads it; else empty
   * @param convertedType what the format calls it, or empty
   */
  public record Element(
      String name, Integer idOrNull, int children, String type, String convertedType) {}

  /**
   * The schemas of these files, depth first, the root included.
   *
   * @throws io.arco.problem.ProblemException TABLE_NOT_READABLE
   */
  public Map<Path, List<Element>> elements(List<Path> files) {
    Map<Path, List<Element>> found = new HashMap<>();
    if (files.isEmpty()) {
      return found;
    }
    String sql =
        "SELECT file_name, name, field_id, coalesce(num_children, 0), coalesce(duckdb_type, ''),"
            + " coalesce(converted_type, '') FROM parquet_schema("
            + TableView.list(files.stream().map(TableView::literal).toList())
            + ")";
    query(
        sql,
        rows -> {
          long id = rows.getLong(3);
          Integer idOrNull = rows.wasNull() ? null : Math.toIntExact(id);
          found
              .computeIfAbsent(Path.of(rows.getString(1)), file -> new ArrayList<>())
              .add(
                  new Element(
                      rows.getString(2),
                      idOrNull,
                      rows.getInt(4),
                      rows.getInt(4) > 0 ? "" : rows.getString(5),
                      rows.getString(6)));
          return true;
        });
    return found;
  }

  /**
   * Rows as JSON objects of these columns, in the file's order; a column that the file lacks is
   * left out.
   *
   * @param each told every row; false ends it
   */
  public void json(Path file, List<String> columns, Predicate<String> each) {
    List<String> there =
        elements(List.of(file)).getOrDefault(file, List.of()).stream().map(Element::name).toList();
    String object =
        columns.stream()
            .filter(there::contains)
            .map(column -> Quoted.string(column) + ", " + Quoted.identifier(column))
            .collect(joining(", ", "json_object(", ")"));
    query(
        "SELECT " + object + "::VARCHAR FROM " + read(file), rows -> each.test(rows.getString(1)));
  }

  /**
   * Rows that say which row of which file is gone.
   *
   * @param path SQL of the file
   * @param position SQL of the row's position
   * @param each told every row; false ends it
   */
  public void deletes(Path file, String path, String position, Predicate<Deleted> each) {
    query(
        "SELECT " + path + ", " + position + " FROM " + read(file) + " f",
        rows -> each.test(new Deleted(rows.getString(1), rows.getLong(2))));
  }

  /** A row that is gone. */
  public record Deleted(String file, long position) {}

  private static String read(Path file) {
    return "read_parquet("
        + TableView.list(List.of(TableView.literal(file)))
        + ", hive_partitioning=false)";
  }

  /** What is done with a row. */
  @FunctionalInterface
  private interface Row {
    boolean read(ResultSet rows) throws SQLException;
  }

  private void query(String sql, Row row) {
    try (Statement statement = connection().createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      boolean more = true;
      while (more && rows.next()) {
        more = row.read(rows);
      }
    } catch (SQLException e) {
      throw SqlErrors.ofFile(e);
    }
  }

  private Connection connection() throws SQLException {
    if (connectionOrNull == null) {
      java.util.Properties properties = new java.util.Properties();
      properties.setProperty("jdbc_stream_results", "true");
      connectionOrNull =
          DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
      try (Statement statement = connectionOrNull.createStatement()) {
        statement.execute("SET autoinstall_known_extensions=false");
        statement.execute("SET autoload_known_extensions=false");
        statement.execute("SET allow_community_extensions=false");
        statement.execute("SET memory_limit='" + limits.memoryBytes() + "B'");
        statement.execute("SET threads=1");
        statement.execute("SET temp_directory=''");
      }
    }
    return connectionOrNull;
  }

  /**
   * Ends what runs at this moment with QUERY_TIMEOUT, if anything does. Called from any thread,
   * again until the query is over; never blocks.
   */
  public void interrupt() {
    DuckDBConnection connection = connectionOrNull;
    if (connection != null) {
      Interruptible.interrupt(connection);
    }
  }

  @Override
  public void close() {
    if (connectionOrNull != null) {
      try {
        connectionOrNull.close();
      } catch (SQLException e) {
        throw SqlErrors.asProblem(e);
      }
    }
  }
}
