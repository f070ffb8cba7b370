package io.arco.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.Explanation.Fact;
import io.arco.planner.run.Explanation.Link;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.Lease;
import io.arco.planner.run.PartitionExplanations;
import io.arco.planner.run.PastRun;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.RunLimits;
import io.arco.planner.run.RunTables;
import io.arco.planner.run.TaskRanges;
import io.arco.planner.run.TaskRef;
import io.arco.table.Row;
import io.arco.table.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs that have left the state, explained by their rows: cases beside {@link RunModelTest}. */
final class PastRunTest extends RunFixture {
  private Row run() {
    return local.rows.rows(RunTables.RUNS).get(0);
  }

  private List<Row> tasks() {
    return local.rows.rows(RunTables.TASKS);
  }

  private List<Row> attempts() {
    return local.rows.rows(RunTables.ATTEMPTS);
  }

  /** A row of before these columns of its table were added. */
  private static Row before(Row row, TableDefinition table, String... added) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      boolean isThere = !Arrays.asList(added).contains(table.columns().get(i).name());
      values[i] = isThere ? row.get(i) : null;
    }
    return Row.of(values);
  }

  private static List<Fact> facts(List<Link> links) {
    return links.stream().map(Link::fact).toList();
  }

  @Test
  void what_skips_a_task_is_told_though_it_is_not_among_the_first_that_failed() {
    int count = Explanations.MAX_TASKS + 5;
    begin(RunLimits.DEFAULT.withTasks(2 * count, 2 * count));
    TaskRanges.Builder backwards = new TaskRanges.Builder();
    for (int i = count - 1; i >= 0; i--) {
      backwards.add(i, i + 1);
    }
    RunAsset.Upstream upstream = new RunAsset.Upstream(0, backwards.build());
    UUID id = create(tasks("second", count), tasks("checked", count, upstream));
    for (Lease lease : lease(count)) {
      complete(lease, failed(ErrorCategory.CONFIGURATION, null));
    }
    Set<Integer> told = new PastRun(run(), tasks(), List.of()).told();
    assertEquals(count, told.size(), "20 that failed, and 5 more that had others skipped");
    List<Row> attempts =
        attempts().stream().filter(row -> told.contains((Integer) row.get(1))).toList();
    assertEquals(
        Explanations.run(local.state.runs(), run(id)),
        Explanations.run(new PastRun(run(), tasks(), attempts)));
  }

  @Test
  void rows_of_before_columns_were_added_leave_out_what_these_tell() {
    UUID id = create(tasks("first", 1), tasks("second", 1, new RunAsset.Upstream(0, null)));
    complete(lease(1).get(0), failed(ErrorCategory.USER_CODE, null));
    local.run(new ReleaseRetries(List.of(new AttemptRef(id, 0, 1))));
    complete(lease(1).get(0), Report.succeeded());
    complete(lease(1).get(0), Report.succeeded());
    List<Row> oldTasks = new ArrayList<>();
    tasks()
        .forEach(
            row ->
                oldTasks.add(
                    before(row, RunTables.TASKS, "ready_by", "released_at", "released_sequence")));
    List<Row> oldAttempts = new ArrayList<>();
    attempts()
        .forEach(
            row -> oldAttempts.add(before(row, RunTables.ATTEMPTS, "ready_at", "ready_sequence")));
    PastRun old = new PastRun(run(), oldTasks, oldAttempts);
    assertEquals(Explanations.run(local.state.runs(), run(id)), Explanations.run(old));
    List<Link> now = new ArrayList<>(Explanations.task(local.state.runs(), run(id), 0).links());
    assertTrue(now.removeIf(link -> link.fact() == Fact.RELEASED));
    assertEquals(now, Explanations.task(old, 0).links());
    Link ready = Explanations.task(old, 1).links().get(1);
    assertEquals(Fact.READY, ready.fact());
    assertEquals("TaskCompleted", ready.event());
    assertEquals(null, ready.by());
    assertThrows(IndexOutOfBoundsException.class, () -> Explanations.task(old, 2));
  }

  @Test
  void a_partition_that_a_past_run_made_is_explained_as_while_it_was_there() {
    UUID id = create(tasks("second", 1));
    complete(lease(1).get(0), Report.succeeded());
    AssetKey asset = AssetKey.parse("a.second");
    List<Link> before =
        PartitionExplanations.explain(local.state.runs(), asset, "k=i:0", null).links();
    assertEquals(
        List.of(Fact.RUN_CREATED, Fact.READY, Fact.LEASED, Fact.SUCCEEDED, Fact.MATERIALIZED),
        facts(before));
    assertEquals(
        Optional.empty(), PartitionExplanations.pastMaker(local.state.runs(), asset, "k=i:0"));
    local.run(new EvictRuns(List.of(id)));
    assertEquals(
        Optional.of(new TaskRef(id, 0)),
        PartitionExplanations.pastMaker(local.state.runs(), asset, "k=i:0"));
    PastRun past = new PastRun(run(), tasks(), attempts());
    assertEquals(
        before,
        PartitionExplanations.explain(
                local.state.runs(), asset, "k=i:0", Explanations.task(past, 0))
            .links());
  }
}
