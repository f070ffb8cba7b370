package io.arco.server.cli;

import io.arco.problem.ProblemException;
import io.arco.server.attach.DataTable;
import io.arco.server.data.MachineTables;
import io.arco.server.sql.DeclaredTypes;
import io.arco.server.sql.Quoted;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.TableName;
import java.util.List;
import java.util.Locale;

/**
 * A registered table as a snapshot tells of it.
 *
 * @param name what it is called
 * @param format {@code parquet}, {@code delta} or {@code iceberg}
 * @param locationOrNull a {@code file:} URI, or a name in a bucket
 * @param columns as they are registered
 */
record RegisteredTable(TableName name, String format, String locationOrNull, List<Column> columns) {
  /** A column and its type in the catalog's terms. */
  record Column(String name, String type) {}

  /** As a script shows it; files are looked for on this machine. */
  DataTable shown(MachineTables machine) {
    if (locationOrNull == null) {
      return new DataTable.LeftOut(name, "it has no location");
    }
    if (!format.equals("parquet")) {
      return new DataTable.LeftOut(
          name, "FROM " + format + "_scan(" + Quoted.string(locationOrNull) + ") reads it");
    }
    if (MachineTables.isInBucket(locationOrNull)) {
      return inBucket(locationOrNull);
    }
    try {
      MachineTables.Found found = machine.at(name, locationOrNull);
      List<String> files = found.files().stream().map(StoreAttachment::pattern).toList();
      return DataTable.ofFiles(name, sqlColumns(), files, found.hivePartitions());
    } catch (ProblemException e) {
      return new DataTable.LeftOut(name, e.problem().text());
    }
  }

  private DataTable inBucket(String location) {
    String lower = location.toLowerCase(Locale.ROOT);
    return lower.endsWith(".parquet") || lower.endsWith(".parq")
        ? DataTable.ofFiles(name, List.of(), List.of(location), false)
        : DataTable.ofFolder(name, location);
  }

  private List<SqlColumn> sqlColumns() {
    return columns.stream()
        .map(column -> new SqlColumn(column.name(), DeclaredTypes.of(column.type())))
        .toList();
  }
}
