package io.arco.server.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.runtime.Clock;
import io.arco.server.data.DataRoots;
import io.arco.server.remote.RemoteServer;
import io.arco.server.sql.SqlGate;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Takes tasks of a server as long as it has free slots, and does each on a thread of its own.
 *
 * <p>{@link #run} blocks until it is told to stop; {@link #stop} may be called by any thread, once.
 */
public final class SqlWorker {
  /** How long a poll waits for tasks. */
  static final int POLL_MILLIS = 20_000;

  /** How long it waits where the worker ends when there is nothing to do. */
  static final int LAST_POLL_MILLIS = 1_000;

  /** How long tasks that are handed back may take to end. */
  static final long HAND_BACK_MILLIS = 5_000;

  /** Polls that fail, one after the other, until a worker that is to end gives up. */
  static final int MAX_FAILED_POLLS = 5;

  /** How {@link #run} ended. */
  public enum Ended {
    /** It was stopped, or there was nothing more to do. */
    DONE,
    /** The server refuses it. */
    REFUSED,
    /** The server can't be reached. */
    UNREACHABLE
  }

  private final WorkerContext context;
  private final ExecutorService threads;
  private final Set<TaskRun> running = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int taken;
  private boolean stopping;
  private boolean idle;

  /**
   * A worker that has taken nothing yet.
   *
   * @param server whose tasks it does
   * @param clock of logs and timeouts
   * @param out takes lines for a person, from any thread
   */
  public SqlWorker(
      WorkerSettings settings,
      RemoteServer server,
      DataRoots roots,
      Clock clock,
      Consumer<String> out) {
    SqlGate gate = new SqlGate(WorkerContext.limits(settings, WorkerContext.LONGEST_SECONDS));
    ScheduledExecutorService timer =
        Executors.newScheduledThreadPool(settings.slots(), task -> daemon(task, "arco-beat"));
    this.context =
        new WorkerContext(settings, new WorkerApi(server), roots, gate, timer, clock, out);
    this.threads =
        Executors.newFixedThreadPool(settings.slots(), task -> daemon(task, "arco-task"));
  }

  /** DuckDB recurses over a query's tree on the caller's thread: its stack is large. */
  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, 32L << 20);
    thread.setDaemon(true);
    return thread;
  }

  /** Works until it is stopped, and returns when every task has ended. Call once. */
  public Ended run() {
    Ended ended = poll();
    awaitIdle(Long.MAX_VALUE);
    threads.shutdown();
    context.timer().shutdownNow();
    context.gate().close();
    return ended;
  }

  /**
   * Takes no more tasks, lets those that run go on for the time to drain, then gives them back.
   *
   * @return whether every task was ended or given back
   */
  public boolean stop() {
    lock.lock();
    try {
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    context.api().hangUp();
    if (awaitIdle(context.settings().drainMillis())) {
      return true;
    }
    running.forEach(TaskRun::handBack);
    boolean ended = awaitIdle(HAND_BACK_MILLIS);
    running.forEach(TaskRun::abandon);
    return ended;
  }

  private Ended poll() {
    Backoff backoff = new Backoff();
    int failed = 0;
    for (int free = awaitFree(); free > 0; free = awaitFree()) {
      try {
        WorkerApi.Answer answer = ask(free);
        if (answer.isSuccess()) {
          failed = 0;
          backoff.reset();
          take(answer.body().path("leases"));
          continue;
        }
        if (!answer.isTemporary()) {
          context.say("the server refuses this worker: " + answer.problem());
          return Ended.REFUSED;
        }
        context.say("the server has nothing to give now: " + answer.problem());
      } catch (CancellationException e) {
        continue;
      } catch (IOException e) {
        if (isStopping()) {
          continue;
        }
        context.say("the server can't be reached: " + e.getMessage());
      }
      failed++;
      if (context.settings().once() && failed == MAX_FAILED_POLLS) {
        return Ended.UNREACHABLE;
      }
      pause(backoff.nextMillis());
    }
    return Ended.DONE;
  }

  private WorkerApi.Answer ask(int free) throws IOException {
    WorkerSettings settings = context.settings();
    return context
        .api()
        .lease(
            settings.id(),
            settings.kinds(),
            free,
            settings.once() ? LAST_POLL_MILLIS : POLL_MILLIS);
  }

  private void take(JsonNode leases) {
    idle = leases.isEmpty();
    for (JsonNode envelope : leases) {
      TaskRun task = new TaskRun(context, TaskLease.of(envelope));
      running.add(task);
      lock.lock();
      try {
        taken++;
      } finally {
        lock.unlock();
      }
      threads.execute(() -> work(task));
    }
  }

  private void work(TaskRun task) {
    try {
      TaskRun.Ended ended = task.run();
      context.say(ended.state() + " " + ended.taskKey() + ": " + ended.text());
    } finally {
      running.remove(task);
      lock.lock();
      try {
        taken--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** How many slots are free, once one is; 0: it is to end. */
  private int awaitFree() {
    lock.lock();
    try {
      while (!stopping && taken == context.settings().slots()) {
        changed.await();
      }
      boolean over = stopping || (context.settings().once() && idle && taken == 0);
      return over ? 0 : context.settings().slots() - taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitIdle(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (taken > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return taken == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !stopping) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
