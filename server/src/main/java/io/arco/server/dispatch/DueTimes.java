package io.arco.server.dispatch;

import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Things that are due at times of the monotonic clock, with one timer for all of them. What is due
 * within one turn is handed over together. Used on the scheduler.
 *
 * @param <T> what is due
 */
final class DueTimes<T> {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Runtime runtime;
  private final Consumer<List<T>> due;
  private final PriorityQueue<Entry<T>> entries;
  private Scheduler.Timer timer;
  private long armedForNanos;

  private record Entry<T>(long atNanos, T what) {}

  /** None yet; what is due is handed to this. */
  DueTimes(Runtime runtime, Consumer<List<T>> due) {
    this.runtime = runtime;
    this.due = due;
    // Differences, since the clock may wrap around.
    long originNanos = runtime.clock().nanoTime();
    this.entries =
        new PriorityQueue<>(Comparator.comparingLong(entry -> entry.atNanos() - originNanos));
  }

  /** Has something handed over at a time. */
  void add(long atNanos, T what) {
    entries.add(new Entry<>(atNanos, what));
    if (timer == null || atNanos - armedForNanos < 0) {
      arm();
    }
  }

  /** How many there are. */
  int size() {
    return entries.size();
  }

  /** Drops all of it. */
  void clear() {
    entries.clear();
    disarm();
  }

  private void arm() {
    disarm();
    Entry<T> first = entries.peek();
    if (first == null) {
      return;
    }
    armedForNanos = first.atNanos();
    long leftNanos = Math.max(0, first.atNanos() - runtime.clock().nanoTime());
    long delayMillis = (leftNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    timer = runtime.scheduler().schedule(delayMillis, this::fire);
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void fire() {
    timer = null;
    long now = runtime.clock().nanoTime();
    List<T> all = new ArrayList<>();
    while (!entries.isEmpty() && entries.peek().atNanos() - now <= 0) {
      all.add(entries.poll().what());
    }
    if (!all.isEmpty()) {
      due.accept(all);
    }
    if (timer == null) {
      arm();
    }
  }
}
