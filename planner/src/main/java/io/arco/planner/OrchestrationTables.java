package io.arco.planner;

import static io.arco.table.ColumnDefinition.optional;
import static io.arco.table.ColumnDefinition.required;
import static io.arco.table.ColumnKind.INT32;
import static io.arco.table.ColumnKind.INT64;
import static io.arco.table.ColumnKind.STRING;
import static io.arco.table.ColumnKind.STRING_MAP;
import static io.arco.table.ColumnKind.TIMESTAMP;

import io.arco.planner.lineage.LineageTables;
import io.arco.planner.run.RunTables;
import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.List;
import java.util.stream.Stream;

/**
 * The system tables of orchestration: its own are {@code system.orchestration.*}, those of lineage
 * {@code system.lineage.*}.
 */
public final class OrchestrationTables {
  /** Kept versions of the manifest. */
  public static final TableDefinition MANIFESTS =
      table(
          "manifests",
          1,
          2_048,
          required("version", INT64),
          required("content_hash", STRING),
          optional("code_version", STRING),
          optional("description", STRING),
          required("asset_count", INT32),
          required("deployed_at", TIMESTAMP),
          required("deployed_by", STRING));

  /**
   * Definitions of assets: those with no {@code to_version} are current. {@code owners}, {@code
   * partitions} and {@code dependencies} are JSON, and so are the last four, where they are said.
   */
  public static final TableDefinition ASSETS =
      table(
          "assets",
          2,
          2_048,
          required("asset_key", STRING),
          required("from_version", INT64),
          optional("to_version", INT64),
          required("namespace", STRING),
          required("name", STRING),
          required("kind", STRING),
          optional("asset_group", STRING),
          optional("description", STRING),
          required("owners", STRING),
          required("tags", STRING_MAP),
          optional("code_version", STRING),
          optional("table_catalog", STRING),
          optional("table_schema", STRING),
          optional("table_name", STRING),
          required("partitions", STRING),
          required("dependencies", STRING),
          optional("retry", STRING),
          optional("timeouts", STRING),
          optional("checks", STRING),
          optional("payload", STRING));

  /** Kept plans by id, which ascends with time. {@code partitions} is JSON. */
  public static final TableDefinition PLANS =
      table(
          "plans",
          1,
          2_048,
          required("id", STRING),
          required("manifest_version", INT64),
          required("selection", STRING),
          optional("partitions", STRING),
          required("logical_time", TIMESTAMP),
          required("fingerprint", STRING),
          required("assets", INT32),
          required("tasks", INT64),
          required("skipped", INT64),
          required("created_at", TIMESTAMP),
          required("created_by", STRING),
          optional("mode", STRING));

  /** Those that the state is restored from. */
  static final List<TableDefinition> RESTORED =
      joined(List.of(MANIFESTS, ASSETS, PLANS), RunTables.RESTORED, LineageTables.RESTORED);

  /** All of them. */
  static final List<TableDefinition> ALL =
      joined(RESTORED, RunTables.HISTORY, LineageTables.HISTORY);

  private OrchestrationTables() {}

  @SafeVarargs
  private static List<TableDefinition> joined(List<TableDefinition>... some) {
    return Stream.of(some).flatMap(List::stream).toList();
  }

  private static TableDefinition table(
      String name, int keyColumns, int maxShardRows, ColumnDefinition... columns) {
    return new TableDefinition(
        OrchestrationDomain.NAME,
        name,
        Visibility.PUBLIC,
        List.of(columns),
        keyColumns,
        maxShardRows);
  }
}
