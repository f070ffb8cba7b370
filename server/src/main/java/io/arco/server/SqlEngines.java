package io.arco.server;

import io.arco.server.config.SqlSettings;
import io.arco.server.sql.SqlEngine;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.SqlLimits;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/**
 * The SQL gate and engine of a server. Neither costs anything before its first query.
 *
 * @param gate judges SQL
 * @param engine runs it
 * @param limits of both
 */
record SqlEngines(SqlGate gate, SqlEngine engine, SqlLimits limits) {
  /** What ending running queries may take. */
  static final long CLOSE_MILLIS = 1_000;

  /** Within the configured limits. */
  static SqlEngines of(SqlSettings configured) {
    SqlLimits defaults = SqlLimits.DEFAULTS;
    SqlLimits limits =
        new SqlLimits(
            configured.maxTextBytes(),
            defaults.depth(),
            configured.timeoutMillis(),
            configured.defaultRows(),
            configured.maxRows(),
            configured.maxResultBytes(),
            configured.memoryBytes() / configured.concurrency(),
            configured.threads(),
            configured.concurrency(),
            configured.queue(),
            Math.max(defaults.openSources(), configured.concurrency()));
    return new SqlEngines(new SqlGate(limits), new SqlEngine(limits), limits);
  }

  /** Ends what runs. A query that can't be stopped in time is left behind: on a daemon thread. */
  Future<Void> close() {
    return Future.join(gate.close(), engine.close())
        .timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS)
        .mapEmpty();
  }
}
