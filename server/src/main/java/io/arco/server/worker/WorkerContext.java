package io.arco.server.worker;

import io.arco.runtime.Clock;
import io.arco.server.data.DataRoots;
import io.arco.server.sql.SqlGate;
import io.arco.server.sql.SqlLimits;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What all tasks of a worker share.
 *
 * @param settings of the worker
 * @param api its server
 * @param roots where tables may be
 * @param gate judges SQL
 * @param timer sends heartbeats
 * @param clock for logs, the age of files and the time of tasks
 * @param out takes lines for a person; any thread
 */
record WorkerContext(
    WorkerSettings settings,
    WorkerApi api,
    DataRoots roots,
    SqlGate gate,
    ScheduledExecutorService timer,
    Clock clock,
    Consumer<String> out) {
  /** How long a task without a timeout may take. */
  static final long LONGEST_SECONDS = TimeUnit.DAYS.toSeconds(1);

  /** The bounds of a task that may take so long; 0: as long as it takes, within reason. */
  SqlLimits limits(long executionSeconds) {
    long seconds = executionSeconds == 0 ? LONGEST_SECONDS : executionSeconds;
    return limits(settings, TimeUnit.SECONDS.toMillis(seconds));
  }

  /** The bounds of a worker's SQL. */
  static SqlLimits limits(WorkerSettings settings, long timeoutMillis) {
    SqlLimits defaults = SqlLimits.DEFAULTS;
    return new SqlLimits(
        defaults.textBytes(),
        defaults.depth(),
        timeoutMillis,
        defaults.defaultRows(),
        defaults.maxRows(),
        defaults.resultBytes(),
        settings.memoryBytes() / settings.slots(),
        settings.threads(),
        defaults.concurrentQueries(),
        defaults.queuedQueries(),
        defaults.openSources());
  }

  /** Tells a person. */
  void say(String line) {
    out.accept(line);
  }
}
