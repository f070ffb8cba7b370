package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.CheckResult;
import io.arco.planner.run.ExpiredAttempt;
import io.arco.planner.run.Input;
import io.arco.planner.run.Lease;
import io.arco.planner.run.Outcome;
import io.arco.planner.run.Output;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.TaskError;
import io.arco.planner.run.Trigger;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What happened to runs: {@code docs/design/011-runs.md}. */
public sealed interface RunEvent extends OrchestrationEvent {
  /**
   * A run was made. Its tasks that wait for nothing are READY.
   *
   * @param id its id
   * @param runKey the key it is the run of, or null
   * @param runKeyExpiresAt when the key may be used again, or null
   * @param requestFingerprint the hash of what was asked for
   * @param planFingerprint of the plan
   * @param manifestVersion the version that it pins
   * @param codeVersion of the manifest, for assets that have none; or null
   * @param selection which assets were asked for
   * @param partitions which of their keys; null is all
   * @param logicalTime what the plan took for now
   * @param mode which of the keys asked for it makes
   * @param trigger why it was made
   * @param labels for whoever reads them
   * @param createdBy on whose behalf
   * @param assets the tasks, by asset in plan order: they are numbered from 0
   */
  @JsonPropertyOrder({
    "id",
    "runKey",
    "runKeyExpiresAt",
    "requestFingerprint",
    "planFingerprint",
    "manifestVersion",
    "codeVersion",
    "selection",
    "partitions",
    "logicalTime",
    "mode",
    "trigger",
    "labels",
    "createdBy",
    "assets"
  })
  record RunCreated(
      UUID id,
      String runKey,
      Instant runKeyExpiresAt,
      Hash requestFingerprint,
      Hash planFingerprint,
      long manifestVersion,
      String codeVersion,
      String selection,
      PartitionRequest partitions,
      Instant logicalTime,
      PlanMode mode,
      Trigger trigger,
      SortedMap<String, String> labels,
      String createdBy,
      List<RunAsset> assets)
      implements RunEvent {
    /** Copies labels and assets. */
    public RunCreated {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      assets = List.copyOf(assets);
    }
  }

  /**
   * A worker was given tasks.
   *
   * @param worker its id
   * @param leases which
   */
  @JsonPropertyOrder({"worker", "leases"})
  record TasksLeased(String worker, List<Lease> leases) implements RunEvent {
    /** Copies the leases. */
    public TasksLeased {
      leases = List.copyOf(leases);
    }
  }

  /**
   * A worker began.
   *
   * @param run the task's run
   * @param task the task's number
   * @param attempt which attempt
   */
  @JsonPropertyOrder({"run", "task", "attempt"})
  record TaskStarted(UUID run, int task, int attempt) implements RunEvent {}

  /**
   * The workers of attempts were heard of: their time begins anew with this commit.
   *
   * @param attempts which
   */
  @JsonPropertyOrder({"attempts"})
  record AttemptsExtended(List<AttemptRef> attempts) implements RunEvent {
    /** Copies the attempts. */
    public AttemptsExtended {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * An attempt ended by its worker's report.
   *
   * @param run the task's run
   * @param task the task's number
   * @param attempt which attempt
   * @param outcome how, all things judged
   * @param reportHash of the report
   * @param outputs what it made, as reported, or null
   * @param inputs what it read, as reported, or null
   * @param checks what came of the checks, judged, or null
   * @param error of one that failed
   * @param metrics numbers by name, or null
   * @param cancelledDuringPhase what it was at when it was cancelled, or null
   * @param retryAfterMillis how long until the task may be leased again; null if it is not tried
   *     again
   */
  @JsonPropertyOrder({
    "run",
    "task",
    "attempt",
    "outcome",
    "reportHash",
    "outputs",
    "inputs",
    "checks",
    "error",
    "metrics",
    "cancelledDuringPhase",
    "retryAfterMillis"
  })
  record TaskCompleted(
      UUID run,
      int task,
      int attempt,
      Outcome outcome,
      Hash reportHash,
      List<Output> outputs,
      List<Input> inputs,
      List<CheckResult> checks,
      TaskError error,
      SortedMap<String, Double> metrics,
      String cancelledDuringPhase,
      Long retryAfterMillis)
      implements RunEvent {}

  /**
   * Attempts were ended without their workers.
   *
   * @param attempts which, and why
   */
  @JsonPropertyOrder({"attempts"})
  record AttemptsExpired(List<ExpiredAttempt> attempts) implements RunEvent {
    /** Copies the attempts. */
    public AttemptsExpired {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * Tasks may be leased again.
   *
   * @param tasks which, each with the attempt that failed
   */
  @JsonPropertyOrder({"tasks"})
  record RetriesReleased(List<AttemptRef> tasks) implements RunEvent {
    /** Copies the tasks. */
    public RetriesReleased {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * A run is to be cancelled: tasks without a live attempt are CANCELLED.
   *
   * @param run which
   * @param reason what is said about it, or null
   * @param requestedBy on whose behalf
   */
  @JsonPropertyOrder({"run", "reason", "requestedBy"})
  record RunCancelRequested(UUID run, String reason, String requestedBy) implements RunEvent {}

  /**
   * Finished runs left the state.
   *
   * @param runs which
   */
  @JsonPropertyOrder({"runs"})
  record RunsEvicted(List<UUID> runs) implements RunEvent {
    /** Copies the runs. */
    public RunsEvicted {
      runs = List.copyOf(runs);
    }
  }
}
