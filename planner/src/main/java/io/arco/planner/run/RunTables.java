package io.arco.planner.run;

import static io.arco.table.ColumnDefinition.added;
import static io.arco.table.ColumnDefinition.optional;
import static io.arco.table.ColumnDefinition.required;
import static io.arco.table.ColumnKind.BOOLEAN;
import static io.arco.table.ColumnKind.DOUBLE;
import static io.arco.table.ColumnKind.INT32;
import static io.arco.table.ColumnKind.INT64;
import static io.arco.table.ColumnKind.STRING;
import static io.arco.table.ColumnKind.STRING_MAP;
import static io.arco.table.ColumnKind.TIMESTAMP;

import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.List;

/**
 * The system tables of runs. Public ones are history, and keep the rows of runs that have left the
 * state: ids of runs ascend, so that nothing touches old files. The state is restored from {@code
 * partitions} and the internal ones, which hold what is in the state alone.
 */
public final class RunTables {
  private static final String DOMAIN = "orchestration";
  private static final int ROWS = 4_096;

  /** Runs. {@code partitions} is JSON. */
  public static final TableDefinition RUNS =
      table(
          Visibility.PUBLIC,
          "runs",
          1,
          2_048,
          required("id", STRING),
          required("state", STRING),
          optional("run_key", STRING),
          required("trigger", STRING),
          optional("parent", STRING),
          optional("reason", STRING),
          required("labels", STRING_MAP),
          required("manifest_version", INT64),
          optional("code_version", STRING),
          required("selection", STRING),
          optional("partitions", STRING),
          required("logical_time", TIMESTAMP),
          required("mode", STRING),
          required("request_fingerprint", STRING),
          required("plan_fingerprint", STRING),
          required("tasks", INT32),
          required("succeeded", INT32),
          required("failed", INT32),
          required("skipped", INT32),
          required("cancelled", INT32),
          required("created_by", STRING),
          required("created_at", TIMESTAMP),
          required("created_sequence", INT64),
          optional("cancel_reason", STRING),
          optional("cancel_requested_by", STRING),
          optional("cancel_requested_at", TIMESTAMP),
          optional("cancel_sequence", INT64),
          optional("ended_at", TIMESTAMP),
          optional("ended_sequence", INT64));

  /**
   * Tasks of runs. {@code cause} is the number of the task that had one skipped, {@code ready_by}
   * that of the one whose success made it ready for the first time. {@code released_at}: when it
   * became ready again after an attempt failed, the last time.
   */
  public static final TableDefinition TASKS =
      table(
          Visibility.PUBLIC,
          "tasks",
          2,
          ROWS,
          required("run_id", STRING),
          required("number", INT32),
          required("asset_key", STRING),
          required("partition_key", STRING),
          required("kind", STRING),
          required("state", STRING),
          required("since", TIMESTAMP),
          required("since_sequence", INT64),
          required("attempts", INT32),
          optional("worker", STRING),
          optional("ready_at", TIMESTAMP),
          optional("ready_sequence", INT64),
          optional("cause", INT32),
          optional("error_category", STRING),
          optional("error_message", STRING),
          added("ready_by", INT32),
          added("released_at", TIMESTAMP),
          added("released_sequence", INT64));

  /**
   * Attempts at tasks. {@code heard_at}: when its worker was heard of last, as far as commits tell.
   * {@code ready_at}: since when the task could be leased for it. {@code outputs}, {@code inputs}
   * and {@code metrics} are JSON.
   */
  public static final TableDefinition ATTEMPTS =
      table(
          Visibility.PUBLIC,
          "attempts",
          3,
          ROWS,
          required("run_id", STRING),
          required("number", INT32),
          required("attempt", INT32),
          required("attempt_id", STRING),
          required("asset_key", STRING),
          required("partition_key", STRING),
          required("worker", STRING),
          required("leased_at", TIMESTAMP),
          required("leased_sequence", INT64),
          optional("started_at", TIMESTAMP),
          optional("started_sequence", INT64),
          optional("heard_at", TIMESTAMP),
          optional("ended_at", TIMESTAMP),
          optional("ended_sequence", INT64),
          optional("outcome", STRING),
          optional("expired", STRING),
          optional("error_category", STRING),
          optional("error_message", STRING),
          optional("stack_trace", STRING),
          optional("retry_after_millis", INT64),
          optional("cancelled_during_phase", STRING),
          optional("outputs", STRING),
          optional("inputs", STRING),
          optional("metrics", STRING),
          optional("report_hash", STRING),
          added("ready_at", TIMESTAMP),
          added("ready_sequence", INT64));

