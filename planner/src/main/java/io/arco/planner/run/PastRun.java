package io.arco.planner.run;

import io.arco.journal.Hash;
import io.arco.ledger.Stamp;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import io.arco.table.ColumnValues;
import io.arco.table.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A run that has left the state, as rows of {@link RunTables} tell of it: as much of it as its
 * explanation needs. A value.
 *
 * <p>Rows of before a column was added do not have its value: then what it would tell is left out.
 */
public final class PastRun implements Told {
  private static final ColumnValues RUNS = new ColumnValues(RunTables.RUNS);
  private static final ColumnValues TASKS = new ColumnValues(RunTables.TASKS);
  private static final ColumnValues ATTEMPTS = new ColumnValues(RunTables.ATTEMPTS);

  private final Row run;
  private final RunInfo info;
  private final NavigableMap<Integer, Row> rows = new TreeMap<>();
  private final Map<Integer, List<Row>> attempts = new HashMap<>();

  /**
   * A run that has ended.
   *
   * @param run its row
   * @param tasks rows of its tasks
   * @param attempts of each of them no row, or all, in order
   */
  public PastRun(Row run, List<Row> tasks, List<Row> attempts) {
    this.run = run;
    this.info = infoOf(run);
    tasks.forEach(task -> rows.put((int) TASKS.number(task, "number"), task));
    for (Row row : attempts) {
      int number = (int) ATTEMPTS.number(row, "number");
      this.attempts.computeIfAbsent(number, task -> new ArrayList<>()).add(row);
    }
  }

  @SuppressWarnings("unchecked")
  private static RunInfo infoOf(Row run) {
    String parent = RUNS.text(run, "parent");
    return new RunInfo(
        UUID.fromString(RUNS.text(run, "id")),
        RUNS.text(run, "run_key"),
        new Hash(RUNS.text(run, "request_fingerprint")),
        new Hash(RUNS.text(run, "plan_fingerprint")),
        RUNS.number(run, "manifest_version"),
        RUNS.text(run, "code_version"),
        RUNS.text(run, "selection"),
        RUNS.json(run, "partitions", PartitionRequest.class),
        RUNS.time(run, "logical_time"),
        RUNS.constant(run, "mode", PlanMode.class),
        new Trigger(
            RUNS.constant(run, "trigger", Trigger.Type.class),
            parent == null ? null : UUID.fromString(parent),
            RUNS.text(run, "reason")),
        new TreeMap<>((Map<String, String>) RUNS.get(run, "labels")),
        RUNS.text(run, "created_by"),
        stamp(RUNS, run, "created_at", "created_sequence"));
  }

  /** Whether the run of a row had ended. */
  public static boolean isOver(Row run) {
    return RUNS.constant(run, "state", RunState.class).isFinal();
  }

  /** The number of the task that had the task of a row skipped, or null. */
  public static Integer cause(Row task) {
    return (Integer) TASKS.get(task, "cause");
  }

  /**
   * The tasks whose attempts the explanation of the run tells of: those it names, those that had
   * others skipped, and the last to end. All tasks must be here.
   */
  public Set<Integer> told() {
    Set<Integer> told = new LinkedHashSet<>(first(TaskState.FAILED));
    first(TaskState.SKIPPED).forEach(task -> told.add(task(task).cause()));
    long end = ended().sequence();
    rows.values().stream()
        .filter(row -> TASKS.number(row, "since_sequence") == end)
        .filter(row -> TASKS.number(row, "attempts") > 0)
        .limit(Explanations.MAX_TASKS)
        .forEach(row -> told.add((int) TASKS.number(row, "number")));
    return told;
  }

  @Override
  public RunInfo info() {
    return info;
  }

  @Override
  public RunState state() {
    return RUNS.constant(run, "state", RunState.class);
  }

  @Override
  public Stamp ended() {
    return stamp(RUNS, run, "ended_at", "ended_sequence");
  }

  @Override
  public CancelRequest cancel() {
    Stamp requested = stamp(RUNS, run, "cancel_requested_at", "cancel_sequence");
    return requested == null
        ? null
        : new CancelRequest(
            RUNS.text(run, "cancel_reason"), RUNS.text(run, "cancel_requested_by"), requested);
  }

