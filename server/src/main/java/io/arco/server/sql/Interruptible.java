package io.arco.server.sql;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBConnection;

/**
 * Stops whatever a connection runs. {@code Statement.cancel()} does nothing once the first batch is
 * there, though the next one may take for ever; the driver's own interrupt works at any time but is
 * not public, hence the handles.
 */
final class Interruptible {
  private static final VarHandle LOCK;
  private static final MethodHandle INTERRUPT;

  static {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(DuckDBConnection.class, MethodHandles.lookup());
      LOCK = lookup.findVarHandle(DuckDBConnection.class, "connRefLock", ReentrantLock.class);
      INTERRUPT =
          lookup.findVirtual(
              DuckDBConnection.class, "interrupt", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Interruptible() {}

  /**
   * Interrupts the connection. Does nothing if it is closed, or idle, or in a driver's call that
   * does not take long; so call again until the query is over. Never blocks.
   */
  static void interrupt(DuckDBConnection connection) {
    ReentrantLock lock = (ReentrantLock) LOCK.get(connection);
    if (lock.tryLock()) {
      try {
        if (!connection.isClosed()) {
          INTERRUPT.invoke(connection);
        }
      } catch (Throwable e) {
        throw new IllegalStateException("DuckDB can't be interrupted", e);
      } finally {
        lock.unlock();
      }
    }
  }
}
