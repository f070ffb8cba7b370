package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.TableName;
import io.vertx.core.Future;
import java.util.List;

/** Finds the files behind users' tables. */
@FunctionalInterface
public interface TableSources {
  /**
   * What the engine reads for a query of these tables. Fails, or throws, with {@link
   * io.arco.problem.ProblemException} naming the table: TABLE_NOT_FOUND, FORMAT_NOT_QUERYABLE,
   * TABLE_NOT_READABLE, QUERY_TOO_LARGE.
   *
   * @param names distinct
   * @param state where they are looked up
   */
  Future<SqlSource> find(List<TableName> names, CatalogState state);
}
