package io.arco.server.api;

import io.arco.json.Json;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.partition.PartitionKey;
import io.arco.planner.run.Explanation;
import io.arco.planner.run.Explanations;
import io.arco.planner.run.PartitionExplanations;
import io.arco.planner.run.Run;
import io.arco.planner.run.RunProblems;
import io.arco.planner.run.Runs;
import io.arco.planner.run.TaskRef;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The operation that tells why a run, a task or a partition stands where it stands. */
final class ExplainOperation {
  private final ApiServices services;
  private final StateReads reads;
  private final PastExplanations past;

  ExplainOperation(ApiServices services) {
    this.services = services;
    this.reads = new StateReads(services);
    this.past = new PastExplanations(services.runs().history(), reads);
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
                      : reads.onWorker(() -> of(known, found.get(), ref));
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

  private static Explanation of(Runs runs, Run run, TaskRef ref) {
    if (ref == null) {
      return Explanations.run(runs, run);
    }
    if (!run.has(ref.task())) {
      throw RunProblems.taskNotFound(ref).asException();
    }
    return Explanations.task(runs, run, ref.task());
  }

  private Future<Explanation> gone(Workspace workspace, UUID id, TaskRef ref) {
    return ref == null ? past.run(workspace, id) : past.task(workspace, ref);
  }

  private Future<Reply> partition(Exchange exchange) {
    AssetKey asset = RunFilter.asset(exchange);
    String partition = exchange.query("partition").orElse("");
    try {
      PartitionKey.parse(partition);
    } catch (IllegalArgumentException e) {
      throw RequestProblems.parameter("partition", partition, "the canonical text of a key");
    }
    Workspace workspace = exchange.workspace();
    return reads
        .read(exchange)
        .compose(
            state -> {
              Runs known = state.of(services.orchestration()).runs();
              return maker(workspace, PartitionExplanations.pastMaker(known, asset, partition))
                  .compose(
                      maker ->
                          reads.onWorker(
                              () -> PartitionExplanations.explain(known, asset, partition, maker)))
                  .map(it -> Reply.json(200, Json.bytes(it), state.sequence()));
            });
  }

  /** Why the task is done that made a partition, if its run has left the state; else null. */
  private Future<Explanation> maker(Workspace workspace, Optional<TaskRef> task) {
    return task.map(ref -> past.task(workspace, ref).recover(ExplainOperation::unknown))
        .orElse(Future.succeededFuture());
  }

  private static Future<Explanation> unknown(Throwable failure) {
    boolean isGone =
        failure instanceof ProblemException problem
            && problem.problem().code() == ErrorCode.RUN_NOT_FOUND;
    return isGone ? Future.succeededFuture() : Future.failedFuture(failure);
  }
}
