package io.arco.server.flight;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Interrupts threads that wait too long for what a client said it would send. */
final class PutDeadline {
  private final ScheduledExecutorService timer;
  private final long timeoutMillis;

  PutDeadline(ScheduledExecutorService timer, long timeoutMillis) {
    this.timer = timer;
    this.timeoutMillis = timeoutMillis;
  }

  /** Watches the calling thread until it is closed, by that thread. */
  Watch watch() {
    return new Watch(Thread.currentThread());
  }

  /** One thread being watched. */
  final class Watch implements AutoCloseable {
    private final Thread watched;
    private final ScheduledFuture<?> end;
    private boolean over; // guarded by this

    private Watch(Thread watched) {
      this.watched = watched;
      this.end = timer.schedule(this::interrupt, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private synchronized void interrupt() {
      if (!over) {
        watched.interrupt();
      }
    }

    @Override
    public synchronized void close() {
      over = true;
      end.cancel(false);
      Thread.interrupted();
    }
  }
}
