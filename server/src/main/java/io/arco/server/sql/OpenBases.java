package io.arco.server.sql;

import io.arco.problem.ProblemException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a bounded number of instances open, least recently used leaving first. An instance in use
 * is never closed; one that left while in use is closed by its last user. Thread-safe; closing
 * blocks the calling thread only.
 *
 * <p>Instances are opened on threads of their own, each source once for all who want it. Who wants
 * one waits no longer than his query may take, and goes. An opening that takes longer than a query
 * may is interrupted, again until it ends; a read of a disk that does not answer does not end by
 * that, and has its thread until the disk answers. An instance that is there all the same is late:
 * it is kept as any other, for the next who wants it, unless it has left meanwhile, when it is
 * closed at once. One whose opening had not begun when the last who wanted it went is not opened.
 * While every opening thread hangs, queries over sources that are open run, others end with
 * QUERY_TIMEOUT, or with OVERLOADED when too many wait.
 */
final class OpenBases {
  /** Threads that open instances, for each query that may run: some may hang. */
  static final int OPENING_PER_QUERY = 2;

  private static final long LOOK_MILLIS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(OpenBases.class);

  private final SqlLimits limits;
  private final EngineBase.Opener opener;
  private final Deadlines deadlines;
  private final SqlPool openers;
  private final Map<String, Lease> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /**
   * None yet.
   *
   * @param deadlines interrupts an opening that takes longer than a query may
   */
  OpenBases(SqlLimits limits, EngineBase.Opener opener, Deadlines deadlines) {
    this.limits = limits;
    this.opener = opener;
    this.deadlines = deadlines;
    this.openers =
        new SqlPool(
            "arco-sql-open",
            OPENING_PER_QUERY * limits.concurrentQueries(),
            limits.queuedQueries(),
            () -> {});
  }

  /**
   * The source's instance, opened if it is not; to be released.
   *
   * @param deadline until when it is waited for
   * @throws ProblemException as opening it fails; QUERY_TIMEOUT; QUERY_CANCELLED when it is not
   *     wanted any more; OVERLOADED
   */
  Lease acquire(SqlSource source, Deadlines.Deadline deadline) throws InterruptedException {
    Lease lease;
    boolean isMine;
    synchronized (this) {
      lease = open.get(source.identity());
      isMine = lease == null;
      if (isMine) {
        lease = new Lease(source);
        open.put(source.identity(), lease);
      }
      lease.users++;
    }
    closeAll(evict());
    if (isMine) {
      begin(lease);
    }
    try {
      lease.await(deadline);
      return lease;
    } catch (ProblemException | InterruptedException e) {
      release(lease);
      throw e;
    }
  }

  private void begin(Lease lease) {
    openers
        .call(
            () -> {
              open(lease);
              return null;
            })
        .onFailure(failure -> fail(lease, failure));
  }

  private void open(Lease lease) throws SQLException {
    synchronized (this) {
      if (lease.users == 0) {
        discard(lease);
        throw SqlErrors.timeout();
      }
    }
    try (Deadlines.Deadline deadline = deadlines.start(limits.timeoutMillis())) {
      EngineBase base = opener.open(lease.source, limits, deadline::watch);
      if (!isKept(lease, base)) {
        base.close();
      }
    }
  }

  private synchronized boolean isKept(Lease lease, EngineBase base) {
    boolean isKept = lease.users > 0 || !hasLeft(lease);
    if (isKept) {
      lease.base.complete(base);
    }
    return isKept;
  }

  private synchronized void fail(Lease lease, Throwable failure) {
    discard(lease);
    lease.base.completeExceptionally(failure);
  }

  private boolean hasLeft(Lease lease) {
    return closed || open.get(lease.source.identity()) != lease;
  }

  /** Gives an instance back. */
  void release(Lease lease) {
    boolean last;
    synchronized (this) {
      lease.users--;
      last = lease.users == 0 && hasLeft(lease);
    }
    if (last) {
      closeAll(List.of(lease));
    } else {
      closeAll(evict());
    }
  }

  /** Keeps a broken instance from being used again. */
  synchronized void discard(Lease lease) {
    open.remove(lease.source.identity(), lease);
  }

  synchronized int size() {
    return open.size();
  }

  /** Closes what is idle now, and what is in use, or being opened, as soon as it is not. */
  void close() {
    List<Lease> idle = new ArrayList<>();
    synchronized (this) {
      closed = true;
      open.values().stream().filter(lease -> lease.users == 0).forEach(idle::add);
      open.clear();
    }
    closeAll(idle);
    openers.close();
  }

  private synchronized List<Lease> evict() {
    List<Lease> evicted = new ArrayList<>();
    Iterator<Lease> oldestFirst = open.values().iterator();
    while (open.size() > limits.openSources() && oldestFirst.hasNext()) {
      Lease lease = oldestFirst.next();
      if (lease.users == 0) {
        oldestFirst.remove();
        evicted.add(lease);
      }
    }
    return evicted;
  }

  private static void closeAll(List<Lease> leases) {
    for (Lease lease : leases) {
      try {
        lease.closeBase();
      } catch (SQLException e) {
        LOG.warn("closing a DuckDB instance failed", e);
      }
    }
  }

  /** An instance and how many use it. */
  static final class Lease {
    private final SqlSource source;
    // Completed while OpenBases is locked.
    private final CompletableFuture<EngineBase> base = new CompletableFuture<>();
    private int users; // guarded by OpenBases

    private Lease(SqlSource source) {
      this.source = source;
    }

    private void await(Deadlines.Deadline deadline) throws InterruptedException {
      while (true) {
        try {
          base.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (ExecutionException e) {
          throw SqlErrors.asProblem(e.getCause());
        } catch (TimeoutException e) {
          if (deadline.expired()) {
            throw SqlErrors.timeout();
          }
          if (deadline.unwanted()) {
            throw SqlErrors.cancelled();
          }
        }
      }
    }

    /** The instance; it is open. */
    EngineBase base() {
      return base.join();
    }

    /** What is still being opened is closed by who opens it. */
    private void closeBase() throws SQLException {
      if (base.isDone() && !base.isCompletedExceptionally()) {
        base.join().close();
      }
    }
  }
}
