package io.arco.server.api;

import io.arco.planner.run.Explanation;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.PastRun;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.TaskRef;
import io.arco.server.history.RunHistory;
import io.arco.store.Workspace;
import io.arco.table.Row;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Explains runs that have left the state, of their rows, as they were explained before. */
final class PastExplanations {
  private final RunHistory history;
  private final StateReads reads;

  PastExplanations(RunHistory history, StateReads reads) {
    this.history = history;
    this.reads = reads;
  }

  /** Why a run ended as it did; RUN_NOT_FOUND if there is none that has ended. */
  Future<Explanation> run(Workspace workspace, UUID id) {
    return row(workspace, id)
        .compose(
            run ->
                history
                    .tasks(workspace, id, 0, row -> true, HistoryRuns.tasks(run))
                    .compose(tasks -> explained(workspace, run, tasks.rows())));
  }

  private Future<Explanation> explained(Workspace workspace, Row run, List<Row> tasks) {
    return reads
        .onWorker(() -> new PastRun(run, tasks, List.of()).told())
        .compose(told -> history.attempts(workspace, HistoryRuns.id(run), told))
        .compose(
            attempts -> reads.onWorker(() -> Explanations.run(new PastRun(run, tasks, attempts))));
  }

  /** Why a task ended as it did; RUN_NOT_FOUND, TASK_NOT_FOUND. */
  Future<Explanation> task(Workspace workspace, TaskRef ref) {
    return row(workspace, ref.run())
        .compose(
            run ->
                task(workspace, ref.run(), ref.task())
                    .map(
                        task -> task.orElseThrow(() -> RunProblems.taskNotFound(ref).asException()))
                    .compose(task -> explained(workspace, run, task, ref)));
  }

  private Future<Explanation> explained(Workspace workspace, Row run, Row task, TaskRef ref) {
    Integer cause = PastRun.cause(task);
    Future<Optional<Row>> causing =
        cause == null
            ? Future.succeededFuture(Optional.empty())
            : task(workspace, ref.run(), cause);
    return causing.compose(
        other -> {
          List<Row> tasks = Stream.concat(Stream.of(task), other.stream()).toList();
          Set<Integer> numbers = new LinkedHashSet<>();
          tasks.forEach(row -> numbers.add(HistoryRuns.number(row)));
          return history
              .attempts(workspace, ref.run(), numbers)
              .map(attempts -> Explanations.task(new PastRun(run, tasks, attempts), ref.task()));
        });
  }

  private Future<Row> row(Workspace workspace, UUID id) {
    return history
        .run(workspace, id)
        .map(
            row ->
                row.filter(PastRun::isOver)
                    .orElseThrow(() -> RunProblems.runNotFound(id).asException()));
  }

  private Future<Optional<Row>> task(Workspace workspace, UUID run, int number) {
    return history
        .tasks(workspace, run, number, row -> true, 1)
        .map(
            found ->
                found.rows().stream().filter(row -> HistoryRuns.number(row) == number).findFirst());
  }
}
