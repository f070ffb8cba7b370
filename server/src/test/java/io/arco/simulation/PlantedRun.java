package io.arco.simulation;

import java.util.List;

/** The way into a build with a bug: nothing but types of the platform crosses. */
public final class PlantedRun {
  private PlantedRun() {}

  /** The first violation in the world of a seed, or an empty text. */
  public static String find(boolean withRuns, long seed) {
    World world = withRuns ? Simulation.runWithRuns(seed, null) : Simulation.run(seed, null);
    List<Findings.Violation> violations = world.findings().violations();
    return violations.isEmpty()
        ? ""
        : violations.get(0).invariant() + ": " + violations.get(0).what();
  }
}
