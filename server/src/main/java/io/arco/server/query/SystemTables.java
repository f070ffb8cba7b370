package io.arco.server.query;

import io.arco.journal.Rereads;
import io.arco.ledger.Domains;
import io.arco.log.Backoff;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
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
import java.util.Optional;

/**
 * The public tables of snapshots, as {@code system.<domain>.<table>}. May be called from any
 * thread.
 *
 * <p>The source of the snapshot that a workspace was asked for last is kept; each use of it asks
 * for its files again, for they may have been removed from this machine meanwhile.
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

  private record Kept(SnapshotName snapshot, Future<Brought> brought) {}

  /**
   * Tables that are at hand.
   *
   * @param source the tables
   * @param files what they are read from
   * @param from what brings those to this machine
   */
  record Brought(SqlSource source, List<ShardFile> files, LocalFiles from) {}

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
      if (known != null && known.snapshot().equals(snapshot) && !known.brought().failed()) {
        return known.brought().compose(brought -> again(workspace, brought));
      }
      Future<Brought> brought = read(workspace, snapshot);
      kept.put(workspace, new Kept(snapshot, brought));
      return brought.map(Brought::source);
    }
  }

  /** What brings files of published snapshots. */
  LocalFiles files() {
    return files;
  }

  /** The tables, once their files were asked for again. */
  Future<SqlSource> again(Workspace workspace, Brought brought) {
    List<Future<Path>> paths =
        brought.files().stream().map(file -> brought.from().path(workspace, file)).toList();
    return Future.all(paths)
        .map(brought.source())
        .recover(failure -> Future.failedFuture(SnapshotProblems.of(workspace, failure)));
  }

  private Future<Brought> read(Workspace workspace, SnapshotName snapshot) {
    long number = snapshot.number();
    String identity =
        "system:" + new WorkspaceKeys(workspace).root() + number + ":" + snapshot.hash();
    if (number == 0) {
      return brought(workspace, Optional.empty(), identity, files);
    }
    Promise<Brought> promise = Promise.promise();
    runtime.scheduler().execute(() -> brought(workspace, number, identity).onComplete(promise));
    return promise
        .future()
        .recover(failure -> Future.failedFuture(SnapshotProblems.of(workspace, failure)));
  }

  private Future<Brought> brought(Workspace workspace, long number, String identity) {
    return new Snapshots(runtime, store, new WorkspaceKeys(workspace))
        .read(number)
        .compose(
            stored ->
                stored.isPresent()
                    ? brought(workspace, stored.map(StoredManifest::manifest), identity, files)
                    : Future.failedFuture(gone(number)));
  }

  /** Retention may have taken it between its being named and its being read. */
  private static ProblemException gone(long number) {
    return Problem.of(ErrorCode.UNAVAILABLE, "The snapshot is not there any more. Ask again.")
        .with("snapshot", number)
        .asException();
  }

  /**
   * The tables of a manifest; called on the runtime's scheduler.
   *
   * @param manifest empty for tables without rows
   * @param identity as {@link SqlSource} has it
   * @param from brings the files
   */
  Future<Brought> brought(
      Workspace workspace, Optional<Manifest> manifest, String identity, LocalFiles from) {
    List<TableFiles> published =
        manifest.stream()
            .flatMap(it -> it.tables().stream())
            .filter(table -> table.visibility() == Visibility.PUBLIC && !table.files().isEmpty())
            .toList();
    List<ShardFile> all = published.stream().flatMap(table -> table.files().stream()).toList();
    return FanOut.map(
            runtime.scheduler(),
            all,
            MAX_CONCURRENT_FILES,
            file -> new Rereads(runtime, Backoff.DEFAULT).of(() -> from.path(workspace, file)))
        .map(
            paths -> {
              List<SqlTable> tables = new ArrayList<>();
              int first = 0;
              for (TableFiles table : published) {
                int end = first + table.files().size();
                tables.add(table(table, paths.subList(first, end)));
                first = end;
              }
              return new Brought(new SqlSource(identity, definedTables(tables)), all, from);
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
    return new SqlColumn(column.name(), typeOf(column));
  }

  /** The type of a column as DuckDB writes it. */
  public static String typeOf(ColumnDefinition column) {
    return switch (column.kind()) {
      case STRING -> "VARCHAR";
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case BOOLEAN -> "BOOLEAN";
      case DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case STRING_MAP -> "MAP(VARCHAR, VARCHAR)";
    };
  }
}