  /** Every success of a partition. {@code columns} is JSON. */
  public static final TableDefinition MATERIALIZATIONS =
      table(
          Visibility.PUBLIC,
          "materializations",
          3,
          ROWS,
          required("run_id", STRING),
          required("number", INT32),
          required("attempt", INT32),
          required("asset_key", STRING),
          required("partition_key", STRING),
          optional("code_version", STRING),
          required("materialized_at", TIMESTAMP),
          required("sequence", INT64),
          optional("table_catalog", STRING),
          optional("table_schema", STRING),
          optional("table_name", STRING),
          optional("location", STRING),
          optional("format", STRING),
          optional("version", STRING),
          optional("row_count", INT64),
          optional("byte_size", INT64),
          optional("columns", STRING));

  /** The newest success of each partition. {@code output} is JSON. */
  public static final TableDefinition PARTITIONS =
      table(
          Visibility.PUBLIC,
          "partitions",
          2,
          ROWS,
          required("asset_key", STRING),
          required("partition_key", STRING),
          required("run_id", STRING),
          required("number", INT32),
          required("attempt", INT32),
          optional("code_version", STRING),
          required("materialized_at", TIMESTAMP),
          required("sequence", INT64),
          optional("version", STRING),
          optional("row_count", INT64),
          optional("byte_size", INT64),
          optional("output", STRING));

  /** What came of checks. No severity: the manifest does not have the check. */
  public static final TableDefinition CHECKS =
      table(
          Visibility.PUBLIC,
          "checks",
          4,
          ROWS,
          required("run_id", STRING),
          required("number", INT32),
          required("attempt", INT32),
          required("name", STRING),
          required("asset_key", STRING),
          required("partition_key", STRING),
          optional("severity", STRING),
          required("passed", BOOLEAN),
          optional("measured", DOUBLE),
          optional("message", STRING),
          required("checked_at", TIMESTAMP),
          required("sequence", INT64));

  /** Workers, and what they were given last. */
  public static final TableDefinition WORKERS =
      table(
          Visibility.PUBLIC,
          "workers",
          1,
          ROWS,
          required("id", STRING),
          required("last_leased_at", TIMESTAMP),
          required("last_leased_sequence", INT64),
          required("last_leased_tasks", INT32));

  /** Runs in the state; {@code content} is JSON, as in all internal tables. */
  public static final TableDefinition STATE_RUNS =
      table(
          Visibility.INTERNAL,
          "state_runs",
          1,
          1_024,
          required("id", STRING),
          required("content", STRING));

  /** The tasks of runs in the state, of each run as a whole. */
  public static final TableDefinition STATE_DEFINITIONS =
      table(
          Visibility.INTERNAL,
          "state_definitions",
          1,
          16,
          required("id", STRING),
          required("assets", STRING));

  /** Tasks of runs in the state that an attempt was made at. */
  public static final TableDefinition STATE_TASKS =
      table(
          Visibility.INTERNAL,
          "state_tasks",
          2,
          ROWS,
          required("run_id", STRING),
          required("number", INT32),
          required("content", STRING));

  /** What became of groups of tasks of runs in the state. */
  public static final TableDefinition STATE_GROUPS =
      table(
          Visibility.INTERNAL,
          "state_groups",
          2,
          ROWS,
          required("run_id", STRING),
          required("number", INT32),
          required("content", STRING));

  /** The run keys that live. */
  public static final TableDefinition RUN_KEYS =
      table(
          Visibility.INTERNAL,
          "run_keys",
          1,
          ROWS,
          required("run_key", STRING),
          required("run_id", STRING),
          required("request_fingerprint", STRING),
          required("expires_at", TIMESTAMP));

  /** The tasks of runs that have left the state, for those who do them again. */
  public static final TableDefinition RUN_DEFINITIONS =
      table(
          Visibility.INTERNAL,
          "run_definitions",
          1,
          64,
          required("id", STRING),
          required("assets", STRING));

  /** Those that the state is restored from. */
  public static final List<TableDefinition> RESTORED =
      List.of(PARTITIONS, STATE_RUNS, STATE_DEFINITIONS, STATE_TASKS, STATE_GROUPS, RUN_KEYS);

  /** History: what the state is not restored from. */
  public static final List<TableDefinition> HISTORY =
      List.of(RUNS, TASKS, ATTEMPTS, MATERIALIZATIONS, CHECKS, WORKERS, RUN_DEFINITIONS);

  private RunTables() {}

  private static TableDefinition table(
      Visibility visibility,
      String name,
      int keyColumns,
      int maxShardRows,
      ColumnDefinition... columns) {
    return new TableDefinition(
        DOMAIN, name, visibility, List.of(columns), keyColumns, maxShardRows);
  }
}
