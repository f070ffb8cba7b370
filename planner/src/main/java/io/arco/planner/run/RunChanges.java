package io.arco.planner.run;

import io.arco.planner.RunEvent;
import io.arco.planner.RunEvent.AttemptsExpired;
import io.arco.planner.RunEvent.AttemptsExtended;
import io.arco.planner.RunEvent.RetriesReleased;
import io.arco.planner.RunEvent.RunCancelRequested;
import io.arco.planner.RunEvent.RunCreated;
import io.arco.planner.RunEvent.RunsEvicted;
import io.arco.planner.RunEvent.TaskCompleted;
import io.arco.planner.RunEvent.TaskStarted;
import io.arco.planner.RunEvent.TasksLeased;
import io.arco.planner.run.RunRows.Head;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.RowSink;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The rows that one event on runs changed. Takes long for large runs: called on a worker. */
public final class RunChanges {
  private final Runs before;
  private final Runs after;
  private final RowSink sink;

  private RunChanges(Runs before, Runs after, RowSink sink) {
    this.before = before;
    this.after = after;
    this.sink = sink;
  }

  /** Hands out the rows between these. */
  public static void of(Runs before, RunEvent event, Runs after, RowSink sink) {
    new RunChanges(before, after, sink).of(event);
  }

  private void of(RunEvent event) {
    if (event instanceof RunCreated created) {
      created(created);
    } else if (event instanceof TasksLeased leased) {
      leased(leased);
    } else if (event instanceof TaskStarted started) {
      attempt(started.run(), started.task());
    } else if (event instanceof AttemptsExtended extended) {
      extended.attempts().forEach(ref -> attempt(ref.run(), ref.task()));
    } else if (event instanceof TaskCompleted completed) {
      completed(completed);
    } else if (event instanceof AttemptsExpired expired) {
      expired(expired);
    } else if (event instanceof RetriesReleased released) {
      released.tasks().forEach(ref -> task(run(ref.run()), ref.task()));
    } else if (event instanceof RunCancelRequested cancelled) {
      cancelled(cancelled.run());
    } else {
      ((RunsEvicted) event).runs().forEach(this::evicted);
    }
  }

  private Run run(UUID id) {
    return after.run(id).orElseThrow();
  }

  private void created(RunCreated event) {
    Run run = run(event.id());
    for (String key : before.keys().expired(run.info().created().committedAt())) {
      sink.remove(RunTables.RUN_KEYS, RowKey.of(key));
    }
    if (event.runKey() != null) {
      sink.put(
          RunTables.RUN_KEYS,
          Row.of(
              event.runKey(),
              event.id().toString(),
              event.requestFingerprint().hex(),
              event.runKeyExpiresAt()));
    }
    head(run);
    String assets = RunRows.json(run.definition().assets());
    sink.put(RunTables.STATE_DEFINITIONS, Row.of(run.id().toString(), assets));
    for (int task = 0; task < run.tasks(); task++) {
      sink.put(RunTables.TASKS, RunRows.task(run, task));
    }
  }

  /** What changes about a run, and its public row. */
  private void head(Run run) {
    Head head = new Head(run.info(), run.state(), run.ended(), run.cancel());
    sink.put(RunTables.STATE_RUNS, Row.of(run.id().toString(), RunRows.json(head)));
    sink.put(RunTables.RUNS, RunRows.run(run));
  }

  private void task(Run run, int number) {
    sink.put(RunTables.TASKS, RunRows.task(run, number));
    Hashed<Task> touched = run.touched().get(number);
    if (touched != null) {
      sink.put(
          RunTables.STATE_TASKS,
          Row.of(run.id().toString(), number, RunRows.json(touched.value())));
    }
  }

  private void leased(TasksLeased event) {
    Lease last = event.leases().get(event.leases().size() - 1);
    event.leases().forEach(lease -> attempt(lease.run(), lease.task()));
    Attempt attempt = run(last.run()).task(last.task()).live();
    sink.put(
        RunTables.WORKERS,
        Row.of(
            event.worker(),
            attempt.leased().committedAt(),
            attempt.leased().sequence(),
            event.leases().size()));
  }

