package io.arco.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Runs many seeds, each world on one thread, several at once. */
final class Campaign {
  private Campaign() {}

  /**
   * Runs seeds {@code from} up to, not including, {@code to}.
   *
   * @param one runs the world of a seed
   * @param after is handed each world that has ended, one at a time, in no certain order
   */
  static void run(long from, long to, int threads, LongFunction<World> one, Consumer<World> after) {
    AtomicLong next = new AtomicLong(from);
    AtomicBoolean broken = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(
              () -> {
                for (long seed = next.getAndIncrement();
                    seed < to && !broken.get();
                    seed = next.getAndIncrement()) {
                  World world = one.apply(seed);
                  synchronized (after) {
                    after.accept(world);
                  }
                }
              },
              "sim-" + i);
      worker.setUncaughtExceptionHandler(
          (thread, failure) -> {
            broken.set(true);
            synchronized (failures) {
              failures.add(failure);
            }
          });
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      join(worker);
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("a campaign broke", failures.get(0));
    }
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
