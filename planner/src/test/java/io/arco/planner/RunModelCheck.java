package io.arco.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.PlainRuns.PlainRun;
import io.arco.planner.PlainRuns.PlainTask;
import io.arco.planner.run.LiveAttempt;
import io.arco.planner.run.RetryWait;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunState;
import io.arco.planner.run.RunTables;
import io.arco.planner.run.Runs;
import io.arco.planner.run.Task;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.table.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds what a state says of runs, and what rows show, against {@link PlainRuns}. */
final class RunModelCheck {
  private static final List<String> KINDS = List.of("python", "sql");

  private final LocalOrchestration local;
  private final PlainRuns model;
  private final Set<String> seen;

  RunModelCheck(LocalOrchestration local, PlainRuns model, Set<String> seen) {
    this.local = local;
    this.model = model;
    this.seen = seen;
  }

  /** Holds a state against the model. */
  void of(OrchestrationState state) {
    Runs runs = state.runs();
    assertEquals(
        model.there().stream().map(run -> run.id).sorted().toList(),
        runs.all().stream().map(Run::id).toList());
    int unfinished = 0;
    Set<TaskRef> live = new TreeSet<>();
    Set<TaskRef> retries = new TreeSet<>();
    for (PlainRun plain : model.there()) {
      Run run = runs.run(plain.id).orElseThrow();
      assertEquals(plain.state, run.state());
      seen.add("run " + plain.state);
      // A version that a run pins is kept.
      assertTrue(state.manifest(run.info().manifestVersion()).isPresent());
      int[] counts = new int[TaskState.values().length];
      for (PlainTask task : plain.tasks) {
        check(task, run.task(task.number));
        counts[task.state.ordinal()]++;
        unfinished += task.state.isFinal() ? 0 : 1;
        TaskRef ref = new TaskRef(plain.id, task.number);
        if (task.state.isLive()) {
          live.add(ref);
        } else if (task.state == TaskState.RETRY_WAIT) {
          retries.add(ref);
        }
      }
      for (TaskState one : TaskState.values()) {
        assertEquals(counts[one.ordinal()], run.count(one));
      }
      if (plain.state.isFinal()) {
        assertEquals(plain.ended, run.ended().sequence());
      }
    }
    assertEquals(unfinished, runs.unfinished());
    assertEquals(model.ready(KINDS), runs.firstReady(null, Integer.MAX_VALUE));
    for (String kind : KINDS) {
      assertEquals(model.waiting(List.of(kind)), runs.readyCount(kind));
    }
    checkIndexes(runs, live, retries);
  }

  private void check(PlainTask plain, Task task) {
    assertEquals(plain.state, task.state());
    seen.add(plain.state.name());
    assertEquals(plain.since, task.since().sequence());
    assertEquals(plain.attempt, task.attempts());
    assertEquals(plain.cause, task.cause());
    if (plain.state.isLive()) {
      assertEquals(plain.attemptId, task.live().id());
      assertEquals(plain.extended, task.live().extended().sequence());
    } else {
      assertEquals(null, task.live());
    }
  }

  private void checkIndexes(Runs runs, Set<TaskRef> live, Set<TaskRef> retries) {
    Set<TaskRef> found = new TreeSet<>();
    long last = 0;
    for (LiveAttempt one : runs.liveAttemptsSince(0)) {
      found.add(one.ref());
      assertTrue(one.attempt().extended().sequence() >= last);
      last = one.attempt().extended().sequence();
    }
    assertEquals(live, found);
    long middle = local.sequence() / 2;
    runs.liveAttemptsSince(middle)
        .forEach(one -> assertTrue(one.attempt().extended().sequence() > middle));
    Set<TaskRef> waiting = new TreeSet<>();
    for (RetryWait one : runs.retriesSince(0)) {
      waiting.add(one.ref().ref());
      assertEquals(model.task(one.ref().ref()).retryAfter, one.retryAfterMillis());
    }
    assertEquals(retries, waiting);
    List<UUID> cancelling = new ArrayList<>();
    runs.cancellingSince(0).forEach(run -> cancelling.add(run.id()));
    assertEquals(
        model.there().stream()
            .filter(run -> run.state == RunState.CANCELLING)
            .map(run -> run.id)
            .collect(Collectors.toSet()),
        Set.copyOf(cancelling));
    int finished = 0;
    long before = 0;
    for (var one : runs.finished()) {
      finished++;
      assertTrue(one.ended().sequence() >= before);
      before = one.ended().sequence();
    }
    assertEquals(model.there().stream().filter(run -> run.state.isFinal()).count(), finished);
  }

  /** The public rows show all runs as they are, and as they were when they were evicted. */
  void rows() {
    Map<String, Row> tasks = new HashMap<>();
    for (Row row : local.rows.rows(RunTables.TASKS)) {
      tasks.put(row.text(0) + "." + row.get(1), row);
    }
    int count = 0;
    for (PlainRun run : model.runs.values()) {
      for (PlainTask task : run.tasks) {
        Row row = tasks.get(run.id + "." + task.number);
        assertEquals(task.state.name(), row.text(5));
        assertEquals(task.since, row.get(7));
        assertEquals(task.attempt, row.get(8));
        assertEquals(task.cause, row.get(12));
        count++;
      }
    }
    assertEquals(count, tasks.size());
    for (Row row : local.rows.rows(RunTables.RUNS)) {
      assertEquals(model.runs.get(UUID.fromString(row.text(0))).state.name(), row.text(1));
    }
    long evicted = model.runs.values().stream().filter(run -> run.evicted).count();
    assertEquals(evicted, local.rows.rows(RunTables.RUN_DEFINITIONS).size());
  }
}
