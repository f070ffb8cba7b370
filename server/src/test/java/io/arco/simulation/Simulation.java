package io.arco.simulation;

import java.io.PrintStream;
import java.util.List;

/** Runs the worlds of seeds. */
final class Simulation {
  private Simulation() {}

  /** Runs it, telling every event to a stream if there is one. */
  static World run(long seed, PrintStream out) {
    return run(Plan.of(seed), KnownPoints.ALL, out);
  }

  /** The same with runs and workers. */
  static World runWithRuns(long seed, PrintStream out) {
    return run(Plan.withRuns(seed), KnownPoints.OF_RUNS, out);
  }

  private static World run(Plan plan, List<String> points, PrintStream out) {
    World world = new World(plan, out);
    try {
      world.run(points);
    } catch (RuntimeException | AssertionError e) {
      world.findings().add(Invariant.NO_FAULT_OF_OURS, "the world ended with " + e, e);
    }
    return world;
  }
}
