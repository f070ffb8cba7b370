package io.arco.server.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a bounded number of instances open, least recently used leaving first. An instance in use
 * is never closed; one that left while in use is closed by its last user. Thread-safe; opening and
 * closing block the calling thread only.
 */
final class OpenBases {
  private static final Logger LOG = LoggerFactory.getLogger(OpenBases.class);

  private final SqlLimits limits;
  private final Map<String, Lease> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  OpenBases(SqlLimits limits) {
    this.limits = limits;
  }

  /** The source's instance, opened if it is not; to be released. */
  Lease acquire(SqlSource source) throws SQLException {
    Lease lease;
    synchronized (this) {
      lease = open.computeIfAbsent(source.identity(), identity -> new Lease(source));
      lease.users++;
    }
    closeAll(evict());
    try {
      lease.openOnce();
      return lease;
    } catch (SQLException | RuntimeException e) {
      discard(lease);
      release(lease);
      throw e;
    }
  }

  /** Gives an instance back. */
  void release(Lease lease) {
    boolean last;
    synchronized (this) {
      lease.users--;
      last = lease.users == 0 && (closed || open.get(lease.source.identity()) != lease);
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

  /** Closes what is idle now, and what is in use as soon as it is not. */
  void close() {
    List<Lease> idle = new ArrayList<>();
    synchronized (this) {
      closed = true;
      open.values().stream().filter(lease -> lease.users == 0).forEach(idle::add);
      open.clear();
    }
    closeAll(idle);
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
  final class Lease {
    private final SqlSource source;
    private int users; // guarded by OpenBases
    private EngineBase base; // guarded by this

    private Lease(SqlSource source) {
      this.source = source;
    }

    private synchronized void openOnce() throws SQLException {
      if (base == null) {
        base = EngineBase.open(source, limits);
      }
    }

    synchronized EngineBase base() {
      return base;
    }

    private synchronized void closeBase() throws SQLException {
      if (base != null) {
        base.close();
      }
    }
  }
}
