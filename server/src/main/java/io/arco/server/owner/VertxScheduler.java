package io.arco.server.owner;

import io.arco.runtime.Scheduler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * A Vert.x context as a {@link Scheduler}: its event loop runs the tasks one at a time, in order.
 *
 * @param context an event-loop context
 */
public record VertxScheduler(Context context) implements Scheduler {
  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    if (delayMillis < 1) {
      return new Soon(this, task);
    }
    VertxTimer timer = new VertxTimer(task);
    if (Vertx.currentContext() == context) {
      timer.start(context, delayMillis);
    } else {
      context.runOnContext(ignored -> timer.start(context, delayMillis));
    }
    return timer;
  }

  /** A timer that is due at once. */
  private static final class Soon implements Timer {
    private boolean cancelled;

    Soon(Scheduler scheduler, Runnable task) {
      scheduler.execute(
          () -> {
            if (!cancelled) {
              task.run();
            }
          });
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** A timer that is set on the context, from whatever thread it was asked for. */
  private static final class VertxTimer implements Timer {
    private static final long NOT_SET = -1;

    private final Runnable task;
    private long id = NOT_SET;
    private Context context;
    private boolean cancelled;

    VertxTimer(Runnable task) {
      this.task = task;
    }

    void start(Context on, long delayMillis) {
      if (cancelled) {
        return;
      }
      context = on;
      id = on.owner().setTimer(delayMillis, ignored -> fire());
    }

    private void fire() {
      if (!cancelled) {
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      if (id != NOT_SET) {
        context.owner().cancelTimer(id);
      }
    }
  }
}
