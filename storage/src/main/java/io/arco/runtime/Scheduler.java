package io.arco.runtime;

import java.util.concurrent.Executor;

/**
 * One thread of work and its timers. Tasks given to {@link #execute} run one at a time in the order
 * they were given, never inside the call that gave them; so do timers when due. A Vert.x context in
 * the server, a virtual-time queue in the simulation. Tasks must not block.
 */
public interface Scheduler extends Executor {
  /**
   * Runs the task on this scheduler, after those given before it. May be called from any thread.
   */
  @Override
  void execute(Runnable task);

  /**
   * Runs the task on this scheduler after a delay.
   *
   * @param delayMillis at least 0
   * @return a handle that cancels it; cancelling what has run does nothing
   */
  Timer schedule(long delayMillis, Runnable task);

  /** A pending timer. */
  interface Timer {
    /** Keeps the task from running, if it has not begun. Called on the scheduler's thread. */
    void cancel();
  }
}
