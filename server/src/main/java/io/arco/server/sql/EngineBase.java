package io.arco.server.sql;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * One in-memory DuckDB instance that shows one source: a view for each table over its files, then
 * locked, so that no statement reaches another file or changes a setting.
 */
final class EngineBase implements AutoCloseable {
  /** Holds the views. Queries name them with it, so that no CTE of a query can take their place. */
  static final String SCHEMA = "arco_tables";

  private final DuckDBConnection connection;

  private EngineBase(DuckDBConnection connection) {
    this.connection = connection;
  }

  /** Makes instances. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens and locks an instance. Blocks: reads the footers of the source's files.
     *
     * @param connected is told of the connection before anything is read, to interrupt it
     */
    EngineBase open(SqlSource source, SqlLimits limits, Consumer<DuckDBConnection> connected)
        throws SQLException;
  }

  /** As an {@link Opener}. */
  static EngineBase open(SqlSource source, SqlLimits limits, Consumer<DuckDBConnection> connected)
      throws SQLException {
    return open(source, limits, List.of(), connected);
  }

  /** The same; statements may write these files, too. */
  static EngineBase open(
      SqlSource source, SqlLimits limits, List<Path> written, Consumer<DuckDBConnection> connected)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    DuckDBConnection connection =
        DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
    EngineBase base = new EngineBase(connection);
    connected.accept(connection);
    try (Statement statement = connection.createStatement()) {
      for (String sql : settings(limits)) {
        statement.execute(sql);
      }
      for (int i = 0; i < source.tables().size(); i++) {
        createView(connection, i, source);
      }
      for (String sql : locks(source, written)) {
        statement.execute(sql);
      }
      return base;
    } catch (SQLException | RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** A connection for one query; closing it leaves the instance open. */
  DuckDBConnection duplicate() throws SQLException {
    return connection.duplicate().unwrap(DuckDBConnection.class);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** The SQL name of the view of the source's table at a position. */
  static String view(int position) {
    return SCHEMA + ".t" + position;
  }

  /** Reads the footers of the table's files, so this is where bad ones are met. */
  private static void createView(DuckDBConnection connection, int position, SqlSource source)
      throws SQLException {
    SqlTable table = source.tables().get(position);
    try {
      new TableView(connection, position, source).create();
    } catch (SQLException e) {
      throw table.rows() instanceof SqlTable.View
          ? SqlErrors.ofView(table.name(), e)
          : SqlErrors.unreadable(table.name(), e);
    }
  }

  private static List<String> settings(SqlLimits limits) {
    List<String> statements = new ArrayList<>();
    statements.add("SET autoinstall_known_extensions=false");
    statements.add("SET autoload_known_extensions=false");
    statements.add("SET allow_community_extensions=false");
    statements.add("SET memory_limit='" + limits.memoryBytes() + "B'");
    statements.add("SET threads=" + limits.threads());
    statements.add("SET temp_directory=''");
    statements.add("SET max_expression_depth=" + (limits.depth() + 100));
    statements.add("SET TimeZone='UTC'");
    statements.add("SET parquet_metadata_cache=true");
    // Would keep up to the memory limit of every idle instance.
    statements.add("SET enable_external_file_cache=false");
    statements.add("CREATE SCHEMA " + SCHEMA);
    return statements;
  }

  private static List<String> locks(SqlSource source, List<Path> written) {
    return List.of(
        "SET allowed_paths=" + paths(source, written),
        "SET enable_external_access=false",
        "SET lock_configuration=true");
  }

  /** The files, and the patterns that stand for them: DuckDB checks what it is given. */
  private static String paths(SqlSource source, List<Path> written) {
    Stream<Path> read =
        source.tables().stream()
            .flatMap(SqlTable::paths)
            .flatMap(file -> Stream.of(file, TableView.literal(file)));
    return TableView.list(Stream.concat(read, written.stream()).distinct().toList());
  }
}
