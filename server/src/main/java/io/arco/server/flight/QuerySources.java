package io.arco.server.flight;

import io.arco.catalog.CatalogState;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.server.api.ApiServices;
import io.arco.server.bus.SnapshotName;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * What a query reads: {@code system} tables from a snapshot, others from their files as the catalog
 * names them now, or both.
 */
final class QuerySources {
  static final String SYSTEM = "system";

  private final ApiServices services;

  QuerySources(ApiServices services) {
    this.services = services;
  }

  /** The source of these tables; fails as the HTTP API's queries do. */
  Future<SqlSource> find(CallScope scope, List<TableName> names) {
    List<TableName> data = names.stream().filter(name -> !isSystem(name)).toList();
    if (data.size() == names.size()) {
      return data(scope, data);
    }
    Future<SqlSource> system = system(scope);
    return data.isEmpty()
        ? system
        : Future.all(system, data(scope, data))
            .map(found -> both(found.resultAt(0), found.resultAt(1)));
  }

  /** No catalog of a user can have this name. */
  private static boolean isSystem(TableName name) {
    return name.catalog().equalsIgnoreCase(SYSTEM);
  }

  private static SqlSource both(SqlSource system, SqlSource data) {
    List<SqlTable> tables = new ArrayList<>(system.tables());
    tables.addAll(data.tables());
    return new SqlSource(system.identity() + "+" + data.identity(), tables);
  }

  /** The state of the call's workspace, as fresh as the call wants it. */
  Future<WorkspaceState> state(CallScope scope) {
    ReadOptions options = scope.read(services.limits().timeoutMillis());
    return services.workspaces().open(scope.workspace()).compose(ledger -> ledger.read(options));
  }

  private Future<SqlSource> data(CallScope scope, List<TableName> names) {
    if (names.isEmpty()) {
      return Future.succeededFuture(new SqlSource("none", List.of()));
    }
    return state(scope)
        .compose(
            state -> {
              CatalogState catalog = state.of(services.catalog());
              // Entities of two lives of a workspace may have one id and version.
              return services
                  .sources()
                  .find(names, catalog)
                  .map(
                      source ->
                          new SqlSource(
                              source.identity() + state.incarnation().tag(), source.tables()));
            });
  }

  private Future<SqlSource> system(CallScope scope) {
    return snapshot(scope)
        .compose(snapshot -> services.systemTables().source(scope.workspace(), snapshot));
  }

  private Future<SnapshotName> snapshot(CallScope scope) {
    if (!scope.isLatest() && scope.minSequence() == 0) {
      return services.snapshots().including(scope.workspace(), 0);
    }
    return state(scope)
        .map(state -> scope.isLatest() ? state.sequence() : scope.minSequence())
        .compose(
            sequence ->
                sequence == 0
                    ? Future.succeededFuture(SnapshotName.NONE)
                    : services.snapshots().including(scope.workspace(), sequence));
  }
}
