package io.arco.planner;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.arco.journal.Hash;
import io.arco.planner.plan.PartitionRequest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.AttemptRef;
import io.arco.planner.run.Expiry;
import io.arco.planner.run.Report;
import io.arco.planner.run.RunAsset;
import io.arco.planner.run.Trigger;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** What a caller, a worker or a timer may want of runs: {@code docs/design/011-runs.md}. */
public sealed interface RunCommand extends OrchestrationCommand {
  /**
   * Makes a run of a plan that was worked out already, on a worker. Answers a {@link
   * io.arco.planner.run.Answers.RunCreation}.
   *
   * @param runKey there is one run for a key; null is without key
   * @param requestFingerprint the hash of what was asked for: the same key with another is refused
   * @param planFingerprint of the plan
   * @param manifestVersion the version that it pins
   * @param codeVersion of the manifest, for assets that have none; or null
   * @param selection which assets were asked for
   * @param partitions which of their keys; null is all
   * @param logicalTime what the plan took for now
   * @param mode which of the keys asked for it makes
   * @param trigger why it is made
   * @param labels for whoever reads them; workers are told
   * @param assets the tasks, by asset in plan order
   */
  @JsonPropertyOrder({
    "runKey",
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
    "assets"
  })
  record CreateRun(
      String runKey,
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
      List<RunAsset> assets)
      implements RunCommand {
    /** Copies labels and assets. */
    public CreateRun {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
      assets = List.copyOf(assets);
    }
  }

  /**
   * Gives a worker the tasks that have been ready for longest. Answers {@link
   * io.arco.planner.run.Answers.Leases}.
   *
   * @param worker its id
   * @param kinds of which kinds; null is any
   * @param max how many at most, at least 1
   */
  @JsonPropertyOrder({"worker", "kinds", "max"})
  record LeaseTasks(String worker, List<String> kinds, int max) implements RunCommand {
    /** Copies the kinds. */
    public LeaseTasks {
      kinds = kinds == null ? null : List.copyOf(kinds);
    }
  }

  /**
   * Says that a worker began. Answers {@link io.arco.planner.run.Answers.Acknowledged}; saying it
   * again changes nothing.
   *
   * @param run the task's run
   * @param task the task's number
   * @param attempt which attempt
   * @param attemptId its id
   */
  @JsonPropertyOrder({"run", "task", "attempt", "attemptId"})
  record StartTask(UUID run, int task, int attempt, UUID attemptId) implements RunCommand {}

  /**
   * Says that the workers of attempts were heard of. Attempts that do not live are left out.
   * Answers {@link io.arco.planner.run.Answers.Counted}.
   *
   * @param attempts which
   */
  @JsonPropertyOrder({"attempts"})
  record ExtendAttempts(List<AttemptRef> attempts) implements RunCommand {
    /** Copies the attempts. */
    public ExtendAttempts {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * Says how an attempt ended. Answers {@link io.arco.planner.run.Answers.CompletionAnswer}; the
   * same report again is answered alike and changes nothing.
   *
   * @param run the task's run
   * @param task the task's number
   * @param attempt which attempt
   * @param attemptId its id
   * @param report what the worker says
   */
  @JsonPropertyOrder({"run", "task", "attempt", "attemptId", "report"})
  record CompleteTask(UUID run, int task, int attempt, UUID attemptId, Report report)
      implements RunCommand {}

  /**
   * Ends attempts without their workers. Those that do not live, or were extended since, are left
   * out. Answers {@link io.arco.planner.run.Answers.Counted}.
   *
   * @param attempts which, and why
   */
  @JsonPropertyOrder({"attempts"})
  record ExpireAttempts(List<Expiry> attempts) implements RunCommand {
    /** Copies the attempts. */
    public ExpireAttempts {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * Lets tasks be leased again. Those that do not wait behind that attempt are left out. Answers
   * {@link io.arco.planner.run.Answers.Counted}.
   *
   * @param tasks which, each with the attempt that failed
   */
  @JsonPropertyOrder({"tasks"})
  record ReleaseRetries(List<AttemptRef> tasks) implements RunCommand {
    /** Copies the tasks. */
    public ReleaseRetries {
      tasks = List.copyOf(tasks);
    }
  }

  /**
   * Asks for a run to be cancelled. Answers {@link io.arco.planner.run.Answers.Cancellation};
   * asking again changes nothing.
   *
   * @param run which
   * @param reason what is said about it, or null
   */
  @JsonPropertyOrder({"run", "reason"})
  record CancelRun(UUID run, String reason) implements RunCommand {}

  /**
   * Takes finished runs out of the state. Those that have not ended are left out. Answers {@link
   * io.arco.planner.run.Answers.Counted}.
   *
   * @param runs which
   */
  @JsonPropertyOrder({"runs"})
  record EvictRuns(List<UUID> runs) implements RunCommand {
    /** Copies the runs. */
    public EvictRuns {
      runs = List.copyOf(runs);
    }
  }
}
