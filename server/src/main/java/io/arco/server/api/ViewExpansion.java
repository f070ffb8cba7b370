package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.catalog.ObjectEntity;
import io.arco.catalog.ViewDetails;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.server.sql.DeclaredTypes;
import io.arco.server.sql.GatedSql;
import io.arco.server.sql.SqlColumn;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.SqlTable;
import io.arco.server.sql.TableName;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a query's names through views of the catalog to tables. Every view's text passes the gate
 * as the query's own did; names in it are looked up in the same state, for the same caller. For one
 * query; steps follow one another, on whichever thread.
 */
final class ViewExpansion {
  /** Views that read one another, from the query down. */
  static final int MAX_DEPTH = 8;

  /** References to tables and views in all, each counted as often as the engine meets it. */
  static final int MAX_REFERENCES = 1_000;

  private final SqlGate gate;
  private final CatalogState state;
  private final Map<TableName, Weight> known = new HashMap<>();
  private final List<SqlTable> views = new ArrayList<>();
  private final Set<TableName> tables = new LinkedHashSet<>();
  private final StringBuilder identity = new StringBuilder();

  ViewExpansion(SqlGate gate, CatalogState state) {
    this.gate = gate;
    this.state = state;
  }

  /**
   * What planning something costs the engine.
   *
   * @param nesting how deep it nests, as the gate counts
   * @param references how many it meets
   * @param depth how many views lie below one another
   */
  private record Weight(int nesting, long references, int depth) {
    private static final Weight TABLE = new Weight(0, 1, 0);
  }

  /**
   * Follows all names of a query.
   *
   * @return this; fails with SQL_NOT_ALLOWED, INVALID_SQL, FORMAT_NOT_QUERYABLE, TABLE_NOT_READABLE
   *     (a view reads itself) or QUERY_TOO_LARGE, naming the {@code view}
   */
  Future<ViewExpansion> follow(GatedSql query) {
    return weigh(query, List.of()).map(weight -> this);
  }

  /** The views, each behind those it reads. */
  List<SqlTable> views() {
    return views;
  }

  /** The tables that query and views name. */
  List<TableName> tables() {
    return List.copyOf(tables);
  }

  /** Differs where views do. */
  String identity() {
    return identity.toString();
  }

  private Future<Weight> weigh(GatedSql text, List<TableName> path) {
    Future<Void> all = Future.succeededFuture();
    for (TableName name : text.tables()) {
      all = all.compose(ignored -> reach(name, path));
    }
    return all.map(
        ignored -> {
          int nesting = 0;
          long references = 0;
          int depth = 0;
          for (TableName name : text.tables()) {
            Weight below = known.get(name);
            nesting = Math.max(nesting, below.nesting());
            references += below.references() * text.occurrences(name);
            depth = Math.max(depth, below.depth());
          }
          return bounded(new Weight(text.nesting() + nesting, references, depth), path);
        });
  }

  private static Weight bounded(Weight weight, List<TableName> path) {
    if (weight.depth() + path.size() > MAX_DEPTH) {
      throw tooLarge("Views read one another too deeply.", MAX_DEPTH);
    }
    if (weight.references() > MAX_REFERENCES) {
      throw tooLarge("The query reads too much through views.", MAX_REFERENCES);
    }
    if (weight.nesting() > SqlGate.MAX_NESTING) {
      throw tooLarge("The query and its views nest too deeply.", SqlGate.MAX_NESTING);
    }
    return weight;
  }

  private Future<Void> reach(TableName name, List<TableName> path) {
    Optional<ObjectEntity> view = known.containsKey(name) ? Optional.empty() : view(name);
    if (path.contains(name)) {
      return Future.failedFuture(
          problem(ErrorCode.TABLE_NOT_READABLE, "The view reads itself.", name)
              .with("through", path.stream().map(TableName::toString).toList())
              .asException());
    }
    if (view.isPresent()) {
      return open(name, view.get(), path);
    }
    if (known.putIfAbsent(name, Weight.TABLE) == null) {
      tables.add(name);
    }
    return Future.succeededFuture();
  }

  private Optional<ObjectEntity> view(TableName name) {
    List<String> names = List.of(name.catalog(), name.schema(), name.table());
    return state
        .at(EntityPath.of(EntityKind.VIEW, names))
        .map(ObjectEntity.class::cast)
        .filter(entity -> entity.details() instanceof ViewDetails);
  }

  private Future<Void> open(TableName name, ObjectEntity entity, List<TableName> path) {
    ViewDetails view = (ViewDetails) entity.details();
    if (name.version().isPresent()) {
      throw problem(ErrorCode.SQL_NOT_ALLOWED, "Views have no versions.", name).asException();
    }
    if (!view.dialect().equals(ViewDetails.DEFAULT_DIALECT)) {
      throw problem(ErrorCode.FORMAT_NOT_QUERYABLE, "Views of this dialect can't be queried.", name)
          .with("feature", "the dialect " + view.dialect())
          .asException();
    }
    List<TableName> below = new ArrayList<>(path);
    below.add(name);
    if (below.size() > MAX_DEPTH) {
      throw tooLarge("Views read one another too deeply.", MAX_DEPTH);
    }
    return gate.check(view.sql())
        .recover(failure -> Future.failedFuture(ofView(failure, name)))
        .compose(
            text ->
                weigh(text, below)
                    .map(
                        weight -> {
                          add(name, entity, view, text, weight);
                          return null;
                        }));
  }

  private void add(
      TableName name, ObjectEntity entity, ViewDetails view, GatedSql text, Weight weight) {
    known.put(name, new Weight(weight.nesting() + 1, weight.references() + 1, weight.depth() + 1));
    List<SqlColumn> columns =
        view.columns().stream()
            .map(column -> new SqlColumn(column.name(), DeclaredTypes.of(column.type())))
            .toList();
    views.add(new SqlTable(name, columns, new SqlTable.View(text)));
    identity.append('/').append(entity.id()).append('.').append(entity.version());
  }

  private static Throwable ofView(Throwable failure, TableName name) {
    return failure instanceof ProblemException known
        ? known.problem().with("view", name.toString()).asException()
        : failure;
  }

  private static Problem problem(ErrorCode code, String text, TableName name) {
    return Problem.of(code, text).with("view", name.toString());
  }

  private static RuntimeException tooLarge(String text, int limit) {
    return Problem.of(ErrorCode.QUERY_TOO_LARGE, text).with("limit", limit).asException();
  }
}
