package io.arco.planner.run;

import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.planner.OrchestrationEvent;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand;
import io.arco.planner.RunCommand.CancelRun;
import io.arco.planner.RunCommand.CompleteTask;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunCommand.EvictRuns;
import io.arco.planner.RunCommand.ExpireAttempts;
import io.arco.planner.RunCommand.ExtendAttempts;
import io.arco.planner.RunCommand.LeaseTasks;
import io.arco.planner.RunCommand.ReleaseRetries;
import io.arco.planner.RunCommand.StartTask;
import io.arco.planner.RunEvent.RunCancelRequested;
import io.arco.planner.RunEvent.RunsEvicted;
import io.arco.planner.RunEvent.TasksLeased;
import io.arco.planner.run.Answers.Cancellation;
import io.arco.planner.run.Answers.Counted;
import io.arco.planner.run.Answers.Leases;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Decides commands on runs: {@code docs/design/011-runs.md}. What concerns a new run is in {@link
 * RunCreations}, what concerns attempts in {@link AttemptDecisions}.
 */
public final class RunDecider {
  private static final int MAX_KINDS = 1_000;

  private final OrchestrationState state;
  private final DecisionContext context;
  private final RunLimits limits;

  private RunDecider(OrchestrationState state, DecisionContext context, RunLimits limits) {
    this.state = state;
    this.context = context;
    this.limits = limits;
  }

  /**
   * What becomes of a command.
   *
   * @throws io.arco.problem.ProblemException for what is refused
   */
  public static Decision<OrchestrationState, OrchestrationEvent> decide(
      OrchestrationState state, RunCommand command, DecisionContext context, RunLimits limits) {
    return new RunDecider(state, context, limits).decide(command);
  }

  private Decision<OrchestrationState, OrchestrationEvent> decide(RunCommand command) {
    AttemptDecisions attempts = new AttemptDecisions(state, limits);
    if (command instanceof CreateRun create) {
      return new RunCreations(state, context, limits).decide(create);
    } else if (command instanceof LeaseTasks lease) {
      return lease(lease);
    } else if (command instanceof StartTask start) {
      return attempts.start(start);
    } else if (command instanceof ExtendAttempts extend) {
      return attempts.extend(extend);
    } else if (command instanceof CompleteTask complete) {
      return attempts.complete(complete);
    } else if (command instanceof ExpireAttempts expire) {
      return attempts.expire(expire);
    } else if (command instanceof ReleaseRetries release) {
      return attempts.release(release);
    } else if (command instanceof CancelRun cancel) {
      return cancel(cancel);
    }
    return evict((EvictRuns) command);
  }

  private Decision<OrchestrationState, OrchestrationEvent> lease(LeaseTasks command) {
    new Texts(limits.textCharacters()).required("/workerId", command.worker());
    if (command.max() < 1 || command.max() > limits.maxLeases()) {
      throw RunProblems.wrong("/maxTasks", "1 to " + limits.maxLeases()).asException();
    }
    if (command.kinds() != null && command.kinds().size() > MAX_KINDS) {
      throw RunProblems.wrong("/kinds", "at most " + MAX_KINDS).asException();
    }
    List<Lease> leases = new ArrayList<>();
    for (TaskRef ref : state.runs().firstReady(command.kinds(), command.max())) {
      Task task = state.runs().run(ref.run()).orElseThrow().task(ref.task());
      leases.add(new Lease(ref.run(), ref.task(), task.attempts() + 1, context.newId()));
    }
    List<OrchestrationEvent> events =
        leases.isEmpty() ? List.of() : List.of(new TasksLeased(command.worker(), leases));
    return new Accepted<>(events, after -> new Leases(leases));
  }

  private Decision<OrchestrationState, OrchestrationEvent> cancel(CancelRun command) {
    Run run =
        state
            .runs()
            .run(command.run())
            .orElseThrow(() -> RunProblems.runNotFound(command.run()).asException());
    new Texts(limits.textCharacters()).optional("/reason", command.reason());
    boolean changes = run.state() == RunState.RUNNING;
    List<OrchestrationEvent> events =
        changes
            ? List.of(new RunCancelRequested(command.run(), command.reason(), context.principal()))
            : List.of();
    return new Accepted<>(
        events,
        after ->
            new Cancellation(
                command.run(), after.runs().run(command.run()).orElseThrow().state(), changes));
  }

  private Decision<OrchestrationState, OrchestrationEvent> evict(EvictRuns command) {
    AttemptDecisions.checkBatch("/runs", command.runs().size(), limits);
    Set<UUID> ended = new LinkedHashSet<>();
    for (UUID id : command.runs()) {
      state.runs().run(id).filter(run -> run.state().isFinal()).ifPresent(run -> ended.add(id));
    }
    List<OrchestrationEvent> events =
        ended.isEmpty() ? List.of() : List.of(new RunsEvicted(List.copyOf(ended)));
    return new Accepted<>(events, after -> new Counted(ended.size()));
  }
}
