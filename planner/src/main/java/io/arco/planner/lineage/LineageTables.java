package io.arco.planner.lineage;

import static io.arco.table.ColumnDefinition.optional;
import static io.arco.table.ColumnDefinition.required;
import static io.arco.table.ColumnKind.BOOLEAN;
import static io.arco.table.ColumnKind.INT32;
import static io.arco.table.ColumnKind.INT64;
import static io.arco.table.ColumnKind.STRING;
import static io.arco.table.ColumnKind.TIMESTAMP;

import io.arco.table.ColumnDefinition;
import io.arco.table.TableDefinition;
import io.arco.table.TableDefinition.Visibility;
import java.util.List;

/** The system tables of lineage: {@code system.lineage.*}. */
public final class LineageTables {
  /**
   * Edges; names are the texts of {@link EntityName}. A row changes at most once a run. The state
   * is restored from it.
   */
  public static final TableDefinition EDGES =
      table(
          "edges",
          2,
          required("to_entity", STRING),
          required("from_entity", STRING),
          required("to_kind", STRING),
          required("from_kind", STRING),
          required("reported", BOOLEAN),
          required("runs", INT64),
          required("first_asset_key", STRING),
          required("first_run_id", STRING),
          required("first_number", INT32),
          required("first_attempt", INT32),
          required("first_sequence", INT64),
          required("first_at", TIMESTAMP),
          required("last_asset_key", STRING),
          required("last_run_id", STRING),
          required("last_number", INT32),
          required("last_attempt", INT32),
          required("last_sequence", INT64),
          required("last_at", TIMESTAMP));

  /**
   * Tasks that succeeded: what they read and made. {@code inputs}, {@code outputs} and {@code
   * columns} are JSON; {@code truncated} says whether there is more than stands in them.
   */
  public static final TableDefinition OBSERVATIONS =
      table(
          "observations",
          3,
          required("run_id", STRING),
          required("number", INT32),
          required("attempt", INT32),
          required("asset_key", STRING),
          required("partition_key", STRING),
          required("sequence", INT64),
          required("observed_at", TIMESTAMP),
          optional("code_version", STRING),
          required("inputs_reported", BOOLEAN),
          required("inputs", STRING),
          required("outputs", STRING),
          optional("columns", STRING),
          required("truncated", BOOLEAN));

  /** Those that the state is restored from. */
  public static final List<TableDefinition> RESTORED = List.of(EDGES);

  /** History: what the state is not restored from. */
  public static final List<TableDefinition> HISTORY = List.of(OBSERVATIONS);

  private LineageTables() {}

  private static TableDefinition table(String name, int keyColumns, ColumnDefinition... columns) {
    return new TableDefinition(
        "lineage", name, Visibility.PUBLIC, List.of(columns), keyColumns, 4_096);
  }
}
