package io.arco.server.attach;

import io.arco.server.sql.ParquetSelect;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A SQL script that shows the tables of one snapshot as views in a DuckDB that knows nothing of
 * Arco: {@code arco.catalog.tables} for {@code system.catalog.tables}, for DuckDB keeps {@code
 * system} to itself, and registered tables under their own names. Run again, it replaces the views;
 * it changes nothing else.
 *
 * @param heading lines that say what it opens, for comments
 * @param database what the database of the system tables is called, not {@link #RESERVED}
 * @param setUp statements before the first view, without semicolons
 * @param system the system tables
 * @param data registered tables
 */
public record AttachScript(
    List<String> heading,
    String database,
    List<String> setUp,
    List<SystemTable> system,
    List<DataTable> data) {
  /** Databases that DuckDB keeps to itself. */
  public static final Set<String> RESERVED = Set.of("system", "temp", "main");

  /** Schemas that DuckDB keeps to itself. */
  private static final Set<String> RESERVED_SCHEMAS = Set.of("information_schema", "pg_catalog");

  /** Copies the lists. */
  public AttachScript {
    heading = List.copyOf(heading);
    setUp = List.copyOf(setUp);
    system = List.copyOf(system);
    data = List.copyOf(data);
    if (isReserved(database)) {
      throw new IllegalArgumentException("DuckDB keeps this name to itself: " + database);
    }
  }

  /** Whether no database of a script can have this name. */
  public static boolean isReserved(String database) {
    return RESERVED.contains(database.toLowerCase(Locale.ROOT));
  }

  /** The script, every line ended. */
  public String text() {
    StringBuilder text = new StringBuilder();
    heading.forEach(line -> text.append(comment(line)));
    setUp.forEach(statement -> text.append(statement).append(";\n"));
    Set<String> made = new LinkedHashSet<>();
    Set<String> shown = new LinkedHashSet<>();
    for (SystemTable table : system) {
      TableName name = new TableName(database, table.domain(), table.name());
      shown.add(folded(name));
      String rows = table.rows() == 1 ? " row" : " rows";
      text.append(comment(name + ": " + table.rows() + rows));
      view(text, made, name, ParquetSelect.of(table.columns(), table.files(), false));
    }
    for (DataTable table : data) {
      String reason = reason(table, shown);
      if (reason == null) {
        view(text, made, table.name(), ((DataTable.Readable) table).select());
      } else {
        text.append(comment("left out: " + table.name() + ": " + reason));
      }
    }
    return text.toString();
  }

  /** Why a table is left out, or null. DuckDB's names differ by more than case. */
  private static String reason(DataTable table, Set<String> shown) {
    if (table instanceof DataTable.LeftOut out) {
      return out.reason();
    }
    TableName name = table.name();
    if (isReserved(name.catalog())
        || RESERVED_SCHEMAS.contains(name.schema().toLowerCase(Locale.ROOT))) {
      return "DuckDB keeps this name to itself";
    }
    return shown.add(folded(name)) ? null : "in DuckDB another one above has this name";
  }

  private static String folded(TableName name) {
    return List.of(name.catalog(), name.schema(), name.table()).toString().toLowerCase(Locale.ROOT);
  }

  private static void view(StringBuilder text, Set<String> made, TableName name, String select) {
    String database = Quoted.identifier(name.catalog());
    String schema = database + "." + Quoted.identifier(name.schema());
    List<String> statements = new ArrayList<>();
    if (made.add(database)) {
      statements.add("ATTACH IF NOT EXISTS ':memory:' AS " + database);
    }
    if (made.add(schema)) {
      statements.add("CREATE SCHEMA IF NOT EXISTS " + schema);
    }
    statements.add(
        "CREATE OR REPLACE VIEW "
            + schema
            + "."
            + Quoted.identifier(name.table())
            + " AS "
            + select);
    statements.forEach(statement -> text.append(statement).append(";\n"));
  }

  /** No name of anybody can end a comment. */
  private static String comment(String line) {
    return "-- " + line.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ") + "\n";
  }
}
