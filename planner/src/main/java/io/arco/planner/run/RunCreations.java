package io.arco.planner.run;

import io.arco.ledger.Decision;
import io.arco.ledger.Decision.Accepted;
import io.arco.ledger.DecisionContext;
import io.arco.planner.OrchestrationEvent;
import io.arco.planner.OrchestrationProblems;
import io.arco.planner.OrchestrationState;
import io.arco.planner.RunCommand.CreateRun;
import io.arco.planner.RunEvent.RunCreated;
import io.arco.planner.run.Answers.RunCreation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Decides whether a run is made. */
final class RunCreations {
  private final OrchestrationState state;
  private final DecisionContext context;
  private final RunLimits limits;

  RunCreations(OrchestrationState state, DecisionContext context, RunLimits limits) {
    this.state = state;
    this.context = context;
    this.limits = limits;
  }

  /** The run, or the one that is there for its key. */
  Decision<OrchestrationState, OrchestrationEvent> decide(CreateRun command) {
    checkTexts(command);
    Optional<RunKey> key =
        Optional.ofNullable(command.runKey())
            .flatMap(state.runs()::key)
            .filter(known -> known.expiresAt().isAfter(context.now()));
    if (key.isPresent()) {
      return known(command, key.get());
    }
    checkLimits(command);
    checkAssets(command);
    UUID id = context.newId();
    return new Accepted<>(
        List.of(event(command, id)),
        after -> new RunCreation(id, true, after.runs().run(id).orElseThrow().state()));
  }

  private Decision<OrchestrationState, OrchestrationEvent> known(CreateRun command, RunKey key) {
    if (!key.requestFingerprint().equals(command.requestFingerprint())) {
      throw RunProblems.runKeyConflict(key, command.requestFingerprint().hex()).asException();
    }
    return new Accepted<>(
        List.of(),
        after ->
            new RunCreation(
                key.run(), false, after.runs().run(key.run()).map(Run::state).orElse(null)));
  }

  private void checkTexts(CreateRun command) {
    Texts texts = new Texts(limits.textCharacters());
    texts.optional("/runKey", command.runKey());
    texts.optional("/reason", command.trigger().reason());
    if (command.labels().size() > limits.maxLabels()) {
      throw RunProblems.wrong("/labels", "at most " + limits.maxLabels()).asException();
    }
    for (Map.Entry<String, String> label : command.labels().entrySet()) {
      texts.required("/labels", label.getKey());
      texts.lines("/labels", label.getValue());
    }
  }

  private void checkLimits(CreateRun command) {
    int tasks = command.assets().stream().mapToInt(asset -> asset.keys().size()).sum();
    if (tasks > limits.maxRunTasks()) {
      throw RunProblems.tooManyTasks(limits.maxRunTasks(), tasks).asException();
    }
    int live = state.runs().unfinished() + tasks;
    if (live > limits.maxLiveTasks()) {
      throw RunProblems.limit(
              "So many tasks can't be under way at once; wait until some are done.",
              "maxLiveTasks",
              limits.maxLiveTasks(),
              live)
          .asException();
    }
    if (command.runKey() != null && state.runs().keys().size() >= limits.maxRunKeys()) {
      throw RunProblems.limit(
              "So many run keys can't be kept at once.",
              "maxRunKeys",
              limits.maxRunKeys(),
              state.runs().keys().size())
          .asException();
    }
  }

  private void checkAssets(CreateRun command) {
    if (state.manifest(command.manifestVersion()).isEmpty()) {
      throw OrchestrationProblems.manifestNotFound(command.manifestVersion()).asException();
    }
    for (RunAsset asset : command.assets()) {
      if (state.asset(command.manifestVersion(), asset.asset()).isEmpty()) {
        throw OrchestrationProblems.assetNotFound(asset.asset().text()).asException();
      }
    }
    RunAssetRules.check(command.assets(), limits.maxRunRanges());
  }

  private RunCreated event(CreateRun command, UUID id) {
    Instant expiresAt =
        command.runKey() == null ? null : context.now().plusMillis(limits.runKeyRetentionMillis());
    return new RunCreated(
        id,
        command.runKey(),
        expiresAt,
        command.requestFingerprint(),
        command.planFingerprint(),
        command.manifestVersion(),
        command.codeVersion(),
        command.selection(),
        command.partitions(),
        command.logicalTime(),
        command.mode(),
        command.trigger(),
        command.labels(),
        context.principal(),
        command.assets());
  }
}
