package io.arco.simulation;

import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * One life of a server: runs its tasks, can be paused, and can be killed at any moment; then
 * nothing of it ever runs again.
 */
final class ServerProcess implements Scheduler, Workers {
  private final World world;
  private final String name;
  private final RandomGenerator random;
  private final AwaitPoints.Pending pending = new AwaitPoints.Pending();
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private boolean paused;
  private boolean dead;
  private boolean aside;
  private Runnable onDeath = () -> {};

  ServerProcess(World world, String name, RandomGenerator random) {
    this.world = world;
    this.name = name;
    this.random = random;
  }

  String name() {
    return name;
  }

  AwaitPoints.Pending pending() {
    return pending;
  }

  /** Makes it one whose points are not counted: neither ledger, owner nor compactor run on it. */
  void isAside() {
    aside = true;
  }

  boolean isCounted() {
    return !aside;
  }

  boolean isDead() {
    return dead;
  }

  boolean isPaused() {
    return paused;
  }

  /** Runs this when it is killed, once; replaces what was to run. */
  void onDeath(Runnable action) {
    onDeath = action;
  }

  void kill() {
    if (dead) {
      return;
    }
    world.awaits().crash(this);
    dead = true;
    held.clear();
    onDeath.run();
  }

  /** Runs nothing for so long; what falls due meanwhile is run afterwards, in order. */
  void pause(long millis) {
    if (dead || paused) {
      return;
    }
    paused = true;
    world.scheduler().schedule(millis, this::resume);
  }

  void resume() {
    paused = false;
    drain();
  }

  private void drain() {
    if (paused || dead || held.isEmpty()) {
      return;
    }
    Runnable next = held.removeFirst();
    perform(next);
    world.scheduler().execute(this::drain);
  }

  private void run(Runnable task) {
    if (dead) {
      return;
    }
    if (paused || !held.isEmpty()) {
      held.addLast(task);
    } else {
      perform(task);
    }
  }

  private void perform(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      world.findings().add(Invariant.NO_FAULT_OF_OURS, name + ": a task threw " + e, e);
    }
  }

  @Override
  public void execute(Runnable task) {
    if (!dead) {
      world.scheduler().execute(() -> run(task));
    }
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    Waiting timer = new Waiting(task);
    if (dead) {
      return timer;
    }
    timer.point = delayMillis > 0 ? world.awaits().begin(this, "timer") : null;
    world.scheduler().schedule(delayMillis, () -> run(timer::fire));
    return timer;
  }

  /** A timer; also what a cancelled one leaves behind. */
  private final class Waiting implements Timer {
    private Runnable task;
    private String point;

    Waiting(Runnable task) {
      this.task = task;
    }

    private void fire() {
      Runnable due = task;
      end();
      if (due != null) {
        due.run();
      }
    }

    @Override
    public void cancel() {
      end();
    }

    private void end() {
      if (task != null && point != null) {
        world.awaits().end(ServerProcess.this, point);
      }
      task = null;
    }
  }

  /** Work takes one to five milliseconds. */
  @Override
  public <T> Future<T> call(Callable<T> task) {
    Promise<T> promise = Promise.promise();
    if (dead) {
      return promise.future();
    }
    String point = world.awaits().begin(this, "work");
    world
        .scheduler()
        .schedule(
            1 + random.nextInt(5),
            () ->
                run(
                    () -> {
                      world.awaits().end(this, point);
                      T result;
                      try {
                        result = task.call();
                      } catch (Exception e) {
                        promise.fail(e);
                        return;
                      }
                      promise.complete(result);
                    }));
    return promise.future();
  }
}
