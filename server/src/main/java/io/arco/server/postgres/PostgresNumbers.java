package io.arco.server.postgres;

import io.arco.log.LogNumbers;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of the commits that a workspace has in a database, read page by page.
 *
 * @param database where
 * @param workspace whose
 */
record PostgresNumbers(Database database, Workspace workspace) implements LogNumbers {
  /** How many numbers one statement answers. */
  static final int PAGE = 10_000;

  private static final String NUMBERS =
      "SELECT number FROM arco.commits WHERE tenant = $1 AND workspace = $2 AND number > $3"
          + " ORDER BY number LIMIT "
          + PAGE;

  @Override
  public Future<List<Long>> numbers() {
    return after(0, new ArrayList<>());
  }

  private Future<List<Long>> after(long last, List<Long> numbers) {
    return database
        .execute(NUMBERS, Tuple.of(workspace.tenant().name(), workspace.name(), last))
        .recover(PostgresNumbers::unread)
        .compose(
            rows -> {
              rows.forEach(row -> numbers.add(row.getLong(0)));
              return rows.size() < PAGE
                  ? Future.succeededFuture(numbers)
                  : after(numbers.get(numbers.size() - 1), numbers);
            });
  }

  private static Future<RowSet<Row>> unread(Throwable failure) {
    return Future.failedFuture(
        new StoreException(
            Kind.TRANSIENT, "the journal's database failed: " + Refusals.textOf(failure), failure));
  }
}
