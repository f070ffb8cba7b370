package io.arco.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.arco.journal.Hash;
import io.arco.json.Json;
import io.arco.planner.RunCommand;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.RunEvent.AttemptsExpired;
import io.arco.planner.RunEvent.AttemptsExtended;
import io.arco.planner.RunEvent.RetriesReleased;
import io.arco.planner.RunEvent.RunCancelRequested;
import io.arco.planner.RunEvent.RunCreated;
import io.arco.planner.RunEvent.RunsEvicted;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.RunEvent.TaskStarted;
import io.arco.planner.RunEvent.TasksLeased;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.ExpiredAttempt;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.TaskState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Runs, tasks and attempts, said once more in the plainest way. */
final class PlainRuns {
  /** What the manifest of these worlds allows. */
  static final int MAX_ATTEMPTS = 3;

  private final Map<UUID, PlainRun> runs = new HashMap<>();
  private final Map<String, RunCreated> keys = new HashMap<>();
  private final Map<UUID, Attempt> attempts = new HashMap<>();

  /** The partitions that live attempts are at. */
  private final Set<String> made = new HashSet<>();

  private final Set<UUID> changed = new HashSet<>();

  /** An attempt that there ever was. */
  static final class Attempt {
    final UUID id;
    final String worker;
    final long leasedIn;
    boolean started;
    boolean expired;
    long endedIn = Long.MAX_VALUE;
    Hash reportHash;
    TaskState finalState;

    Attempt(UUID id, String worker, long leasedIn) {
      this.id = id;
      this.worker = worker;
      this.leasedIn = leasedIn;
    }
  }

  /** That an event can't follow what was before. */
  static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Invariant invariant;

    Impossible(Invariant invariant, String what) {
      super(what);
      this.invariant = invariant;
    }

