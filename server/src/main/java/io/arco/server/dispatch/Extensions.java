package io.arco.server.dispatch;

import io.arco.planner.RunCommand.ExtendAttempts;
import io.arco.planner.run.AttemptRef;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Commits that workers were heard of: one command for all of them, at the latest after a third of
 * the shortest of their timeouts, so that another server judges alike. Used on the scheduler.
 */
final class Extensions {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Runtime runtime;
  private final Commands commands;
  private final Predicate<Watch> isLive;
  private List<Watch> heard = new ArrayList<>();
  private Scheduler.Timer timer;
  private long armedForNanos;
  private boolean closed;

  /**
   * None yet.
   *
   * @param isLive whether the attempt still lives, as far as this server knows
   */
  Extensions(Runtime runtime, Commands commands, Predicate<Watch> isLive) {
    this.runtime = runtime;
    this.commands = commands;
    this.isLive = isLive;
  }

  /** Takes note of a heartbeat. */
  void add(Watch watch) {
    if (closed || !watch.extend()) {
      return;
    }
    heard.add(watch);
    long delayNanos = watch.timeoutNanos() / DispatchOptions.EXTENSIONS_A_TIMEOUT;
    long atNanos = runtime.clock().nanoTime() + delayNanos;
    if (timer == null || atNanos - armedForNanos < 0) {
      disarm();
      armedForNanos = atNanos;
      timer = runtime.scheduler().schedule(delayNanos / NANOS_PER_MILLI, this::commit);
    }
  }

  private void commit() {
    timer = null;
    List<Watch> all = heard;
    heard = new ArrayList<>();
    all.forEach(Watch::extended);
    List<Watch> live = all.stream().filter(isLive).toList();
    for (int i = 0; i < live.size(); i += DispatchOptions.MAX_BATCH) {
      int end = Math.min(live.size(), i + DispatchOptions.MAX_BATCH);
      commit(live.subList(i, end));
    }
  }

  private void commit(List<Watch> part) {
    List<AttemptRef> refs = part.stream().map(Watch::ref).toList();
    // The next heartbeat says it again; until one comes, what was heard is not lost either.
    commands
        .submit(new ExtendAttempts(refs))
        .onFailure(failure -> part.stream().filter(isLive).forEach(this::add));
  }

  /** Commits nothing any more. */
  void close() {
    closed = true;
    disarm();
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
