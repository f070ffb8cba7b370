package io.arco.server.data;

import io.arco.catalog.CatalogState;
import io.arco.catalog.ColumnType;
import io.arco.catalog.TableEntity;
import io.arco.catalog.TableFormat;
import io.arco.problem.ErrorCode;
import io.arco.runtime.Workers;
import io.arco.server.api.TableSources;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Registered Parquet tables as sources for the SQL engine. Names are looked up exactly as written,
 * case included: that costs the same among ten tables and a hundred thousand. Columns are those of
 * the files; a table whose directory holds no file has its registered columns and no rows.
 *
 * <p>Where a table points is judged anew for each query. Between that and the engine's opening the
 * files there is a moment in which whoever may write into a data root can still exchange a folder
 * for a link: writers of the roots must be trusted as far as the server's own account reaches.
 *
 * <p>Thread-safe. File work runs on the workers.
 */
public final class UserTables implements TableSources {
  private final DataRoots roots;
  private final Workers workers;

  /** Tables in these roots. */
  public UserTables(DataRoots roots, Workers workers) {
    this.roots = roots;
    this.workers = workers;
  }

  /** A table and what it is called. */
  private record Named(TableName name, TableEntity table) {}

  @Override
  public Future<SqlSource> find(List<TableName> names, CatalogState state) {
    List<Named> tables = new ArrayList<>();
    for (TableName name : names) {
      tables.add(new Named(name, queryable(name, state)));
    }
    tables.sort(Comparator.comparing(named -> named.name().toString()));
    return workers.call(() -> source(tables));
  }

  private static TableEntity queryable(TableName name, CatalogState state) {
    TableEntity table =
        state
            .table(name.catalog(), name.schema(), name.table())
            .orElseThrow(
                () ->
                    TableProblems.of(
                            ErrorCode.TABLE_NOT_FOUND, "There is no table of this name.", name)
                        .asException());
    if (table.format() != TableFormat.PARQUET) {
      throw TableProblems.of(
              ErrorCode.FORMAT_NOT_QUERYABLE, "Tables of this format can't be queried.", name)
          .with("format", table.format().text())
          .asException();
    }
    if (table.location() == null) {
      throw TableProblems.of(ErrorCode.TABLE_NOT_READABLE, "The table has no location.", name)
          .asException();
    }
    return table;
  }

  private SqlSource source(List<Named> tables) {
    FileListing listing = new FileListing(roots);
    MessageDigest identity = sha256();
    List<SqlTable> found = new ArrayList<>();
    for (Named named : tables) {
      List<DataFile> files = listing.of(named.name(), FileUri.path(named.table().location()));
      found.add(sqlTable(named, files));
      add(identity, named.name().toString());
      add(identity, named.table().id() + " " + named.table().version());
      for (DataFile file : files) {
        add(identity, file.path().toString());
        add(identity, file.stamp());
      }
    }
    return new SqlSource("data:" + HexFormat.of().formatHex(identity.digest()), found);
  }

  private static SqlTable sqlTable(Named named, List<DataFile> files) {
    if (!files.isEmpty()) {
      boolean hive = !files.get(0).keys().isEmpty();
      return new SqlTable(
          named.name(), List.of(), files.stream().map(DataFile::path).toList(), hive);
    }
    List<SqlColumn> columns =
        named.table().columns().stream()
            .map(column -> new SqlColumn(column.name(), type(column.type())))
            .toList();
    if (columns.isEmpty()) {
      throw TableProblems.of(
              ErrorCode.TABLE_NOT_READABLE,
              "The table has no columns, and no Parquet file is at its location.",
              named.name())
          .asException();
    }
    return new SqlTable(named.name(), columns, List.of(), false);
  }

  private static String type(String text) {
    return SqlTypes.of(ColumnType.parse(text));
  }

  /** The text with an end that no text holds, so that lists of texts differ. */
  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
