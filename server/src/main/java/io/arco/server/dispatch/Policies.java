package io.arco.server.dispatch;

import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.Timeouts;
import io.arco.planner.run.Run;

/** What the manifest that a run pins says about its tasks. */
final class Policies {
  private Policies() {}

  /** How long attempts at a task may take. */
  static Timeouts timeouts(OrchestrationState state, Run run, int task) {
    return Timeouts.DEFAULT;
  }
}
