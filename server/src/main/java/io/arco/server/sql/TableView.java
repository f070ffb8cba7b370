package io.arco.server.sql;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Makes the view of one table on an instance that is not locked yet, and the small tables that the
 * view needs. Blocks: reads the footers of the table's files.
 */
final class TableView {
  private final DuckDBConnection connection;
  private final int position;
  private final SqlSource source;
  private final SqlTable table;

  TableView(DuckDBConnection connection, int position, SqlSource source) {
    this.connection = connection;
    this.position = position;
    this.source = source;
    this.table = source.tables().get(position);
  }

  void create() throws SQLException {
    String select;
    if (table.rows() instanceof SqlTable.Plain plain) {
      select = plain(plain);
    } else if (table.rows() instanceof SqlTable.Scans read) {
      select = scans(read.scans());
    } else {
      select = query(((SqlTable.View) table.rows()).text());
    }
    execute("CREATE VIEW " + EngineBase.view(position) + " AS " + select);
  }

  /** A gated text stands alone, at the end of a statement: whatever it ends with means nothing. */
  private String query(GatedSql text) throws SQLException {
    Map<TableName, Integer> positions = source.resolve(text.tables());
    String sql = text.text(name -> EngineBase.view(positions.get(name)));
    if (table.columns().isEmpty()) {
      return sql;
    }
    String whole = EngineBase.SCHEMA + ".q" + position;
    execute("CREATE VIEW " + whole + " AS " + sql);
    String names =
        IntStream.range(0, table.columns().size()).mapToObj(i -> "c" + i).collect(joining(", "));
    return IntStream.range(0, table.columns().size())
            .mapToObj(i -> declared(table.columns().get(i), "c" + i))
            .collect(joining(", ", "SELECT ", " FROM "))
        + whole
        + " q("
        + names
        + ")";
  }

  private static String declared(SqlColumn column, String name) {
    return "CAST(" + name + " AS " + column.type() + ") AS " + Quoted.identifier(column.name());
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String plain(SqlTable.Plain rows) {
    return ParquetSelect.of(
        table.columns(),
        rows.files().stream().map(file -> ParquetSelect.pattern(file.toString())).toList(),
        rows.hivePartitions());
  }

  private String scans(List<SqlScan> scans) throws SQLException {
    List<String> parts = new ArrayList<>(List.of(ParquetSelect.noRows(table.columns())));
    for (int i = 0; i < scans.size(); i++) {
      parts.add(scan(scans.get(i), position + "_" + i));
    }
    return String.join(" UNION ALL ", parts);
  }

  private String scan(SqlScan scan, String id) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = 0; i < table.columns().size(); i++) {
      sql.append(i == 0 ? "" : ", ")
          .append("CAST(")
          .append(scan.expressions().get(i))
          .append(" AS ")
          .append(table.columns().get(i).type())
          .append(")");
    }
    sql.append(" FROM read_parquet(")
        .append(literals(scan.files()))
        .append(", hive_partitioning=false) f");
    if (!scan.constants().isEmpty()) {
      sql.append(" JOIN ").append(constants(scan, id)).append(" k ON k.i = f.file_index");
    }
    if (!scan.deleted().isEmpty()) {
      sql.append(" ANTI JOIN ")
          .append(deleted(scan, id))
          .append(" d ON d.i = f.file_index AND d.p = f.file_row_number");
    }
    for (SqlScan.EqualRows rows : scan.equal()) {
      sql.append(" ANTI JOIN (SELECT ")
          .append(gone(rows))
          .append(" FROM read_parquet(")
          .append(literals(rows.files()))
          .append(", hive_partitioning=false) e) g ON ")
          .append(
              IntStream.range(0, rows.pairs().size())
                  .mapToObj(i -> rows.pairs().get(i).scanned() + " IS NOT DISTINCT FROM g.c" + i)
                  .collect(joining(" AND ")));
    }
    return sql.toString();
  }

  private static String gone(SqlScan.EqualRows rows) {
    return IntStream.range(0, rows.pairs().size())
        .mapToObj(i -> rows.pairs().get(i).gone() + " AS c" + i)
        .collect(joining(", "));
  }

  private String constants(SqlScan scan, String id) throws SQLException {
    int count = scan.constants().get(0).size();
    String columns =
        IntStream.range(0, count).mapToObj(i -> ", c" + i + " VARCHAR").collect(joining());
    execute("CREATE TABLE " + EngineBase.SCHEMA + ".k" + id + " (i UBIGINT" + columns + ")");
    try (DuckDBAppender appender = connection.createAppender(EngineBase.SCHEMA, "k" + id)) {
      for (int file = 0; file < scan.files().size(); file++) {
        appender.beginRow();
        appender.append((long) file);
        for (String value : scan.constants().get(file)) {
          appender.append(value);
        }
        appender.endRow();
      }
    }
    return EngineBase.SCHEMA + ".k" + id;
  }

  private String deleted(SqlScan scan, String id) throws SQLException {
    execute("CREATE TABLE " + EngineBase.SCHEMA + ".d" + id + " (i UBIGINT, p BIGINT)");
    try (DuckDBAppender appender = connection.createAppender(EngineBase.SCHEMA, "d" + id)) {
      for (SqlScan.DeletedRows rows : scan.deleted()) {
        for (long row : rows.positions()) {
          appender.beginRow();
          appender.append((long) rows.file());
          appender.append(row);
          appender.endRow();
        }
      }
    }
    return EngineBase.SCHEMA + ".d" + id;
  }

  private static String literals(List<Path> files) {
    return list(files.stream().map(TableView::literal).toList());
  }

  /** Paths as a list in SQL. */
  static String list(List<Path> files) {
    return files.stream()
        .map(file -> Quoted.string(file.toString()))
        .collect(joining(", ", "[", "]"));
  }

  /** DuckDB takes paths for patterns; a bracketed character stands for itself. */
  static Path literal(Path file) {
    return Path.of(ParquetSelect.pattern(file.toString()));
  }
}
