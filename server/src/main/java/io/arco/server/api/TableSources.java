package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.TableName;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Finds the files behind users' tables. */
@FunctionalInterface
public interface TableSources {
  /**
   * What the engine reads for a query of these tables. Fails, or throws, with {@link
   * io.arco.problem.ProblemException} naming the table: TABLE_NOT_FOUND, FORMAT_NOT_QUERYABLE,
   * TABLE_NOT_READABLE, QUERY_TOO_LARGE; or QUERY_TIMEOUT when finding them takes longer than a
   * query may run, or nobody wants them any more.
   *
   * @param names distinct
   * @param state where they are looked up
   * @param unwanted whether the query was given up meanwhile; asked now and then, from any thread
   */
  Future<SqlSource> find(List<TableName> names, CatalogState state, BooleanSupplier unwanted);
}
