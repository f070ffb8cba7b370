package io.arco.server;

import io.arco.planner.OrchestrationLimits;
import io.arco.planner.run.RunLimits;
import io.arco.server.config.ArcoConfig;
import io.arco.server.config.RunSettings;
import io.arco.server.dispatch.DispatchOptions;

/** What the configuration says about runs, as those who keep to it take it. */
final class RunBounds {
  private RunBounds() {}

  /** The bounds of decisions. */
  static OrchestrationLimits limits(RunSettings runs) {
    OrchestrationLimits defaults = OrchestrationLimits.DEFAULT;
    RunLimits limits =
        defaults
            .runs()
            .withTasks(runs.maxTasks(), runs.maxLiveTasks())
            .withRunKeyRetention(runs.keyRetentionMillis());
    return new OrchestrationLimits(
        defaults.manifest(), limits, defaults.keptManifests(), defaults.keptPlans());
  }

  /** The bounds of handing out tasks. */
  static DispatchOptions dispatch(ArcoConfig config) {
    RunSettings runs = config.runs();
    return new DispatchOptions(
        runs.headCheckMillis(),
        runs.maxWaitingPolls(),
        runs.keptFinished(),
        runs.finishedRetentionMillis(),
        config.ledger().commandTimeoutMillis());
  }
}
