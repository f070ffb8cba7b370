package io.arco.server.postgres;

import io.arco.journal.Hash;
import io.arco.log.ArchivedSlots;
import io.arco.log.KeptSlots;
import io.arco.log.ObjectSlots;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.PutOutcome;
import io.arco.store.StoreException;
import io.arco.store.StoreException.Kind;
import io.arco.store.Version;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The journal of one workspace as rows: the primary key {@code (tenant, workspace, number)} is what
 * put-if-absent is elsewhere. Each call is one statement and its own transaction, on the primary.
 *
 * <p>Remembers the newest commit it has seen. A statement counts only where that commit is still
 * there: a database that lost it, in a failover or by being restored, takes no commit from here and
 * answers no look, but {@link ErrorCode#JOURNAL_BEHIND}. Thread-safe.
 */
final class PostgresSlots implements KeptSlots {
  private static final String MINE = " FROM arco.commits WHERE tenant = $1 AND workspace = $2";

  private static final String PUT =
      "INSERT INTO arco.commits (tenant, workspace, number, bytes)"
          + " SELECT $1::text, $2::text, $3::bigint, $4::bytea";

  private static final String IF_ABSENT = " ON CONFLICT (tenant, workspace, number) DO NOTHING";

  private static final String FIRST_PUT = PUT + IF_ABSENT;

  private static final String NEXT_PUT =
      PUT + (" WHERE EXISTS (SELECT" + MINE + " AND number = $5 AND sha256 = $6)") + IF_ABSENT;

  private static final String FIRST_GET =
      "SELECT pg_is_in_recovery() AS standby, (SELECT bytes" + MINE + " AND number = $3) AS bytes";

  private static final String NEXT_GET =
      FIRST_GET
          + (", EXISTS (SELECT" + MINE + " AND number = $4 AND sha256 = $5) AS kept")
          + (", EXISTS (SELECT" + MINE + " AND number = $4) AS occupied")
          + (", (SELECT max(number)" + MINE + ") AS head");

  private static final String ENTRIES =
      "SELECT number, length(bytes)::bigint" + MINE + " AND number > $3 ORDER BY number LIMIT $4";

  private static final String DELETE = "DELETE" + MINE + " AND number = $3";

  private final Database database;
  private final Workspace workspace;
  private final String keptIn;
  private final AtomicReference<Seen> seen = new AtomicReference<>();

  /** A commit that is known to have been in the database. */
  private record Seen(long n, Buffer sha256) {
    static Seen of(long n, byte[] bytes) {
      return new Seen(n, Buffer.buffer(HexFormat.of().parseHex(Hash.of(bytes).hex())));
    }
  }

  PostgresSlots(Database database, Workspace workspace, String keptIn) {
    this.database = database;
    this.workspace = workspace;
    this.keptIn = keptIn;
  }

  @Override
  public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
    Seen last = seen.get();
    Tuple arguments = arguments(n).addBuffer(Buffer.buffer(bytes));
    Future<RowSet<Row>> put =
        last == null
            ? database.execute(FIRST_PUT, arguments)
            : database.execute(NEXT_PUT, arguments.addLong(last.n()).addBuffer(last.sha256()));
    return put.transform(
        done -> done.failed() ? failed(done.cause()) : Future.succeededFuture(put(n, bytes, done)));
  }

  private PutOutcome put(long n, byte[] bytes, io.vertx.core.AsyncResult<RowSet<Row>> done) {
    if (done.result().rowCount() == 0) {
      return new PutOutcome.PreconditionFailed();
    }
    see(n, bytes);
    return new PutOutcome.Written(new Version(Long.toString(n)));
  }

  private Future<PutOutcome> failed(Throwable failure) {
    if (!Refusals.isFinal(failure)) {
      return Future.succeededFuture(new PutOutcome.Unknown(Refusals.textOf(failure)));
    }
    if (Refusals.stateOf(failure).equals(Refusals.READ_ONLY)) {
      database.reconnect();
    }
    return Future.failedFuture(
        new StoreException(
            Kind.PERMANENT, "the journal refused a commit: " + Refusals.textOf(failure), failure));
  }

  @Override
  public Future<Optional<byte[]>> get(long n) {
    Seen last = seen.get();
    Future<RowSet<Row>> got =
        last == null
            ? database.execute(FIRST_GET, arguments(n))
            : database.execute(NEXT_GET, arguments(n).addLong(last.n()).addBuffer(last.sha256()));
    return got.transform(
        done ->
            done.succeeded()
                ? answered(n, last, done.result().iterator().next())
                : Future.failedFuture(unread(Refusals.textOf(done.cause()), done.cause())));
  }

  private Future<Optional<byte[]>> answered(long n, Seen last, Row row) {
    if (row.getBoolean("standby")) {
      database.reconnect();
      return Future.failedFuture(unread("the database is a standby", null));
    }
    if (last != null && !row.getBoolean("kept")) {
      return Future.failedFuture(gone(last, row).asException());
    }
    Buffer found = row.getBuffer("bytes");
    if (found == null) {
      return Future.succeededFuture(Optional.empty());
    }
    byte[] bytes = found.getBytes();
    see(n, bytes);
    return Future.succeededFuture(Optional.of(bytes));
  }

  /** Retention removes what lies before the head: then the workspace is opened anew. */
  private Problem gone(Seen last, Row row) {
    Long head = row.getLong("head");
    if (head != null && head > last.n() && !row.getBoolean("occupied")) {
      seen.compareAndSet(last, null);
      return Problem.of(
          ErrorCode.UNAVAILABLE,
          "The journal was cleaned up meanwhile. It was not done; try again.");
    }
    return ArchivedSlots.behind(last.n());
  }

  @Override
  public Future<List<Entry>> entries(long after, int limit) {
    return database
        .execute(ENTRIES, arguments(after).addInteger(limit))
        .transform(
            done ->
                done.succeeded()
                    ? Future.succeededFuture(entries(done.result()))
                    : Future.failedFuture(unread(Refusals.textOf(done.cause()), done.cause())));
  }

  private static List<Entry> entries(RowSet<Row> rows) {
    List<Entry> entries = new ArrayList<>();
    rows.forEach(row -> entries.add(new Entry(row.getLong(0), row.getLong(1))));
    return entries;
  }

  @Override
  public Future<Void> delete(long n) {
    return database
        .execute(DELETE, arguments(n))
        .transform(
            done ->
                done.succeeded()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        unread("can't delete: " + Refusals.textOf(done.cause()), done.cause())));
  }

  @Override
  public String nameOf(long n) {
    return "journal/" + ObjectSlots.fileName(n);
  }

  @Override
  public String keptIn() {
    return keptIn;
  }

  private Tuple arguments(long n) {
    return Tuple.tuple()
        .addString(workspace.tenant().name())
        .addString(workspace.name())
        .addLong(n);
  }

  private void see(long n, byte[] bytes) {
    Seen known = seen.get();
    if (known == null || known.n() < n) {
      seen.accumulateAndGet(
          Seen.of(n, bytes), (old, next) -> old != null && old.n() >= next.n() ? old : next);
    }
  }

  private static StoreException unread(String what, Throwable cause) {
    Kind kind = cause != null && Refusals.isFinal(cause) ? Kind.PERMANENT : Kind.TRANSIENT;
    return new StoreException(kind, "the journal's database failed: " + what, cause);
  }
}
