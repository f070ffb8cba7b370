package io.arco.simulation;

import java.io.PrintStream;

/** Runs the world of one seed. */
final class Simulation {
  private Simulation() {}

  /** Runs it, telling every event to a stream if there is one. */
  static World run(long seed, PrintStream out) {
    World world = new World(Plan.of(seed), out);
    try {
      world.run(KnownPoints.ALL);
    } catch (RuntimeException | AssertionError e) {
      world.findings().add(Invariant.NO_FAULT_OF_OURS, "the world ended with " + e, e);
    }
    return world;
  }
}
