package io.arco.store;

import io.arco.runtime.Clock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What all file stores on one root in one process share: the right to change what exists, and a
 * lane of time stamps that no other process gives out. Both are locks on bytes of one lock file,
 * which the system lets go when the process ends, however it ends. Locks of files belong to a
 * process and closing any handle of the file drops them all: hence one session per root and
 * process, counted.
 *
 * <p>A stamp is {@code microseconds × 1000 + lane}: ascending in a process, apart between
 * processes.
 */
final class FileSession {
  /** The most processes that write to one root at once. */
  static final int MAX_LANES = 999;

  /** How long a change waits for the changes of others before it gives up, in milliseconds. */
  static final long LOCK_WAIT_MILLIS = 5_000;

  /** Other processes are waited for in the machine's time, whatever the store's clock says. */
  private static final Clock MACHINE = Clock.system();

  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(1);

  private static final Map<Path, FileSession> OPEN = new HashMap<>();

  private final Path realRoot;
  private final FileChannel channel;
  private final int lane;
  private final AtomicLong lastNanos;
  private final ReentrantLock mutex = new ReentrantLock(true);
  private int users = 1;

  private FileSession(Path realRoot, FileChannel channel, int lane, long lastNanos) {
    this.realRoot = realRoot;
    this.channel = channel;
    this.lane = lane;
    this.lastNanos = new AtomicLong(lastNanos);
  }

  /** Joins the process's session on this root, beginning it if need be; the root must exist. */
  static FileSession join(Path root, Path lockFile, Clock clock) throws IOException {
    Path realRoot = root.toRealPath();
    synchronized (OPEN) {
      FileSession session = OPEN.get(realRoot);
      if (session != null) {
        session.users++;
        return session;
      }
      session = begin(realRoot, lockFile, clock);
      OPEN.put(realRoot, session);
      return session;
    }
  }

  private static FileSession begin(Path realRoot, Path lockFile, Clock clock) throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      for (int lane = 1; lane <= MAX_LANES; lane++) {
        if (tryLock(channel, lane) != null) {
          // The lane's last holder may have ended within this millisecond.
          long next = (clock.wallMillis() + 1) * NANOS_PER_MILLI;
          return new FileSession(realRoot, channel, lane, next);
        }
      }
      throw new IOException("more than " + MAX_LANES + " processes write to " + realRoot);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Leaves the session; the last one out ends it. */
  void leave() throws IOException {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(realRoot);
        channel.close();
      }
    }
  }

  /** A stamp in nanoseconds, about now, that was never given and is above the floor. */
  long stamp(Clock clock, long floorNanos) {
    long least = Math.max(clock.wallMillis() * NANOS_PER_MILLI, floorNanos);
    long micros = least - Math.floorMod(least, STEP_NANOS) + STEP_NANOS;
    return lane
        + lastNanos.accumulateAndGet(micros, (last, wanted) -> Math.max(last + STEP_NANOS, wanted));
  }

  /**
   * Does what no other store on this root, in this or any other process, may do at the same time.
   *
   * @throws IOException if the others do not let it have its turn in time
   */
  <T> T alone(Callable<T> change) throws Exception {
    long deadline = MACHINE.nanoTime() + LOCK_WAIT_MILLIS * NANOS_PER_MILLI;
    if (!mutex.tryLock(LOCK_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
      throw busy();
    }
    try (FileLock ignored = lock(deadline)) {
      return change.call();
    } finally {
      mutex.unlock();
    }
  }

  private FileLock lock(long deadline) throws IOException {
    FileLock lock = tryLock(channel, 0);
    while (lock == null) {
      if (MACHINE.nanoTime() - deadline > 0) {
        throw busy();
      }
      LockSupport.parkNanos(POLL_NANOS);
      lock = tryLock(channel, 0);
    }
    return lock;
  }

  private static FileLock tryLock(FileChannel channel, int position) throws IOException {
    try {
      return channel.tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static IOException busy() {
    return new IOException("others held the store's lock for " + LOCK_WAIT_MILLIS + " ms");
  }
}
