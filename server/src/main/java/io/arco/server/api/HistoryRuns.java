package io.arco.server.api;

import io.arco.journal.Hash;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.manifest.CheckSpec;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Output;
import io.arco.planner.run.RunState;
import io.arco.planner.run.RunTables;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.planner.run.Trigger;
import io.arco.server.api.RunViews.AttemptView;
import io.arco.server.api.RunViews.ErrorView;
import io.arco.server.api.RunViews.RunView;
import io.arco.server.api.RunViews.TaskCounts;
import io.arco.server.api.RunViews.TaskView;
import io.arco.table.ColumnValues;
import io.arco.table.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;

/** Shows runs that have left the state, of their rows. */
final class HistoryRuns {
  private static final ColumnValues RUNS = new ColumnValues(RunTables.RUNS);
  private static final ColumnValues TASKS = new ColumnValues(RunTables.TASKS);
  private static final ColumnValues ATTEMPTS = new ColumnValues(RunTables.ATTEMPTS);
  private static final ColumnValues CHECKS = new ColumnValues(RunTables.CHECKS);

  private HistoryRuns() {}

  static RunView run(Row row) {
    String parent = RUNS.text(row, "parent");
    return new RunView(
        id(row),
        state(row),
        RUNS.text(row, "run_key"),
        RUNS.number(row, "manifest_version"),
        RUNS.text(row, "code_version"),
        RUNS.text(row, "selection"),
        RUNS.json(row, "partitions", PartitionRequest.class),
        RUNS.time(row, "logical_time"),
        RUNS.constant(row, "mode", PlanMode.class),
        new Trigger(
            RUNS.constant(row, "trigger", Trigger.Type.class),
            parent == null ? null : UUID.fromString(parent),
            RUNS.text(row, "reason")),
        labels(row),
        new Hash(RUNS.text(row, "request_fingerprint")),
        new Hash(RUNS.text(row, "plan_fingerprint")),
        RUNS.text(row, "created_by"),
        RUNS.time(row, "created_at"),
        RUNS.number(row, "created_sequence"),
        RUNS.time(row, "ended_at"),
        RUNS.numberOrNull(row, "ended_sequence"),
        RUNS.text(row, "cancel_reason"),
        RUNS.text(row, "cancel_requested_by"),
        RUNS.numberOrNull(row, "cancel_sequence"),
        new TaskCounts(
            RUNS.number(row, "tasks"),
            0,
            0,
            0,
            0,
            0,
            RUNS.number(row, "succeeded"),
            RUNS.number(row, "failed"),
            RUNS.number(row, "skipped"),
            RUNS.number(row, "cancelled")));
  }

  static UUID id(Row run) {
    return UUID.fromString(RUNS.text(run, "id"));
  }

  /** How many tasks a run has. */
  static int tasks(Row run) {
    return (int) RUNS.number(run, "tasks");
  }

  static RunState state(Row run) {
    return RunState.valueOf(RUNS.text(run, "state"));
  }

  @SuppressWarnings("unchecked")
  static SortedMap<String, String> labels(Row run) {
    return new TreeMap<>((Map<String, String>) RUNS.get(run, "labels"));
  }

  static TaskView task(Row row) {
    UUID run = UUID.fromString(TASKS.text(row, "run_id"));
    Long cause = TASKS.numberOrNull(row, "cause");
    return new TaskView(
        new TaskRef(run, number(row)).text(),
        run,
        number(row),
        asset(row),
        TASKS.text(row, "kind"),
        key(TASKS.text(row, "partition_key")),
        taskState(row),
        attempts(row),
        TASKS.text(row, "worker"),
        TASKS.time(row, "since"),
        TASKS.number(row, "since_sequence"),
        null,
        cause == null ? null : new TaskRef(run, cause.intValue()).text(),
        taskState(row) == TaskState.FAILED ? error(TASKS, row) : null,
        null,
        null);
  }

  /** Where tasks stand, by number; all rows of a run. */
  static IntFunction<TaskState> states(List<Row> tasks) {
    Map<Integer, TaskState> states = new HashMap<>();
    tasks.forEach(row -> states.put(number(row), taskState(row)));
    return states::get;
  }

  static int number(Row task) {
    return (int) TASKS.number(task, "number");
  }

  static int attempts(Row task) {
    return (int) TASKS.number(task, "attempts");
  }

  static AssetKey asset(Row task) {
    return AssetKey.parse(TASKS.text(task, "asset_key"));
  }

  static TaskState taskState(Row task) {
    return TaskState.valueOf(TASKS.text(task, "state"));
  }

  /**
   * Attempts of a task.
   *
   * @param checks what came of checks, of all of them
   */
  static List<AttemptView> attempts(List<Row> attempts, List<Row> checks) {
    List<AttemptView> views = new ArrayList<>();
    for (Row row : attempts) {
      long number = ATTEMPTS.number(row, "attempt");
      List<CheckResult> results =
          checks.stream()
              .filter(check -> CHECKS.number(check, "attempt") == number)
              .map(HistoryRuns::check)
              .toList();
      views.add(attempt(row, results.isEmpty() ? null : results));
    }
    return views;
  }

  private static AttemptView attempt(Row row, List<CheckResult> checks) {
    String expired = ATTEMPTS.text(row, "expired");
    Output[] outputs = ATTEMPTS.json(row, "outputs", Output[].class);
    return new AttemptView(
        (int) ATTEMPTS.number(row, "attempt"),
        UUID.fromString(ATTEMPTS.text(row, "attempt_id")),
        ATTEMPTS.text(row, "worker"),
        expired == null ? ATTEMPTS.text(row, "outcome") : "EXPIRED",
        expired == null ? null : ExpiryReason.valueOf(expired),
        ATTEMPTS.time(row, "leased_at"),
        ATTEMPTS.number(row, "leased_sequence"),
        ATTEMPTS.time(row, "started_at"),
        ATTEMPTS.numberOrNull(row, "started_sequence"),
        ATTEMPTS.time(row, "ended_at"),
        ATTEMPTS.numberOrNull(row, "ended_sequence"),
        error(ATTEMPTS, row),
        outputs == null ? null : List.of(outputs),
        checks,
        metrics(row));
  }

  private static SortedMap<String, Double> metrics(Row attempt) {
    MetricMap metrics = ATTEMPTS.json(attempt, "metrics", MetricMap.class);
    return metrics == null || metrics.isEmpty() ? null : metrics;
  }

  /** A type that JSON can be read as. */
  static final class MetricMap extends TreeMap<String, Double> {
    private static final long serialVersionUID = 1L;
  }

  private static CheckResult check(Row row) {
    String severity = CHECKS.text(row, "severity");
    return new CheckResult(
        CHECKS.text(row, "name"),
        severity == null ? null : CheckSpec.Severity.valueOf(severity),
        (Boolean) CHECKS.get(row, "passed"),
        (Double) CHECKS.get(row, "measured"),
        CHECKS.text(row, "message"));
  }

  private static ErrorView error(ColumnValues columns, Row row) {
    String category = columns.text(row, "error_category");
    return category == null
        ? null
        : new ErrorView(ErrorCategory.valueOf(category), columns.text(row, "error_message"));
  }

  private static String key(String partition) {
    return partition.isEmpty() ? null : partition;
  }
}