  /** A task and the attempt at it that lives. */
  private void attempt(UUID id, int number) {
    Run run = run(id);
    task(run, number);
    sink.put(RunTables.ATTEMPTS, AttemptRows.live(run, number, run.task(number).live()));
  }

  private void completed(TaskCompleted event) {
    Run run = run(event.run());
    PastAttempt ended = run.task(event.task()).lastEnded();
    sink.put(RunTables.ATTEMPTS, AttemptRows.ended(run, event.task(), ended, event));
    AttemptRows.checks(run, event, sink);
    ended(run, event.task());
    if (ended.finalState() == TaskState.SUCCEEDED) {
      RunDefinition definition = run.definition();
      Materialization made =
          after
              .materializations()
              .of(definition.asset(event.task()).asset(), definition.partition(event.task()))
              .orElseThrow();
      sink.put(RunTables.MATERIALIZATIONS, RunRows.materialization(made));
      sink.put(RunTables.PARTITIONS, RunRows.partition(made));
    }
    runOf(run);
  }

  private void expired(AttemptsExpired event) {
    Set<UUID> runs = new HashSet<>();
    for (ExpiredAttempt expired : event.attempts()) {
      Run run = run(expired.run());
      PastAttempt ended = run.task(expired.task()).lastEnded();
      sink.put(RunTables.ATTEMPTS, AttemptRows.ended(run, expired.task(), ended, null));
      ended(run, expired.task());
      runs.add(expired.run());
    }
    runs.forEach(id -> runOf(run(id)));
  }

  private void runOf(Run run) {
    if (before.run(run.id()).orElseThrow().state() != run.state()) {
      head(run);
    } else {
      sink.put(RunTables.RUNS, RunRows.run(run));
    }
  }

  /** A task whose attempt has ended, and what became of groups that waited for it. */
  private void ended(Run run, int number) {
    task(run, number);
    Run old = before.run(run.id()).orElseThrow();
    TaskGroups groups = run.definition().groups();
    TaskState state = run.task(number).state();
    if (state == TaskState.SUCCEEDED) {
      for (int group : groups.watchers(number)) {
        group(old, run, group);
      }
      int[] moved = old.watchers().get(number);
      for (int i = 0; moved != null && i < moved.length; i++) {
        group(old, run, moved[i]);
      }
    } else if (state == TaskState.FAILED) {
      for (int group = groups.firstBehind(number); group < groups.count(); group++) {
        group(old, run, group);
      }
    }
  }

  private void group(Run old, Run run, int group) {
    Hashed<Mark> mark = run.marks().get(group);
    if (mark == null || old.marks().get(group) != null) {
      return;
    }
    sink.put(
        RunTables.STATE_GROUPS, Row.of(run.id().toString(), group, RunRows.json(mark.value())));
    for (int task : run.definition().groups().members(group)) {
      sink.put(RunTables.TASKS, RunRows.task(run, task));
    }
  }

  private void cancelled(UUID id) {
    Run run = run(id);
    Run old = before.run(id).orElseThrow();
    for (int task = 0; task < run.tasks(); task++) {
      if (old.task(task).state() != run.task(task).state()) {
        task(run, task);
      }
    }
    head(run);
  }

  private void evicted(UUID id) {
    Run gone = before.run(id).orElseThrow();
    String run = id.toString();
    String assets = RunRows.json(gone.definition().assets());
    sink.put(RunTables.RUN_DEFINITIONS, Row.of(run, assets));
    sink.remove(RunTables.STATE_RUNS, RowKey.of(run));
    sink.remove(RunTables.STATE_DEFINITIONS, RowKey.of(run));
    for (Map.Entry<Integer, Hashed<Task>> task : gone.touched().entrySet()) {
      sink.remove(RunTables.STATE_TASKS, RowKey.of(run, task.getKey()));
    }
    for (Map.Entry<Integer, Hashed<Mark>> mark : gone.marks().entrySet()) {
      sink.remove(RunTables.STATE_GROUPS, RowKey.of(run, mark.getKey()));
    }
  }
}
