package io.arco.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/** Runs seeds. */
public final class Simulate {
  private Simulate() {}

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    ((Logger) LoggerFactory.getLogger("io.arco")).setLevel(Level.OFF);
    long from = Long.parseLong(arguments[0]);
    long to = Long.parseLong(arguments[1]);
    boolean trace = arguments.length > 2;
    long began = System.nanoTime();
    for (long seed = from; seed < to; seed++) {
      long b = System.nanoTime();
      World world = Simulation.run(seed, trace ? out : null);
      out.printf(
          "seed %d: %d ms, %d commands, %d faults, %d crashes, %d events, hash %x, violations %d,"
              + " virtual %d s, head %d manifests %d%n",
          seed,
          (System.nanoTime() - b) / 1_000_000,
          world.history().commands(),
          world.faults().total(),
          world.chaos().crashes(),
          world.trace().events(),
          world.trace().hash(),
          world.findings().count(),
          world.time().nowMillis() / 1000,
          world.truth().heads(world.workspaces().get(0)).now(),
          0);
      for (Findings.Violation violation : world.findings().violations()) {
        out.println("  " + violation.invariant() + ": " + violation.what());
        if (violation.cause() != null && trace) {
          violation.cause().printStackTrace(out);
        }
      }
    }
    out.println((System.nanoTime() - began) / 1_000_000 + " ms");
  }
}
