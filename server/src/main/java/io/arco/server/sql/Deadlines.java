package io.arco.server.sql;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that interrupts queries whose time is over, again and again until they end. */
final class Deadlines {
  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
  private static final long AGAIN_MILLIS = 50;

  private final ScheduledThreadPoolExecutor timer;
  private final AtomicLong expiries = new AtomicLong();
  private final AtomicLong unwantedQueries = new AtomicLong();
  private volatile boolean closed;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "arco-sql-deadline");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Begins something that may take so long. */
  Deadline start(long timeoutMillis) {
    return start(timeoutMillis, () -> false);
  }

  /**
   * The same for a query that ends, too, once nobody wants its answer any more.
   *
   * @param unwanted asked on any thread; must not block
   */
  Deadline start(long timeoutMillis, BooleanSupplier unwanted) {
    return new Deadline(timeoutMillis, unwanted);
  }

  /** Lets every deadline pass, so that running queries end. */
  void expireAll() {
    closed = true;
  }

  /** Lets the deadlines pass that were started so far. */
  void expireStarted() {
    expiries.incrementAndGet();
  }

  /** How many queries were interrupted because they were not wanted any more. */
  long unwanted() {
    return unwantedQueries.get();
  }

  void close() {
    timer.shutdownNow();
  }

  /** The end of one query's time: that it waits for its instance, and that it runs. */
  final class Deadline implements AutoCloseable {
    private final BooleanSupplier unwanted;
    private final ScheduledFuture<?> watch;
    private final ScheduledFuture<?> expiry;
    private final long startedAfter = expiries.get();
    private volatile boolean expired;
    private DuckDBConnection connectionOrNull; // guarded by this, as the next
    private boolean isCounted;

    private Deadline(long timeoutMillis, BooleanSupplier unwanted) {
      this.unwanted = unwanted;
      this.expiry = timer.schedule(() -> this.expired = true, timeoutMillis, TimeUnit.MILLISECONDS);
      this.watch =
          timer.scheduleWithFixedDelay(
              this::interruptIfExpired, AGAIN_MILLIS, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Interrupts this connection, and no other any more, when the time is over. */
    synchronized void watch(DuckDBConnection connection) {
      connectionOrNull = connection;
    }

    /** Whether nobody wants the answer any more; the query is counted as interrupted then. */
    synchronized boolean unwanted() {
      boolean isUnwanted = unwanted.getAsBoolean();
      if (isUnwanted && !isCounted) {
        isCounted = true;
        unwantedQueries.incrementAndGet();
      }
      return isUnwanted;
    }

    boolean expired() {
      return expired || closed || expiries.get() != startedAfter;
    }

    private synchronized void interruptIfExpired() {
      if ((!expired() && !unwanted()) || connectionOrNull == null) {
        return;
      }
      try {
        Interruptible.interrupt(connectionOrNull);
      } catch (RuntimeException e) {
        LOG.error("a query can't be stopped", e);
      }
    }

    @Override
    public synchronized void close() {
      expiry.cancel(false);
      watch.cancel(false);
    }
  }
}
