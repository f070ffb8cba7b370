package io.arco.server.sql;

import io.arco.runtime.Clock;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/**
 * Runs the statements of one task in DuckDB instances of its own, each of which sees the files of
 * its source and nothing else. Makes a Parquet file of a query, counts the rows of others.
 *
 * <p>One thread runs statements; any may call {@link #cancel}. Statements block, and together end
 * with QUERY_TIMEOUT when the time of the limits is over. Failures are those of {@link SqlEngine}.
 */
public final class TaskEngine implements AutoCloseable {
  private final SqlLimits limits;
  private final Clock clock;
  private final Deadlines deadlines = new Deadlines();
  private final long endsNanos;

  /** An engine whose time begins now. */
  public TaskEngine(SqlLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
    this.endsNanos = clock.nanoTime() + limits.timeoutMillis() * 1_000_000;
  }

  /**
   * A value that a column of the result must have. It is left out of the file.
   *
   * @param column its name, in any case; a result without it is fine
   * @param type the type of the engine to compare as
   * @param literal SQL text of the value
   */
  public record Fixed(String column, String type, String literal) {}

  /**
   * Opens an instance.
   *
   * @param written absolute paths of files that may be written
   */
  public Session open(SqlSource source, List<Path> written) {
    long leftMillis = Math.max(1, (endsNanos - clock.nanoTime()) / 1_000_000);
    Deadlines.Deadline deadline = deadlines.start(leftMillis);
    try {
      return new Session(
          source, EngineBase.open(source, limits, written, deadline::watch), deadline);
    } catch (SQLException | RuntimeException e) {
      deadline.close();
      throw SqlErrors.asProblem(e);
    }
  }

  /** Ends what runs, and whatever is begun later, with QUERY_TIMEOUT. */
  public void cancel() {
    deadlines.expireAll();
  }

  /** Ends the thread that watches; sessions must be closed. */
  @Override
  public void close() {
    deadlines.close();
  }

  /** An instance with the tables of a source. One thread. */
  public final class Session implements AutoCloseable {
    private final SqlSource source;
    private final EngineBase base;
    private final DuckDBConnection connection;
    private final Deadlines.Deadline deadline;

    private Session(SqlSource source, EngineBase base, Deadlines.Deadline deadline)
        throws SQLException {
      this.source = source;
      this.base = base;
      this.connection = base.duplicate();
      this.deadline = deadline;
      deadline.watch(connection);
    }

    /**
     * Writes the rows of a query as one Parquet file (zstd), in their order.
     *
     * @param target one of those that may be written; overwritten if it is there; on failure what
     *     is there is anything
     * @param fixed columns that the file does not have because they have one value
     * @return how many rows
     * @throws UnwritableException if there is no space for the file, or it may not be there
     */
    public long write(GatedSql sql, Path target, List<Fixed> fixed) {
      return with(
          sql,
          text -> {
            String copy =
                "COPY ("
                    + without(text, columnsOf(connection, text), fixed)
                    + ") TO "
                    + Quoted.string(target.toString())
                    + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)";
            try (Statement statement = connection.createStatement()) {
              return statement.executeLargeUpdate(copy);
            } catch (SQLException e) {
              throw UnwritableException.of(e, target).orElseThrow(() -> e);
            }
          });
    }

    /** How many rows a query finds. */
    public long count(GatedSql sql) {
      return with(sql, text -> number(connection, "SELECT count(*) FROM (" + text + "\n)"));
    }

    /** The columns of a query, with the engine's types. */
    public List<ResultColumn> columns(GatedSql sql) {
      return with(sql, text -> columnsOf(connection, text));
    }

    /** The names of the columns of a table of the source. */
    public List<String> columns(TableName table) {
      int position = source.resolve(List.of(table)).get(table);
      try {
        return columnsOf(connection, "SELECT * FROM " + EngineBase.view(position)).stream()
            .map(ResultColumn::name)
            .toList();
      } catch (SQLException e) {
        throw deadline.expired() ? SqlErrors.timeout() : SqlErrors.asProblem(e);
      }
    }

    private <T> T with(GatedSql sql, Work<T> work) {
      Map<TableName, Integer> positions = source.resolve(sql.tables());
      try {
        T result = work.run(sql.text(name -> EngineBase.view(positions.get(name))));
        if (deadline.expired()) {
          throw SqlErrors.timeout();
        }
        return result;
      } catch (SQLException e) {
        throw deadline.expired() ? SqlErrors.timeout() : SqlErrors.asProblem(e);
      }
    }

    @Override
    public void close() {
      deadline.close();
      try {
        connection.close();
        base.close();
      } catch (SQLException e) {
        throw SqlErrors.asProblem(e);
      }
    }
  }

  /** Something done with the text of a query. */
  private interface Work<T> {
    T run(String text) throws SQLException;
  }

  private static List<ResultColumn> columnsOf(DuckDBConnection connection, String text)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT * FROM (" + text + "\n)")) {
      ResultSetMetaData found = statement.getMetaData();
      List<ResultColumn> columns = new ArrayList<>();
      for (int i = 1; i <= found.getColumnCount(); i++) {
        columns.add(new ResultColumn(found.getColumnLabel(i), found.getColumnTypeName(i)));
      }
      return columns;
    }
  }

  /** The query less its fixed columns, ending with an error at a row of another value. */
  private static String without(String text, List<ResultColumn> columns, List<Fixed> fixed) {
    List<String> names = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (ResultColumn column : columns) {
      for (Fixed value : fixed) {
        if (value.column().equalsIgnoreCase(column.name())) {
          String name = Quoted.identifier(column.name());
          names.add(name);
          rules.add(rule(name, value));
        }
      }
    }
    if (names.isEmpty()) {
      return "SELECT * FROM (" + text + "\n)";
    }
    return "SELECT * EXCLUDE ("
        + String.join(", ", names)
        + ") FROM ("
        + text
        + "\n) WHERE "
        + String.join(" AND ", rules);
  }

  private static String rule(String name, Fixed value) {
    String message = "A row has another " + value.column() + " than the partition";
    return "CASE WHEN CAST(%s AS %s) IS NOT DISTINCT FROM %s THEN true ELSE error(%s) END"
        .formatted(name, value.type(), value.literal(), Quoted.string(message));
  }

  private static long number(DuckDBConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
