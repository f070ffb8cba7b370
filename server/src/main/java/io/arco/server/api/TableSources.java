package io.arco.server.api;

import io.arco.catalog.CatalogState;
import io.arco.server.sql.SqlSource;
import io.arco.server.sql.TableName;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Finds the files behind users' tables. */
public interface TableSources {
  /**
   * Has what the engine reads for a query of these tables; the files are there until the future of
   * the use is complete. Fails as the use, or fails or throws with {@link
   * io.arco.problem.ProblemException} naming the table: TABLE_NOT_FOUND, FORMAT_NOT_QUERYABLE,
   * TABLE_NOT_READABLE, QUERY_TOO_LARGE; with QUERY_TIMEOUT when finding the files takes longer
   * than a query may run; or with QUERY_CANCELLED when nobody wants them any more.
   *
   * @param names distinct
   * @param state where they are looked up
   * @param unwanted whether the query was given up meanwhile; asked now and then, from any thread
   */
  <T> Future<T> use(
      List<TableName> names,
      CatalogState state,
      BooleanSupplier unwanted,
      Function<SqlSource, Future<T>> use);
}
