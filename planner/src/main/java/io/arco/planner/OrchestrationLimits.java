package io.arco.planner;

import io.arco.planner.manifest.ManifestLimits;
import io.arco.planner.run.RunLimits;

/**
 * The bounds of orchestration. They bind decisions, never folds.
 *
 * @param manifest of a manifest
 * @param runs of runs
 * @param keptManifests versions that stay
 * @param keptPlans plans that stay
 */
public record OrchestrationLimits(
    ManifestLimits manifest, RunLimits runs, int keptManifests, int keptPlans) {
  /** What holds where nothing else is said. */
  public static final OrchestrationLimits DEFAULT =
      new OrchestrationLimits(ManifestLimits.DEFAULT, RunLimits.DEFAULT, 100, 1_000);
}
