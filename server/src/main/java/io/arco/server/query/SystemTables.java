package io.arco.server.query;

import io.arco.ledger.Domains;
import io.arco.runtime.FanOut;
import io.arco.runtime.Runtime;
import io.arco.server.bus.SnapshotName;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The public tables of snapshots, as {@code system.<domain>.<table>}. May be called from any
 * thread.
 *
 * <p>The source of the snapshot that a workspace was asked for last is kept.
 */
public final class SystemTables {
  /** Sources kept, one for each workspace. */
  static final int MAX_KEPT = 256;

  /** Files of one snapshot brought at once. */
  static final int MAX_CONCURRENT_FILES = 8;

  private static final String CATALOG = "system";

  private final Runtime runtime;
  private final ObjectStore store;
  private final Domains domains;
  private final LocalFiles files;
  private final Map<Workspace, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Workspace, Kept> eldest) {
          return size() > MAX_KEPT;
        }
      };

  private record Kept(long number, Future<SqlSource> source) {}

  /** Tables of the snapshots in this store; manifests are read on the runtime. */
  public SystemTables(Runtime runtime, ObjectStore store, Domains domains, LocalFiles files) {
    this.runtime = runtime;
    this.store = store;
    this.domains = domains;
    this.files = files;
  }

  /**
   * The tables of a snapshot; those of an empty workspace have no rows.
   *
   * @return fails as reading the manifest and its files does
   */
  public Future<SqlSource> source(Workspace workspace, SnapshotName snapshot) {
    synchronized (kept) {
      Kept known = kept.get(workspace);
      if (known != null && known.number() == snapshot.number() && !known.source().failed()) {
        return known.source();
      }
      Future<SqlSource> source = read(workspace, snapshot.number());
      kept.put(workspace, new Kept(snapshot.number(), source));
      return source;
    }
  }

  private Future<SqlSource> read(Workspace workspace, long number) {
    String identity = "system:" + new WorkspaceKeys(workspace).root() + number;
    if (number == 0) {
      return Future.succeededFuture(new SqlSource(identity, definedTables(List.of())));
    }
    Promise<List<SqlTable>> promise = Promise.promise();
    runtime.scheduler().execute(() -> tables(workspace, number).onComplete(promise));
    return promise.future().map(tables -> new SqlSource(identity, tables));
  }

  private Future<List<SqlTable>> tables(Workspace workspace, long number) {
    return new Snapshots(runtime, store, new WorkspaceKeys(workspace))
        .read(number)
        .compose(stored -> tables(workspace, stored.map(StoredManifest::manifest).orElseThrow()));
  }

  private Future<List<SqlTable>> tables(Workspace workspace, Manifest manifest) {
    List<TableFiles> published =
        manifest.tables().stream()
            .filter(table -> table.visibility() == Visibility.PUBLIC && !table.files().isEmpty())
            .toList();
    List<ShardFile> all = published.stream().flatMap(table -> table.files().stream()).toList();
    return FanOut.map(
            runtime.scheduler(), all, MAX_CONCURRENT_FILES, file -> files.path(workspace, file))
        .map(
            paths -> {
              List<SqlTable> tables = new ArrayList<>();
              int from = 0;
              for (TableFiles table : published) {
                int to = from + table.files().size();
                tables.add(table(table, paths.subList(from, to)));
                from = to;
              }
              return definedTables(tables);
            });
  }

  /** Those with rows, and the others that this build knows, empty. */
  private List<SqlTable> definedTables(List<SqlTable> withRows) {
    List<SqlTable> tables = new ArrayList<>(withRows);
    List<TableName> there = withRows.stream().map(SqlTable::name).toList();
    for (TableDefinition table : domains.tables()) {
      TableName name = new TableName(CATALOG, table.domain(), table.name());
      if (table.visibility() == Visibility.PUBLIC && !there.contains(name)) {
        List<SqlColumn> columns = table.columns().stream().map(SystemTables::column).toList();
        tables.add(new SqlTable(name, columns, List.of(), false));
      }
    }
    return tables;
  }

  /** With the columns that this build knows: files may be older than some of them. */
  private SqlTable table(TableFiles table, List<Path> paths) {
    TableName name = new TableName(CATALOG, table.domain(), table.name());
    List<SqlColumn> columns =
        domains.tables().stream()
            .filter(known -> known.folder().equals(table.folder()))
            .flatMap(known -> known.columns().stream())
            .map(SystemTables::column)
            .toList();
    return new SqlTable(name, columns, paths, false);
  }

  private static SqlColumn column(ColumnDefinition column) {
    String type =
        switch (column.kind()) {
          case STRING -> "VARCHAR";
          case INT32 -> "INTEGER";
          case INT64 -> "BIGINT";
          case BOOLEAN -> "BOOLEAN";
          case DOUBLE -> "DOUBLE";
          case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
          case STRING_MAP -> "MAP(VARCHAR, VARCHAR)";
        };
    return new SqlColumn(column.name(), type);
  }
}
