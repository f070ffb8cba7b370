package io.arco.server.dispatch;

import io.arco.ledger.WorkspaceState;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.manifest.Timeouts;
import io.arco.planner.run.Expiry;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.LiveAttempt;
import io.arco.planner.run.Run;
import io.arco.planner.run.TaskRef;
import io.arco.runtime.Runtime;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Watches over live attempts: whose time is over is expired, once a look at the journal's head has
 * shown that nobody has heard of it since. Used on the scheduler, but for {@link #progress}.
 */
final class AttemptTimes {
  /** Watches of attempts that have ended are swept out when there are more than so many of them. */
  static final int SWEEP_ABOVE = 1_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Runtime runtime;
  private final OrchestrationDomain domain;
  private final Commands commands;
  private final Supplier<WorkspaceState> state;
  private final Map<TaskRef, Watch> watches = new ConcurrentHashMap<>();
  private final DueTimes<Watch> deadlines;
  private boolean closed;

  /** None yet. */
  AttemptTimes(
      Runtime runtime,
      OrchestrationDomain domain,
      Commands commands,
      Supplier<WorkspaceState> state) {
    this.runtime = runtime;
    this.domain = domain;
    this.commands = commands;
    this.state = state;
    this.deadlines = new DueTimes<>(runtime, this::due);
  }

  /** Takes note of what commits behind one have done to attempts. */
  void look(WorkspaceState now, long behind) {
    OrchestrationState orchestration = now.of(domain);
    for (LiveAttempt live : orchestration.runs().liveAttemptsSince(behind)) {
      folded(orchestration, live, now);
    }
    for (Run run : orchestration.runs().cancellingSince(behind)) {
      run.liveAttempts().forEach(live -> cancelling(orchestration, run, live));
    }
    sweep(orchestration);
  }

  private void folded(OrchestrationState orchestration, LiveAttempt live, WorkspaceState now) {
    long nowNanos = runtime.clock().nanoTime();
    Watch watch = watches.get(live.ref());
    if (watch == null || !watch.isOf(live)) {
      watch = new Watch(live, nowNanos);
      watches.put(live.ref(), watch);
    }
    watch.heard(nowNanos);
    Timeouts timeouts = timeouts(orchestration, live.run(), live.task());
    boolean started = live.attempt().started() != null;
    long silentMillis = started ? timeouts.heartbeatMillis() : timeouts.startMillis();
    watch.timeout(started, silentMillis * NANOS_PER_MILLI);
    if (started && timeouts.executionMillis().isPresent()) {
      long sinceMillis =
          now.committedAt().toEpochMilli() - live.attempt().started().committedAt().toEpochMilli();
      long leftMillis = timeouts.executionMillis().getAsLong() - sinceMillis;
      watch.executionUntil(nowNanos + leftMillis * NANOS_PER_MILLI);
    }
    queue(watch);
  }

  private void cancelling(OrchestrationState orchestration, Run run, LiveAttempt live) {
    Watch watch = watches.get(live.ref());
    if (watch != null) {
      long graceMillis = timeouts(orchestration, run.id(), live.task()).cancelGraceMillis();
      watch.graceUntil(runtime.clock().nanoTime() + graceMillis * NANOS_PER_MILLI);
      queue(watch);
    }
  }

  private static Timeouts timeouts(OrchestrationState orchestration, UUID run, int task) {
    return Policies.timeouts(orchestration, orchestration.runs().run(run).orElseThrow(), task);
  }

  private void queue(Watch watch) {
    if (watch.queue()) {
      deadlines.add(watch.deadlineNanos(), watch);
    }
  }

  /** The watch of an attempt that lives, as far as this server knows; or null. */
  Watch find(TaskRef task, int attempt, UUID attemptId) {
    Watch watch = watches.get(task);
    return watch != null && watch.isOf(attempt, attemptId) ? watch : null;
  }

  /** Notes that a worker was heard of. */
  void heard(Watch watch) {
    watch.heard(runtime.clock().nanoTime());
  }

  /** What a worker said last of the task it is at, or null. From any thread. */
  Progress progress(TaskRef task) {
    Watch watch = watches.get(task);
    return watch == null ? null : watch.progress();
  }

  /** Forgets all: the workspace is opened anew. */
  void clear() {
    watches.clear();
    deadlines.clear();
  }

  void close() {
    closed = true;
    clear();
  }

  private void sweep(OrchestrationState orchestration) {
    if (watches.size() > 2 * orchestration.runs().liveAttempts() + SWEEP_ABOVE) {
      watches.values().removeIf(watch -> live(orchestration, watch) == null);
    }
  }

  private static LiveAttempt live(OrchestrationState orchestration, Watch watch) {
    return orchestration.runs().liveAttempt(watch.task()).filter(watch::isOf).orElse(null);
  }

  private void due(List<Watch> due) {
    long now = runtime.clock().nanoTime();
    List<Watch> silent = new ArrayList<>();
    for (Watch watch : due) {
      if (watches.get(watch.task()) != watch || watch.isExpiring() || !watch.dequeue(now)) {
        continue;
      }
      if (live(state.get().of(domain), watch) == null) {
        watches.remove(watch.task(), watch);
      } else if (watch.expired(now) != null) {
        watch.expiring(true);
        silent.add(watch);
      } else {
        queue(watch);
      }
    }
    if (!silent.isEmpty()) {
      commands.look().compose(seen -> expire(silent)).onComplete(done -> ended(silent, done));
    }
  }

  /** Expires those whose time is over in the newest state, too. */
  private Future<Void> expire(List<Watch> silent) {
    OrchestrationState orchestration = state.get().of(domain);
    long now = runtime.clock().nanoTime();
    List<Expiry> expiries = new ArrayList<>();
    for (Watch watch : silent) {
      LiveAttempt live = live(orchestration, watch);
      ExpiryReason reason = watch.expired(now);
      if (live != null && reason != null) {
        long extended = live.attempt().extended().sequence();
        expiries.add(
            new Expiry(live.run(), live.task(), live.attempt().number(), reason, extended));
      }
    }
    List<Future<?>> submitted = new ArrayList<>();
    for (int i = 0; i < expiries.size(); i += DispatchOptions.MAX_BATCH) {
      int end = Math.min(expiries.size(), i + DispatchOptions.MAX_BATCH);
      submitted.add(commands.submit(new ExpireAttempts(expiries.subList(i, end))));
    }
    return Future.join(submitted).mapEmpty();
  }

  /** What still lives is looked at again; later, if it is only because nothing could be done. */
  private void ended(List<Watch> silent, AsyncResult<Void> done) {
    if (closed) {
      return;
    }
    OrchestrationState orchestration = state.get().of(domain);
    long retryNanos = runtime.clock().nanoTime() + DispatchOptions.RETRY_MILLIS * NANOS_PER_MILLI;
    for (Watch watch : silent) {
      watch.expiring(false);
      if (live(orchestration, watch) == null) {
        watches.remove(watch.task(), watch);
      } else if (done.failed()) {
        deadlines.add(retryNanos, watch);
      } else {
        queue(watch);
      }
    }
  }
}