    Invariant invariant() {
      return invariant;
    }
  }

  PlainRun run(UUID id) {
    return runs.get(id);
  }

  int count() {
    return runs.size();
  }

  Iterable<PlainRun> all() {
    return runs.values();
  }

  Attempt attempt(UUID id) {
    return attempts.get(id);
  }

  /** The run that a key stands for, or null. */
  RunCreated key(String key) {
    return keys.get(key);
  }

  /** The runs that were changed since this was asked last. */
  Set<UUID> takeChanged() {
    Set<UUID> taken = Set.copyOf(changed);
    changed.clear();
    return taken;
  }

  /**
   * Applies an event of a commit.
   *
   * @param report the report that the event is of, or null
   */
  void apply(long commit, String type, JsonNode data, CompleteTask report) {
    switch (type) {
      case "RunCreated" -> create(read(data, RunCreated.class));
      case "TasksLeased" -> {
        TasksLeased leased = read(data, TasksLeased.class);
        leased.leases().forEach(lease -> lease(commit, leased.worker(), lease));
      }
      case "TaskStarted" -> start(read(data, TaskStarted.class));
      case "AttemptsExtended" ->
          read(data, AttemptsExtended.class).attempts().forEach(ref -> live(ref));
      case "TaskCompleted" -> complete(commit, read(data, TaskCompleted.class), report);
      case "AttemptsExpired" ->
          read(data, AttemptsExpired.class).attempts().forEach(ended -> expire(commit, ended));
      case "RetriesReleased" -> read(data, RetriesReleased.class).tasks().forEach(this::release);
      case "RunCancelRequested" -> cancel(read(data, RunCancelRequested.class));
      case "RunsEvicted" -> read(data, RunsEvicted.class).runs().forEach(this::evict);
      default -> {
        // Manifests and plans are no part of this.
      }
    }
  }

  private static <T> T read(JsonNode data, Class<T> type) {
    try {
      return Json.MAPPER.treeToValue(data, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void must(Invariant invariant, boolean holds, String what) {
    if (!holds) {
      throw new Impossible(invariant, what);
    }
  }

  private PlainRun known(UUID id) {
    PlainRun run = runs.get(id);
    must(Invariant.ONE_LIVE_ATTEMPT, run != null, "there is no run " + id);
    changed.add(id);
    return run;
  }

  private void create(RunCreated event) {
    must(Invariant.ONE_RUN_PER_KEY, !runs.containsKey(event.id()), "made twice: " + event.id());
    if (event.runKey() != null) {
      RunCreated before = keys.put(event.runKey(), event);
      must(
          Invariant.ONE_RUN_PER_KEY,
          before == null,
          "a second run of key " + event.runKey() + ": " + event.id());
    }
    runs.put(event.id(), new PlainRun(event));
    changed.add(event.id());
  }

  private void lease(long commit, String worker, Lease lease) {
    PlainRun.Task task = known(lease.run()).task(lease.task());
    must(
        Invariant.TASKS_WAIT,
        task.waits.isEmpty(),
        lease + " is leased though it waits for " + task.waits);
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        task.state == TaskState.READY && task.past.size() + 1 == lease.attempt(),
        lease + " is leased though " + task);
    Attempt attempt = new Attempt(lease.attemptId(), worker, commit);
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        attempts.put(attempt.id, attempt) == null,
        "an id of two attempts: " + lease);
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        made.add(task.partition),
        lease + " is leased though somebody is at " + task.partition);
    task.state = TaskState.LEASED;
    task.live = attempt;
  }

  private PlainRun.Task live(UUID run, int number, int attempt) {
    PlainRun.Task task = known(run).task(number);
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        task.live != null && task.past.size() + 1 == attempt,
        "attempt " + attempt + " does not live: " + task);
    return task;
  }

  private PlainRun.Task live(AttemptRef ref) {
    return live(ref.run(), ref.task(), ref.attempt());
  }

  private void start(TaskStarted event) {
    PlainRun.Task task = live(event.run(), event.task(), event.attempt());
    must(Invariant.ONE_LIVE_ATTEMPT, task.state == TaskState.LEASED, "started twice: " + task);
    task.state = TaskState.RUNNING;
    task.live.started = true;
  }

  private void complete(long commit, TaskCompleted event, CompleteTask report) {
    PlainRun run = known(event.run());
    PlainRun.Task task = live(event.run(), event.task(), event.attempt());
    must(
        Invariant.REPORTS_COUNT_ONCE,
        report != null
            && report.attemptId().equals(task.live.id)
            && report.report().hash().equals(event.reportHash()),
        "the report of " + task + " is another one's: " + report);
    task.live.reportHash = event.reportHash();
    TaskState state =
        switch (event.outcome()) {
          case SUCCEEDED -> TaskState.SUCCEEDED;
          case CANCELLED -> TaskState.CANCELLED;
          case FAILED -> run.failed(event.retryAfterMillis());
        };
    must(
        Invariant.REPORTS_COUNT_ONCE,
        event.outcome() == report.report().outcome()
            || report.report().outcome() != Outcome.SUCCEEDED
                && event.outcome() != Outcome.SUCCEEDED,
        "reported " + report.report().outcome() + ", taken as " + event.outcome());
    end(commit, run, task, state);
  }

  private void expire(long commit, ExpiredAttempt event) {
    PlainRun run = known(event.run());
    PlainRun.Task task = live(event.run(), event.task(), event.attempt());
    boolean forced = event.reason() == ExpiryReason.CANCEL_FORCED;
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        (!forced || run.cancelled)
            && (event.reason() != ExpiryReason.START_TIMEOUT || !task.live.started),
        "can't end for " + event.reason() + ": " + task);
    task.live.expired = true;
    end(commit, run, task, forced ? TaskState.CANCELLED : run.failed(event.retryAfterMillis()));
  }

  private void end(long commit, PlainRun run, PlainRun.Task task, TaskState state) {
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        state != TaskState.RETRY_WAIT || task.past.size() + 1 < MAX_ATTEMPTS,
        "tried too often: " + task);
    task.live.endedIn = commit;
    task.live.finalState = state;
    task.past.add(task.live);
    task.live = null;
    made.remove(task.partition);
    task.state = state;
    run.after(task);
  }

  private void release(AttemptRef ref) {
    PlainRun.Task task = known(ref.run()).task(ref.task());
    must(
        Invariant.ONE_LIVE_ATTEMPT,
        task.state == TaskState.RETRY_WAIT && task.past.size() == ref.attempt(),
        "released though " + task);
    task.state = TaskState.READY;
  }

  private void cancel(RunCancelRequested event) {
    PlainRun run = known(event.run());
    must(Invariant.ONE_LIVE_ATTEMPT, !run.cancelled && !run.isOver(), "cancelled twice: " + run);
    run.cancel();
  }

  private void evict(UUID id) {
    must(Invariant.RUNS_END, known(id).isOver(), "evicted though it goes on: " + id);
    runs.remove(id);
  }

  /** The code of what a command meets now; {@code ok} if it holds. */
  String code(RunCommand command) {
    if (command instanceof StartTask start) {
      return code(start.run(), start.task(), start.attempt(), start.attemptId(), null);
    }
    if (command instanceof CompleteTask complete) {
      return code(
          complete.run(),
          complete.task(),
          complete.attempt(),
          complete.attemptId(),
          complete.report().hash());
    }
    if (command instanceof CancelRun cancel) {
      return runs.containsKey(cancel.run()) ? "ok" : "RUN_NOT_FOUND";
    }
    CreateRun create = (CreateRun) command;
    RunCreated known = create.runKey() == null ? null : keys.get(create.runKey());
    boolean conflicts =
        known != null && !known.requestFingerprint().equals(create.requestFingerprint());
    return conflicts ? "RUN_KEY_CONFLICT" : "ok";
  }

  private String code(UUID id, int number, int attempt, UUID attemptId, Hash reportHash) {
    PlainRun run = runs.get(id);
    if (run == null || number >= run.tasks()) {
      return "TASK_NOT_FOUND";
    }
    PlainRun.Task task = run.task(number);
    if (task.live != null && task.live.id.equals(attemptId)) {
      return "ok";
    }
    Attempt past =
        task.past.size() >= attempt && task.past.get(attempt - 1).id.equals(attemptId)
            ? task.past.get(attempt - 1)
            : null;
    if (past != null && !past.expired) {
      return past.reportHash.equals(reportHash) ? "ok" : "ATTEMPT_ALREADY_COMPLETED";
    }
    return task.state.isFinal() ? "TASK_ALREADY_TERMINAL" : "ATTEMPT_MISMATCH";
  }
}
