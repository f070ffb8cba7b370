package io.arco.server.postgres;

import io.arco.server.config.JournalLocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A bounded pool of sessions of one database, each set so that an answered commit is durable
 * whatever the database's defaults are. Thread-safe.
 */
final class Database {
  /** What making a connection may take. */
  static final int CONNECT_MILLIS = 5_000;

  /** How long the server works on a statement, waiting for locks included. */
  static final int STATEMENT_MILLIS = 10_000;

  /**
   * How long an answer is waited for. More than a statement may take: a commit that waits for a
   * synchronous standby is not under the server's limit. Whoever does not answer in time loses all
   * its connections, so that a dead path can't fill the pool.
   */
  static final int ANSWER_MILLIS = 15_000;

  /** Statements that wait for a connection; one more fails. */
  static final int MAX_WAITING = 10_000;

  /** After this a connection is replaced, so that a moved name is followed. */
  static final int MAX_LIFETIME_MINUTES = 30;

  /** Connections idle for longer are closed. */
  static final int IDLE_MINUTES = 10;

  private final Vertx vertx;
  private final JournalLocation.Postgresql location;
  private final PgConnectOptions connectOptions;
  private final PoolOptions poolOptions;
  private final AtomicReference<Pool> pool = new AtomicReference<>();

  Database(Vertx vertx, JournalLocation.Postgresql location, String password, int poolSize) {
    this.vertx = vertx;
    this.location = location;
    this.connectOptions = connectOptions(location, password);
    this.poolOptions =
        new PoolOptions()
            .setMaxSize(poolSize)
            .setMaxWaitQueueSize(MAX_WAITING)
            .setConnectionTimeout(ANSWER_MILLIS)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
            .setMaxLifetime(MAX_LIFETIME_MINUTES)
            .setMaxLifetimeUnit(TimeUnit.MINUTES)
            .setIdleTimeout(IDLE_MINUTES)
            .setIdleTimeoutUnit(TimeUnit.MINUTES);
    pool.set(build());
  }

  private static PgConnectOptions connectOptions(
      JournalLocation.Postgresql location, String password) {
    SslMode sslMode = SslMode.of(location.sslMode());
    boolean verifies = sslMode == SslMode.VERIFY_FULL;
    return new PgConnectOptions()
        .setHost(location.host())
        .setPort(location.port())
        .setUser(location.user())
        .setPassword(password)
        .setDatabase(location.database())
        .setSslMode(sslMode)
        .setSslOptions(
            new ClientSSLOptions()
                .setTrustAll(!verifies)
                .setHostnameVerificationAlgorithm(verifies ? "HTTPS" : ""))
        .setCachePreparedStatements(true)
        .addProperty("application_name", "arco")
        .addProperty("search_path", "pg_catalog")
        .addProperty("synchronous_commit", "on")
        .addProperty("default_transaction_isolation", "read committed")
        .addProperty("statement_timeout", Integer.toString(STATEMENT_MILLIS))
        .addProperty("idle_in_transaction_session_timeout", Integer.toString(STATEMENT_MILLIS));
  }

  private Pool build() {
    return PgBuilder.pool()
        .with(poolOptions)
        .with(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS).setTcpKeepAlive(true))
        .connectingTo(connectOptions)
        .using(vertx)
        .build();
  }

  /** Where it is, for messages to the operator. */
  JournalLocation.Postgresql location() {
    return location;
  }

  /** Runs one statement as a transaction of its own. Fails as the client does. */
  Future<RowSet<Row>> execute(String sql, Tuple arguments) {
    return using(current -> current.preparedQuery(sql).execute(arguments));
  }

  /** Runs several statements on one connection. */
  <T> Future<T> withConnection(Function<SqlConnection, Future<T>> work) {
    return using(current -> current.withConnection(work));
  }

  private <T> Future<T> using(Function<Pool, Future<T>> work) {
    Pool current = pool.get();
    return work.apply(current)
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(
            failure -> {
              if (failure instanceof TimeoutException) {
                replace(current);
              }
            });
  }

  /** Closes all connections and makes new ones: what they lead to is not what it must be. */
  void reconnect() {
    replace(pool.get());
  }

  private void replace(Pool old) {
    Pool fresh = build();
    if (pool.compareAndSet(old, fresh)) {
      old.close();
    } else {
      fresh.close();
    }
  }

  Future<Void> close() {
    return pool.get().close();
  }
}
