package io.arco.simulation;

import java.util.List;

/** The way into a build with a bug: nothing but types of the platform crosses. */
public final class PlantedRun {
  private PlantedRun() {}

  /** The first violation in the world of a seed, or an empty text. */
  public static String find(long seed) {
    List<Findings.Violation> violations = Simulation.run(seed, null).findings().violations();
    return violations.isEmpty()
        ? ""
        : violations.get(0).invariant() + ": " + violations.get(0).what();
  }
}
