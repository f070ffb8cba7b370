package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.server.bus.SnapshotName;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * What a query reads, whichever way it came: {@code system} tables from a snapshot, others from
 * their files as the catalog names them now, or both. May be called from any thread.
 */
public final class QuerySources {
  /** The catalog of the server's own tables; no catalog of a user can have this name. */
  public static final String SYSTEM = "system";

  private static final SqlSource NONE = new SqlSource("none", List.of());

  private final ApiServices services;

  /** Finds tables through these services. */
  public QuerySources(ApiServices services) {
    this.services = services;
  }

  /**
   * Whose tables a query means, and how fresh.
   *
   * @param workspace where names are looked up
   * @param read how the workspace's state is read
   * @param isLatest whether system tables must know every write answered before the query; else
   *     they know what {@code read} asks for at least
   */
  public record Scope(Workspace workspace, ReadOptions read, boolean isLatest) {}

  /**
   * What there is to read.
   *
   * @param source the tables
   * @param sequence of the state they are from: everything up to it is known to them
   */
  public record Found(SqlSource source, long sequence) {}

  /**
   * The tables that a query names, and those behind the views it names; fails as {@link
   * TableSources#find}, following views, reading the state and publishing do.
   */
  public Future<Found> find(Scope scope, GatedSql query) {
    boolean isSystem =
        !query.tables().isEmpty() && query.tables().stream().allMatch(QuerySources::isSystem);
    return isSystem ? system(scope) : state(scope).compose(state -> find(scope, query, state));
  }

  private Future<Found> find(Scope scope, GatedSql query, WorkspaceState state) {
    CatalogState catalog = state.of(services.catalog());
    return new ViewExpansion(services.gate(), catalog)
        .follow(query)
        .compose(
            followed -> {
              List<TableName> data =
                  followed.tables().stream().filter(name -> !isSystem(name)).toList();
              Future<Found> system =
                  data.size() == followed.tables().size()
                      ? Future.succeededFuture(new Found(NONE, state.sequence()))
                      : system(scope);
              Future<SqlSource> user =
                  data.isEmpty()
                      ? Future.succeededFuture(NONE)
                      : services.sources().find(data, catalog);
              return Future.all(system, user)
                  .map(found -> all(system.result(), user.result(), followed, state));
            });
  }

  private static boolean isSystem(TableName name) {
    return name.catalog().equalsIgnoreCase(SYSTEM);
  }

  private static Found all(
      Found system, SqlSource data, ViewExpansion followed, WorkspaceState state) {
    List<SqlTable> tables = new ArrayList<>(system.source().tables());
    tables.addAll(data.tables());
    tables.addAll(followed.views());
    // Entities of two lives of a workspace may have one id and version.
    String life = state.incarnation().tag();
    String identity =
        system.source().identity() + "+" + data.identity() + life + followed.identity();
    return new Found(
        new SqlSource(identity, tables), Math.min(system.sequence(), state.sequence()));
  }

  /** The state of the workspace, as fresh as the scope wants it. */
  public Future<WorkspaceState> state(Scope scope) {
    return services
        .workspaces()
        .open(scope.workspace())
        .compose(ledger -> ledger.read(scope.read()));
  }

  /** Every table of a snapshot. */
  public Future<Found> system(Scope scope) {
    return snapshot(scope)
        .compose(
            snapshot ->
                services
                    .systemTables()
                    .source(scope.workspace(), snapshot)
                    .map(source -> new Found(source, snapshot.sequence())));
  }

  /** The newest snapshot, once it knows what the scope asks for. */
  public Future<SnapshotName> snapshot(Scope scope) {
    long minSequence = scope.read().minSequence();
    if (!scope.isLatest() && minSequence == 0) {
      return services.snapshots().including(scope.workspace(), 0);
    }
    return state(scope)
        .map(state -> scope.isLatest() ? state.sequence() : minSequence)
        .compose(
            sequence ->
                sequence == 0
                    ? Future.succeededFuture(SnapshotName.NONE)
                    : services.snapshots().including(scope.workspace(), sequence));
  }
}
