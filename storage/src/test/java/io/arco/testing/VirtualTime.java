package io.arco.testing;

import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A world on one thread whose time passes only when nothing is left to do now: a queue of tasks
 * ordered by virtual time, then by the order in which they were given. Any number of schedulers,
 * workers and stores share it. The same program run twice does the same things in the same order.
 *
 * <p>Used on the thread that made it; a call from another thread is a leak of real concurrency into
 * the simulation and throws. What a task throws comes out of the call that was running it.
 */
public final class VirtualTime {
  /** The most tasks one call of {@link #run} and its like executes; more is an endless loop. */
  public static final long MAX_STEPS = 50_000_000;

  /** Wall-clock time at which every world begins: 2026-01-01T00:00Z. */
  public static final long WALL_START_MILLIS = 1_767_225_600_000L;

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Thread owner = Thread.currentThread();
  private final PriorityQueue<Task> queue =
      new PriorityQueue<>(
          Comparator.<Task>comparingLong(t -> t.atNanos).thenComparing(t -> t.order));
  private long nowNanos;
  private long wallOffsetMillis = WALL_START_MILLIS;
  private long order;

  private static final class Task implements Scheduler.Timer {
    private final long atNanos;
    private final long order;
    private Runnable work;

    private Task(long atNanos, long order, Runnable work) {
      this.atNanos = atNanos;
      this.order = order;
      this.work = work;
    }

    @Override
    public void cancel() {
      work = null;
    }
  }

  /** The clock of this world. */
  public Clock clock() {
    return new Clock() {
      @Override
      public long wallMillis() {
        return wallOffsetMillis + TimeUnit.NANOSECONDS.toMillis(nowNanos);
      }

      @Override
      public long nanoTime() {
        return nowNanos;
      }
    };
  }

  /** Sets the wall clock forward, or back if negative; monotonic time and timers stay. */
  public void jumpWall(long millis) {
    wallOffsetMillis += millis;
  }

  /** One more scheduler on this time line. */
  public Scheduler scheduler() {
    return new Scheduler() {
      @Override
      public void execute(Runnable task) {
        at(0, task);
      }

      @Override
      public Timer schedule(long delayMillis, Runnable task) {
        return at(Math.multiplyExact(delayMillis, NANOS_PER_MILLI), task);
      }
    };
  }

  /** Workers that run each task in one step, so many virtual milliseconds after it was given. */
  public Workers workers(long delayMillis) {
    Scheduler scheduler = scheduler();
    return new Workers() {
      @Override
      public <T> Future<T> call(java.util.concurrent.Callable<T> task) {
        Promise<T> promise = Promise.promise();
        scheduler.schedule(
            delayMillis,
            () -> {
              T result;
              try {
                result = task.call();
              } catch (Exception e) {
                promise.fail(e);
                return;
              }
              promise.complete(result);
            });
        return promise.future();
      }
    };
  }

  /** A runtime on a scheduler of its own, with workers that take a millisecond. */
  public Runtime runtime(long seed) {
    return new Runtime(clock(), scheduler(), workers(1), new SplittableRandom(seed));
  }

  /** Milliseconds since this world began. */
  public long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nowNanos);
  }

  /** Runs until nothing is left to do, timers included. */
  public void run() {
    for (long steps = 0; step(Long.MAX_VALUE); steps++) {
      bound(steps, "idle");
    }
  }

  /** Runs until the condition holds, looked at between tasks; throws when all is done before. */
  public void runUntil(BooleanSupplier condition) {
    for (long steps = 0; !condition.getAsBoolean(); steps++) {
      bound(steps, "the condition");
      if (!step(Long.MAX_VALUE)) {
        throw new AssertionError("nothing left to do, and the condition does not hold");
      }
    }
  }

  /** Runs until the future is complete, and answers its value or throws what it failed with. */
  public <T> T await(Future<T> future) {
    runUntil(future::isComplete);
    return Await.value(future);
  }

  /** Lets so many milliseconds pass, running all that falls due in them. */
  public void advance(long millis) {
    long until = nowNanos + Math.multiplyExact(millis, NANOS_PER_MILLI);
    for (long steps = 0; step(until); steps++) {
      bound(steps, "the end of " + millis + " ms");
    }
    nowNanos = until;
  }

  /** Runs the next task that is due by then; false if there is none. */
  private boolean step(long untilNanos) {
    checkOwner();
    while (!queue.isEmpty() && queue.peek().atNanos <= untilNanos) {
      Task task = queue.poll();
      if (task.work != null) {
        nowNanos = task.atNanos;
        Runnable work = task.work;
        task.work = null;
        work.run();
        return true;
      }
    }
    return false;
  }

  private Task at(long delayNanos, Runnable work) {
    checkOwner();
    if (delayNanos < 0) {
      throw new IllegalArgumentException("delay is negative");
    }
    Task task = new Task(Math.addExact(nowNanos, delayNanos), order++, work);
    queue.add(task);
    return task;
  }

  private void checkOwner() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("virtual time used from another thread");
    }
  }

  private static void bound(long steps, String goal) {
    if (steps >= MAX_STEPS) {
      throw new AssertionError("no end after " + steps + " tasks, waiting for " + goal);
    }
  }
}
