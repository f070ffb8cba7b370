package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.ledger.AsOf;
import io.arco.ledger.Ledger;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

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
   * @param asOf the moment whose names and system tables are meant, or empty for now
   */
  public record Scope(
      Workspace workspace, ReadOptions read, boolean isLatest, Optional<AsOf> asOf) {}

  /**
   * What there is to read.
   *
   * @param source the tables
   * @param sequence of the state they are from: everything up to it is known to them
   */
  public record Found(SqlSource source, long sequence) {}

  /**
   * Has the tables used that a query names, and those behind the views it names; they are there
   * until the future of the use is complete. Fails as {@link TableSources#use}, following views,
   * reading the state and publishing do, and as the use.
   *
   * @param unwanted whether the query was given up while its files are found; see {@link
   *     TableSources#use}
   */
  public <T> Future<T> use(
      Scope scope, GatedSql query, BooleanSupplier unwanted, Function<Found, Future<T>> use) {
    boolean isSystem =
        !query.tables().isEmpty() && query.tables().stream().allMatch(QuerySources::isSystem);
    return isSystem
        ? useSystem(scope, use)
        : state(scope).compose(state -> use(scope, query, state, unwanted, use));
  }

  private <T> Future<T> use(
      Scope scope,
      GatedSql query,
      WorkspaceState state,
      BooleanSupplier unwanted,
      Function<Found, Future<T>> use) {
    CatalogState catalog = state.of(services.catalog());
    return new ViewExpansion(services.gate(), catalog)
        .follow(query)
        .compose(
            followed -> {
              List<TableName> data =
                  followed.tables().stream().filter(name -> !isSystem(name)).toList();
              boolean isSystem = data.size() < followed.tables().size();
              Function<SqlSource, Future<T>> withUser =
                  source ->
                      isSystem
                          ? useSystem(
                              scope, system -> use.apply(all(system, source, followed, state)))
                          : use.apply(
                              all(new Found(NONE, state.sequence()), source, followed, state));
              return data.isEmpty()
                  ? withUser.apply(NONE)
                  : services.sources().use(data, catalog, unwanted, withUser);
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

  /** The state of the workspace that the scope wants. */
  public Future<WorkspaceState> state(Scope scope) {
    return services
        .workspaces()
        .open(scope.workspace())
        .compose(ledger -> StateReads.read(ledger, scope.asOf(), scope.read()));
  }

  /** Has every table of a snapshot used; see {@link #use}. */
  public <T> Future<T> useSystem(Scope scope, Function<Found, Future<T>> use) {
    return scope.asOf().isPresent()
        ? services
            .workspaces()
            .open(scope.workspace())
            .compose(
                ledger ->
                    ledger
                        .sequenceAsOf(scope.asOf().get(), scope.read())
                        .compose(sequence -> useFormer(scope, ledger, sequence, use)))
        : snapshot(scope).compose(snapshot -> usePublished(scope, snapshot, use));
  }

  private <T> Future<T> usePublished(
      Scope scope, SnapshotName snapshot, Function<Found, Future<T>> use) {
    return services
        .systemTables()
        .source(scope.workspace(), snapshot)
        .compose(source -> use.apply(new Found(source, snapshot.sequence())));
  }

  private <T> Future<T> useFormer(
      Scope scope, Ledger ledger, long sequence, Function<Found, Future<T>> use) {
    return sequence == 0
        ? usePublished(scope, SnapshotName.NONE, use)
        : services
            .formerSnapshots()
            .use(
                scope.workspace(),
                ledger,
                sequence,
                source -> use.apply(new Found(source, sequence)));
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
