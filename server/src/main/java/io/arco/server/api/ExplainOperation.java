package io.arco.server.api;

import io.arco.json.Json;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.partition.PartitionKey;
import io.arco.planner.run.Explanation;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.Runs;
import io.arco.planner.run.TaskRef;
import io.arco.planner.run.TaskState;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The operation that tells why a run, a task or a partition stands where it stands. */
final class ExplainOperation {
  private final ApiServices services;
  private final StateReads reads;
  private final RunReads runs;

  ExplainOperation(ApiServices services, RunReads runs) {
    this.services = services;
    this.reads = new StateReads(services);
    this.runs = runs;
  }

  Future<Reply> explain(Exchange exchange) {
    exchange.accepted(List.of(Reply.JSON));
    Optional<String> run = exchange.query("run");
    Optional<String> task = exchange.query("task");
    Optional<String> asset = exchange.query("asset");
    boolean isOne = Stream.of(run, task, asset).filter(Optional::isPresent).count() == 1;
    if (!isOne || (asset.isEmpty() && exchange.query("partition").isPresent())) {
      throw Problem.of(
              ErrorCode.INVALID_REQUEST,
              "One of the parameters run, task and asset says what is explained.")
          .asException();
    }
    if (asset.isPresent()) {
      return partition(exchange);
    }
    UUID id = run.map(text -> runId(text)).orElse(null);
    TaskRef ref = task.map(ExplainOperation::taskRef).orElse(null);
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange)
        .compose(
            state -> {
              Runs known = state.of(services.orchestration()).runs();
              Optional<Run> found = known.run(ref == null ? id : ref.run());
              Future<Explanation> explained =
                  found.isEmpty()
                      ? gone(workspace, id, ref)
                      : reads.onWorker(() -> of(found.get(), ref));
              return explained.map(it -> Reply.json(200, Json.bytes(it), state.sequence()));
            });
  }

  private static UUID runId(String text) {
    UUID id = TaskIds.id(text);
    if (id == null) {
      throw RequestProblems.parameter("run", text, "the id of a run");
    }
    return id;
  }

  private static TaskRef taskRef(String text) {
    TaskRef ref = TaskIds.task(text);
    if (ref == null) {
      throw RequestProblems.parameter("task", text, "the id of a task");
    }
    return ref;
  }

  private static Explanation of(Run run, TaskRef ref) {
    if (ref == null) {
      return Explanations.run(run);
    }
    if (!run.has(ref.task())) {
      throw RunProblems.taskNotFound(ref).asException();
    }
    return Explanations.task(run, ref.task());
  }

  private Future<Explanation> gone(Workspace workspace, UUID id, TaskRef ref) {
    if (ref != null) {
      return runs.goneRun(workspace, ref.run())
          .compose(
              run ->
                  runs.goneTask(workspace, ref)
                      .map(details -> HistoryExplanations.task(run, details)));
    }
    return runs.goneRun(workspace, id)
        .compose(
            run ->
                services
                    .runs()
                    .history()
                    .tasks(
                        workspace,
                        id,
                        0,
                        row -> HistoryRuns.taskState(row) == TaskState.FAILED,
                        Explanations.MAX_TASKS)
                    .map(
                        failed ->
                            HistoryExplanations.run(
                                run, failed.rows().stream().map(HistoryRuns::task).toList())));
  }

  private Future<Reply> partition(Exchange exchange) {
    AssetKey asset = RunFilter.asset(exchange);
    String partition = exchange.query("partition").orElse("");
    try {
      PartitionKey.parse(partition);
    } catch (IllegalArgumentException e) {
      throw RequestProblems.parameter("partition", partition, "the canonical text of a key");
    }
    return reads
        .read(exchange)
        .map(
            state ->
                reads.onWorker(
                    () ->
                        Reply.json(
                            200,
                            Json.bytes(
                                Explanations.partition(
                                    state.of(services.orchestration()).runs(), asset, partition)),
                            state.sequence())))
        .compose(Function.identity());
  }
}
