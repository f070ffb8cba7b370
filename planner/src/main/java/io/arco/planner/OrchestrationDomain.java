package io.arco.planner;

import io.arco.journal.Hash;
import io.arco.ledger.Decision;
import io.arco.ledger.DecisionContext;
import io.arco.ledger.Domain;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationCommand.StorePlan;
import io.arco.planner.OrchestrationEvent.ManifestDeployed;
import io.arco.planner.OrchestrationEvent.PlanStored;
import io.arco.planner.lineage.Lineage;
import io.arco.planner.lineage.LineageRows;
import io.arco.planner.manifest.Manifest;
import io.arco.planner.manifest.ManifestRules;
import io.arco.planner.manifest.NewManifest;
import io.arco.planner.plan.PlanMode;
import io.arco.planner.run.RunChanges;
import io.arco.planner.run.RunDecider;
import io.arco.planner.run.RunFold;
import io.arco.problem.ProblemException;
import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Orchestration, as the ledger and the compactor know it. Holds nothing but its limits. */
public final class OrchestrationDomain
    implements Domain<OrchestrationState, OrchestrationCommand, OrchestrationEvent> {
  /** The domain's name. */
  public static final String NAME = "orchestration";

  private static final Map<String, Class<? extends OrchestrationCommand>> COMMANDS =
      Map.ofEntries(
          Map.entry("DeployManifest", DeployManifest.class),
          Map.entry("StorePlan", StorePlan.class),
          Map.entry("CreateRun", RunCommand.CreateRun.class),
          Map.entry("LeaseTasks", RunCommand.LeaseTasks.class),
          Map.entry("StartTask", RunCommand.StartTask.class),
          Map.entry("ExtendAttempts", RunCommand.ExtendAttempts.class),
          Map.entry("CompleteTask", RunCommand.CompleteTask.class),
          Map.entry("ExpireAttempts", RunCommand.ExpireAttempts.class),
          Map.entry("ReleaseRetries", RunCommand.ReleaseRetries.class),
          Map.entry("CancelRun", RunCommand.CancelRun.class),
          Map.entry("EvictRuns", RunCommand.EvictRuns.class));

  private static final Map<String, Class<? extends OrchestrationEvent>> EVENTS =
      Map.ofEntries(
          Map.entry("ManifestDeployed", ManifestDeployed.class),
          Map.entry("PlanStored", PlanStored.class),
          Map.entry("RunCreated", RunEvent.RunCreated.class),
          Map.entry("TasksLeased", RunEvent.TasksLeased.class),
          Map.entry("TaskStarted", RunEvent.TaskStarted.class),
          Map.entry("AttemptsExtended", RunEvent.AttemptsExtended.class),
          Map.entry("TaskCompleted", RunEvent.TaskCompleted.class),
          Map.entry("AttemptsExpired", RunEvent.AttemptsExpired.class),
          Map.entry("RetriesReleased", RunEvent.RetriesReleased.class),
          Map.entry("RunCancelRequested", RunEvent.RunCancelRequested.class),
          Map.entry("RunsEvicted", RunEvent.RunsEvicted.class));

  private final OrchestrationLimits limits;

  /** With the default limits. */
  public OrchestrationDomain() {
    this(OrchestrationLimits.DEFAULT);
  }

  /** With these limits. */
  public OrchestrationDomain(OrchestrationLimits limits) {
    this.limits = limits;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<OrchestrationCommand> commandType() {
    return OrchestrationCommand.class;
  }

  @Override
  public Map<String, Class<? extends OrchestrationCommand>> commands() {
    return COMMANDS;
  }

  @Override
  public Map<String, Class<? extends OrchestrationEvent>> events() {
    return EVENTS;
  }

  @Override
  public OrchestrationState empty() {
    return OrchestrationState.EMPTY;
  }

  /**
   * Decides a command. A deployment answers a {@link Deployment}, a plan that is stored its {@link
   * StoredPlan}.
   *
   * <p>Rejections: INVALID_MANIFEST and NOT_SUPPORTED name all {@code problems}; MANIFEST_NOT_FOUND
   * the {@code version}.
   */
  @Override
  public Decision<OrchestrationState, OrchestrationEvent> decide(
      OrchestrationState state, OrchestrationCommand command, DecisionContext context) {
    try {
      if (command instanceof DeployManifest deploy) {
        return deploy(state, deploy.manifest(), context);
      }
      if (command instanceof StorePlan plan) {
        return store(state, plan, context);
      }
      return RunDecider.decide(state, (RunCommand) command, context, limits.runs());
    } catch (ProblemException e) {
      return new Decision.Rejected<>(e.problem());
    }
  }

  private Decision<OrchestrationState, OrchestrationEvent> deploy(
      OrchestrationState state, NewManifest given, DecisionContext context) {
    if (given == null) {
      throw OrchestrationProblems.required("").asException();
    }
    Manifest manifest = ManifestRules.check(given, limits.manifest());
    Hash hash = manifest.contentHash();
    Optional<ManifestVersion> current = state.current();
    if (current.isPresent() && current.get().contentHash().equals(hash)) {
      return new Decision.Accepted<>(
          List.of(), after -> new Deployment(after.current().orElseThrow(), false));
    }
    long version = current.map(ManifestVersion::version).orElse(0L) + 1;
    // A version that a run in the state pins stays, and so do those after it.
    long oldestKept =
        Math.max(1, Math.min(version - limits.keptManifests() + 1, state.runs().oldestPinned()));
    OrchestrationEvent event =
        new ManifestDeployed(version, hash, oldestKept, context.principal(), manifest);
    return new Decision.Accepted<>(
        List.of(event), after -> new Deployment(after.manifest(version).orElseThrow(), true));
  }

  private Decision<OrchestrationState, OrchestrationEvent> store(
      OrchestrationState state, StorePlan plan, DecisionContext context) {
    if (state.manifest(plan.manifestVersion()).isEmpty()) {
      throw OrchestrationProblems.manifestNotFound(plan.manifestVersion()).asException();
    }
    UUID id = context.newId();
    OrchestrationEvent event =
        new PlanStored(
            id,
            plan.manifestVersion(),
            plan.selection(),
            plan.partitions(),
            plan.logicalTime(),
            plan.fingerprint(),
            plan.assets(),
            plan.tasks(),
            plan.skipped(),
            context.principal(),
            state.planCount() >= limits.keptPlans() ? state.oldestPlan() : null,
            plan.mode() == PlanMode.MISSING ? null : plan.mode());
    return new Decision.Accepted<>(List.of(event), after -> after.plan(id).orElseThrow());
  }

  @Override
  public OrchestrationState apply(OrchestrationState state, OrchestrationEvent event, Stamp stamp) {
    if (event instanceof ManifestDeployed deployed) {
      return state.with(deployed, stamp.committedAt());
    }
    if (event instanceof RunEvent run) {
      return state.with(
          RunFold.apply(state.runs(), state, run, stamp), Lineage.apply(state, run, stamp));
    }
    PlanStored stored = (PlanStored) event;
    StoredPlan plan =
        new StoredPlan(
            stored.id(),
            stored.manifestVersion(),
            stored.selection(),
            stored.partitions(),
            stored.logicalTime(),
            stored.fingerprint(),
            stored.assets(),
            stored.tasks(),
            stored.skipped(),
            stamp.committedAt(),
            stored.createdBy(),
            stored.mode());
    return state.with(plan, stored.dropped());
  }

  @Override
  public List<TableDefinition> tables() {
    return OrchestrationTables.ALL;
  }

  @Override
  public List<TableDefinition> restoredTables() {
    return OrchestrationTables.RESTORED;
  }

  @Override
  public void changes(
      OrchestrationState before, OrchestrationEvent event, OrchestrationState after, RowSink sink) {
    if (event instanceof RunEvent run) {
      RunChanges.of(before.runs(), run, after.runs(), sink);
      LineageRows.changed(before, run, after, sink);
    } else if (event instanceof PlanStored stored) {
      OrchestrationRows.planned(after.plan(stored.id()).orElseThrow(), stored.dropped(), sink);
    } else {
      OrchestrationRows.deployed(before, after, sink);
    }
  }

  @Override
  public OrchestrationState restore(TableRows rows) {
    return OrchestrationRows.restore(rows);
  }

  @Override
  public StateHash hash(OrchestrationState state) {
    return state.hash();
  }

  @Override
  public StateHash recomputeHash(OrchestrationState state) {
    return state.recomputeHash();
  }
}
