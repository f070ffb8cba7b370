package io.arco.server.postgres;

import io.arco.server.config.JournalLocation;
import io.arco.server.journal.JournalException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/**
 * The tables of the journal: made by the first server, changed by the first of a newer version, and
 * refused when they are newer than this server. Any number of servers may start at once: an
 * advisory lock lets one of them work. Where nothing is to be made, only reading and inserting need
 * to be allowed.
 *
 * @param location the database, for messages
 * @param mayMake whether tables that are missing or older are made or changed
 */
record Schema(JournalLocation.Postgresql location, boolean mayMake) {
  /** The version this server makes, and the newest it knows. */
  static final int VERSION = 1;

  /** The oldest server that is taken: it has {@code gen_random_uuid()}. */
  static final int MIN_SERVER = 130_000;

  /** Names the lock of those who make the schema: the bytes of "arco". */
  private static final long LOCK = 0x6172636fL;

  private static final String SERVER =
      "SELECT current_setting('server_version_num')::int AS version,"
          + " pg_is_in_recovery() AS standby, current_setting('fsync') AS fsync,"
          + " current_setting('synchronous_commit') AS synchronous";

  /** Reads the catalog itself: what a function like to_regclass knows may be cached. */
  private static final String IS_THERE =
      "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 'arco' AND c.relname = 'schema_version') AS there";

  private static final String INSTALLED = "SELECT max(version) AS version FROM arco.schema_version";

  private static final String IDENTITY =
      "SELECT id, has_table_privilege('arco.commits', 'SELECT')"
          + " AND has_table_privilege('arco.commits', 'INSERT') AS allowed FROM arco.identity";

  private static final String VERSION_1 =
      """
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'arco') THEN
          CREATE SCHEMA arco;
        END IF;
      END $$;
      CREATE TABLE arco.schema_version (
        version integer PRIMARY KEY,
        made_at timestamptz NOT NULL DEFAULT now(),
        made_by text NOT NULL DEFAULT current_user
      );
      CREATE TABLE arco.identity (
        sole boolean PRIMARY KEY DEFAULT true CHECK (sole),
        id uuid NOT NULL DEFAULT gen_random_uuid()
      );
      CREATE TABLE arco.commits (
        tenant text COLLATE "C" NOT NULL,
        workspace text COLLATE "C" NOT NULL,
        number bigint NOT NULL CHECK (number >= 1),
        bytes bytea NOT NULL,
        sha256 bytea NOT NULL GENERATED ALWAYS AS (sha256(bytes)) STORED,
        PRIMARY KEY (tenant, workspace, number)
      );
      ALTER TABLE arco.commits ALTER COLUMN bytes SET STORAGE EXTERNAL;
      INSERT INTO arco.identity DEFAULT VALUES;
      INSERT INTO arco.schema_version (version) VALUES (1);
      """;

  /**
   * Makes sure of the database and its tables.
   *
   * @return the database's id, made with the tables and never changed
   */
  Future<UUID> prepare(SqlConnection connection) {
    return query(connection, SERVER)
        .map(this::checkedServer)
        .compose(checked -> installed(connection))
        .compose(version -> version == VERSION ? done() : migrate(connection))
        .compose(ready -> query(connection, IDENTITY))
        .map(this::identity)
        .recover(failure -> Future.failedFuture(refused(failure)));
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  private Void checkedServer(Row row) {
    if (row.getInteger("version") < MIN_SERVER) {
      throw new JournalException(
          location + " is older than PostgreSQL 13; a newer one keeps the journal");
    }
    if (row.getBoolean("standby")) {
      throw new JournalException(
          location + " is a standby; the journal needs the primary: name that one");
    }
    if (!"on".equals(row.getString("fsync"))) {
      throw new JournalException(
          location + " runs with fsync off, and would lose commits; turn it on");
    }
    if (!"on".equals(row.getString("synchronous"))) {
      throw new JournalException(
          location
              + " does not take the setting synchronous_commit of a session; connect to the server"
              + " itself, not to a pooler");
    }
    return null;
  }

  /** The installed version, 0 for none. */
  private Future<Integer> installed(SqlConnection connection) {
    return query(connection, IS_THERE)
        .compose(row -> row.getBoolean("there") ? version(connection) : Future.succeededFuture(0));
  }

  private Future<Integer> version(SqlConnection connection) {
    return query(connection, INSTALLED)
        .map(
            row -> {
              int version = row.getInteger("version");
              if (version > VERSION) {
                throw new JournalException(
                    location
                        + " holds a journal of schema version "
                        + version
                        + "; this server knows versions up to "
                        + VERSION
                        + ". Upgrade the server.");
              }
              return version;
            });
  }

  private Future<Void> migrate(SqlConnection connection) {
    if (!mayMake) {
      return Future.failedFuture(
          new JournalException(location + " holds no journal of this version of Arco"));
    }
    return connection
        .begin()
        .compose(
            transaction ->
                query(connection, "SELECT pg_advisory_xact_lock(" + LOCK + ")")
                    .compose(locked -> installed(connection))
                    .compose(
                        version ->
                            version < 1 ? connection.query(VERSION_1).execute() : done().mapEmpty())
                    .compose(made -> transaction.commit())
                    .recover(
                        failure ->
                            transaction
                                .rollback()
                                .transform(rolledBack -> Future.failedFuture(failure))));
  }

  private UUID identity(Row row) {
    if (!row.getBoolean("allowed")) {
      throw new JournalException(
          location + ": its user may not use the journal's tables" + grants());
    }
    return row.getUUID("id");
  }

  /** What the operator is told of a failure. */
  RuntimeException refused(Throwable failure) {
    if (failure instanceof JournalException known) {
      return known;
    }
    if (Refusals.stateOf(failure).equals(Refusals.INSUFFICIENT_PRIVILEGE)) {
      return new JournalException(location + ": " + Refusals.textOf(failure) + grants(), failure);
    }
    return new JournalException(
        "the journal's database " + location + " can't be used: " + Refusals.textOf(failure),
        failure);
  }

  private String grants() {
    String user = '"' + location.user().replace("\"", "\"\"") + '"';
    return ". To let it make them, run as an administrator of the database: CREATE SCHEMA arco"
        + " AUTHORIZATION "
        + user
        + "; where they are made already: GRANT USAGE ON SCHEMA arco TO "
        + user
        + "; GRANT SELECT ON arco.schema_version, arco.identity TO "
        + user
        + "; GRANT SELECT, INSERT, DELETE ON arco.commits TO "
        + user;
  }

  private static Future<Row> query(SqlConnection connection, String sql) {
    return connection.query(sql).execute().map(RowSet::iterator).map(rows -> rows.next());
  }
}
