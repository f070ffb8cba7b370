package io.arco.server.dispatch;

import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.Asset;
import io.arco.planner.manifest.Timeouts;
import io.arco.planner.run.Run;

/** What the manifest that a run pins says about its tasks. */
public final class Policies {
  private Policies() {}

  /** How long attempts at a task may take. */
  public static Timeouts timeouts(OrchestrationState state, Run run, int task) {
    return state
        .asset(run.info().manifestVersion(), run.definition().asset(task).asset())
        .map(Asset::timeoutsOrDefault)
        .orElse(Timeouts.DEFAULT);
  }
}