  @Override
  public int count(TaskState state) {
    return switch (state) {
      case SUCCEEDED -> (int) RUNS.number(run, "succeeded");
      case FAILED -> (int) RUNS.number(run, "failed");
      case SKIPPED -> (int) RUNS.number(run, "skipped");
      case CANCELLED -> (int) RUNS.number(run, "cancelled");
      default -> 0;
    };
  }

  @Override
  public List<Integer> first(TaskState state) {
    return rows.entrySet().stream()
        .filter(row -> TASKS.constant(row.getValue(), "state", TaskState.class) == state)
        .map(Map.Entry::getKey)
        .limit(Explanations.MAX_TASKS)
        .toList();
  }

  private Row row(int number) {
    Row row = rows.get(number);
    if (row == null) {
      throw new IndexOutOfBoundsException(number);
    }
    return row;
  }

  @Override
  public Task task(int number) {
    Row row = row(number);
    TaskState state = TASKS.constant(row, "state", TaskState.class);
    Stamp released = stamp(TASKS, row, "released_at", "released_sequence");
    List<Row> made = attempts.getOrDefault(number, List.of());
    List<PastAttempt> past = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      boolean isLast = i == made.size() - 1;
      past.add(
          attempt(
              made.get(i),
              state,
              isLast ? released : stamp(ATTEMPTS, made.get(i + 1), "ready_at", "ready_sequence")));
    }
    return new Task(state, stamp(TASKS, row, "since", "since_sequence"), null, past, cause(row));
  }

  /**
   * An attempt.
   *
   * @param last where its task stands at last
   * @param released when the task became ready after it, or null
   */
  private static PastAttempt attempt(Row row, TaskState last, Stamp released) {
    Outcome outcome = ATTEMPTS.constant(row, "outcome", Outcome.class);
    Long retryAfterMillis = ATTEMPTS.numberOrNull(row, "retry_after_millis");
    TaskState state =
        switch (outcome) {
          case SUCCEEDED -> TaskState.SUCCEEDED;
          case CANCELLED -> TaskState.CANCELLED;
          // Failed for good, or while its run was being cancelled: then there is none after it.
          case FAILED -> retryAfterMillis == null ? last : TaskState.RETRY_WAIT;
        };
    String hash = ATTEMPTS.text(row, "report_hash");
    return new PastAttempt(
        (int) ATTEMPTS.number(row, "attempt"),
        UUID.fromString(ATTEMPTS.text(row, "attempt_id")),
        ATTEMPTS.text(row, "worker"),
        stamp(ATTEMPTS, row, "leased_at", "leased_sequence"),
        stamp(ATTEMPTS, row, "started_at", "started_sequence"),
        stamp(ATTEMPTS, row, "ended_at", "ended_sequence"),
        outcome,
        ATTEMPTS.constant(row, "expired", ExpiryReason.class),
        hash == null ? null : new Hash(hash),
        ATTEMPTS.constant(row, "error_category", ErrorCategory.class),
        PastAttempt.excerpt(ATTEMPTS.text(row, "error_message")),
        state,
        retryAfterMillis,
        released);
  }

  @Override
  public String name(int number) {
    Row row = row(number);
    String asset = TASKS.text(row, "asset_key");
    String partition = TASKS.text(row, "partition_key");
    return partition.isEmpty() ? asset : asset + "[" + partition + "]";
  }

  @Override
  public Stamp firstReady(int number) {
    return stamp(TASKS, row(number), "ready_at", "ready_sequence");
  }

  @Override
  public Integer readyBy(int number) {
    return (Integer) TASKS.get(row(number), "ready_by");
  }

  @Override
  public LiveAttempt heldBy(int number) {
    return null;
  }

  @Override
  public PastAttempt lastEnded() {
    long end = ended().sequence();
    for (int number : new TreeSet<>(attempts.keySet())) {
      PastAttempt last = task(number).lastEnded();
      if (last.ended().sequence() == end) {
        return last;
      }
    }
    return null;
  }

  @Override
  public Unmet unmet(int number) {
    throw new IllegalStateException("nothing waits in a run that has ended");
  }

  private static Stamp stamp(ColumnValues columns, Row row, String at, String sequence) {
    Long number = columns.numberOrNull(row, sequence);
    return number == null ? null : new Stamp(number, columns.time(row, at));
  }
}
