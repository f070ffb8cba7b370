package io.arco.server.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.planner.manifest.AssetKey;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ErrorCategory;
import io.arco.planner.run.ExpiryReason;
import io.arco.planner.run.Output;
import io.arco.planner.run.RunState;
import io.arco.planner.run.TaskState;
import io.arco.planner.run.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** Runs, tasks and attempts as they are answered, wherever they are read from. */
final class RunViews {
  private RunViews() {}

  /** The contract's {@code Run}. */
  @JsonPropertyOrder({
    "id",
    "state",
    "runKey",
    "manifestVersion",
    "codeVersion",
    "selection",
    "partitions",
    "logicalTime",
    "mode",
    "trigger",
    "labels",
    "requestFingerprint",
    "planFingerprint",
    "createdBy",
    "createdAt",
    "createdSequence",
    "endedAt",
    "endedSequence",
    "cancelReason",
    "cancelRequestedBy",
    "cancelSequence",
    "tasks"
  })
  record RunView(
      UUID id,
      RunState state,
      String runKey,
      long manifestVersion,
      String codeVersion,
      String selection,
      PartitionRequest partitions,
      Instant logicalTime,
      PlanMode mode,
      Trigger trigger,
      Map<String, String> labels,
      Hash requestFingerprint,
      Hash planFingerprint,
      String createdBy,
      Instant createdAt,
      long createdSequence,
      Instant endedAt,
      Long endedSequence,
      String cancelReason,
      String cancelRequestedBy,
      Long cancelSequence,
      TaskCounts tasks) {}

  /** How many tasks stand where. */
  @JsonPropertyOrder({
    "total",
    "blocked",
    "ready",
    "leased",
    "running",
    "retryWait",
    "succeeded",
    "failed",
    "skipped",
    "cancelled"
  })
  record TaskCounts(
      long total,
      long blocked,
      long ready,
      long leased,
      long running,
      long retryWait,
      long succeeded,
      long failed,
      long skipped,
      long cancelled) {}

  /** The contract's {@code Task}. */
  @JsonPropertyOrder({
    "id",
    "run",
    "number",
    "asset",
    "kind",
    "partitionKey",
    "state",
    "attempts",
    "worker",
    "changedAt",
    "changedSequence",
    "retryAfterMillis",
    "cause",
    "error",
    "progressPct",
    "progressMessage"
  })
  record TaskView(
      String id,
      UUID run,
      int number,
      AssetKey asset,
      String kind,
      String partitionKey,
      TaskState state,
      int attempts,
      String worker,
      Instant changedAt,
      long changedSequence,
      Long retryAfterMillis,
      String cause,
      ErrorView error,
      Double progressPct,
      String progressMessage) {}

  /** The contract's {@code TaskError}, as far as it is kept. */
  @JsonPropertyOrder({"category", "message"})
  record ErrorView(ErrorCategory category, String message) {}

  /** The contract's {@code Attempt}. */
  @JsonPropertyOrder({
    "attempt",
    "attemptId",
    "worker",
    "state",
    "reason",
    "leasedAt",
    "leasedSequence",
    "startedAt",
    "startedSequence",
    "endedAt",
    "endedSequence",
    "error",
    "outputs",
    "checks",
    "metrics"
  })
  record AttemptView(
      int attempt,
      UUID attemptId,
      String worker,
      String state,
      ExpiryReason reason,
      Instant leasedAt,
      long leasedSequence,
      Instant startedAt,
      Long startedSequence,
      Instant endedAt,
      Long endedSequence,
      ErrorView error,
      List<Output> outputs,
      List<CheckResult> checks,
      SortedMap<String, Double> metrics) {
    /** The same, with what its worker reported; what is empty is left out. */
    AttemptView reporting(
        List<Output> made, List<CheckResult> checked, SortedMap<String, Double> measured) {
      return new AttemptView(
          attempt,
          attemptId,
          worker,
          state,
          reason,
          leasedAt,
          leasedSequence,
          startedAt,
          startedSequence,
          endedAt,
          endedSequence,
          error,
          made,
          checked == null || checked.isEmpty() ? null : checked,
          measured == null || measured.isEmpty() ? null : measured);
    }
  }

  /** The contract's {@code TaskDetails}. */
  @JsonPropertyOrder({"task", "attempts", "waitsFor"})
  record TaskDetails(TaskView task, List<AttemptView> attempts, List<String> waitsFor) {}
}
