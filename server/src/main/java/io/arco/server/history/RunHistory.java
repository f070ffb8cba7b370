package io.arco.server.history;

import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.RunDefinition;
import io.arco.planner.run.RunRows;
import io.arco.planner.run.RunTables;
import io.arco.server.history.SnapshotRows.Found;
import io.arco.server.history.SnapshotRows.Range;
import io.arco.store.Workspace;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Runs that have left the state, as rows of {@link RunTables}: a run leaves only once a snapshot
 * holds its end. May be called from any thread.
 *
 * @param rows reads them
 */
public record RunHistory(SnapshotRows rows) {
  /** Above every key that begins with an id. */
  private static final String ABOVE = "~";

  /** A run, as its row. */
  public Future<Optional<Row>> run(Workspace workspace, UUID run) {
    return of(workspace, RunTables.RUNS, run, 0, row -> true, 1, 0).map(RunHistory::first);
  }

  /** Runs as rows, the newest first, that are older than one, or null. */
  public Future<Found> runs(Workspace workspace, UUID before, Predicate<Row> wanted, int limit) {
    RowKey until = RowKey.of(before == null ? ABOVE : before.toString());
    Range range = new Range(RunTables.RUNS, RowKey.of(""), until, true, wanted, limit, 0);
    return rows.read(workspace, range);
  }

  /**
   * Ids of runs that had tasks of an asset, the newest first, that are older than one, or null.
   * What a run consisted of is kept from its leaving on, not from its end: so a commit is named
   * that the snapshot must include.
   */
  public Future<Found> runsOf(
      Workspace workspace, AssetKey asset, UUID before, int limit, long sequence) {
    RowKey until = RowKey.of(before == null ? ABOVE : before.toString());
    Predicate<Row> wanted =
        row -> RunRows.definition(row).assets().stream().anyMatch(it -> it.asset().equals(asset));
    return rows.read(
        workspace,
        new Range(RunTables.RUN_DEFINITIONS, RowKey.of(""), until, true, wanted, limit, sequence));
  }

  /** Tasks of a run as rows, from a number on. */
  public Future<Found> tasks(
      Workspace workspace, UUID run, int from, Predicate<Row> wanted, int limit) {
    return of(workspace, RunTables.TASKS, run, from, wanted, limit, 0);
  }

  /** Attempts at a task as rows, in order. */
  public Future<List<Row>> attempts(Workspace workspace, UUID run, int task) {
    return ofTask(workspace, RunTables.ATTEMPTS, run, task);
  }

  /** Attempts at some tasks of a run as rows, in order. */
  public Future<List<Row>> attempts(Workspace workspace, UUID run, Set<Integer> tasks) {
    if (tasks.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    RowKey from = RowKey.of(run.toString(), Collections.min(tasks));
    return attempts(workspace, run, tasks, from, new ArrayList<>());
  }

  /** Goes on behind where the last look ended: so each row of the run is looked at once. */
  private Future<List<Row>> attempts(
      Workspace workspace, UUID run, Set<Integer> tasks, RowKey behind, List<Row> found) {
    TableDefinition table = RunTables.ATTEMPTS;
    RowKey until = RowKey.of(run.toString(), Collections.max(tasks) + 1);
    Predicate<Row> wanted =
        row -> table.keyOf(row).compareTo(behind) > 0 && tasks.contains((Integer) row.get(1));
    return rows.read(
            workspace, new Range(table, behind, until, false, wanted, Integer.MAX_VALUE, 0))
        .compose(
            part -> {
              found.addAll(part.rows());
              return part.reached() == null
                  ? Future.succeededFuture(found)
                  : attempts(workspace, run, tasks, part.reached(), found);
            });
  }

  /** What came of checks of a task's attempts, as rows. */
  public Future<List<Row>> checks(Workspace workspace, UUID run, int task) {
    return ofTask(workspace, RunTables.CHECKS, run, task);
  }

  /** The tasks of a run and what they wait for, in a snapshot that includes its leaving. */
  public Future<Optional<RunDefinition>> definition(Workspace workspace, UUID run, long sequence) {
    return of(workspace, RunTables.RUN_DEFINITIONS, run, 0, row -> true, 1, sequence)
        .map(found -> first(found).map(RunRows::definition));
  }

  private Future<Found> of(
      Workspace workspace,
      TableDefinition table,
      UUID run,
      int from,
      Predicate<Row> wanted,
      int limit,
      long sequence) {
    String id = run.toString();
    RowKey least = table.keyColumns() == 1 ? RowKey.of(id) : RowKey.of(id, from);
    Range range = new Range(table, least, RowKey.of(id + ABOVE), false, wanted, limit, sequence);
    return rows.read(workspace, range);
  }

  private Future<List<Row>> ofTask(Workspace workspace, TableDefinition table, UUID run, int task) {
    String id = run.toString();
    Range range =
        new Range(
            table,
            RowKey.of(id, task),
            RowKey.of(id, task + 1),
            false,
            row -> true,
            Integer.MAX_VALUE,
            0);
    return rows.read(workspace, range).map(Found::rows);
  }

  private static Optional<Row> first(Found found) {
    return found.rows().stream().findFirst();
  }
}
