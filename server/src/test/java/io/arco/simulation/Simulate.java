package io.arco.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs simulated worlds and checks what must hold in each: {@code scripts/simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = "Run servers in worlds with faults, and check what must hold.")
public final class Simulate implements Callable<Integer> {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  @Option(names = "--seeds", paramLabel = "N", description = "How many (default: 300).")
  private long seeds = 300;

  @Option(names = "--from", paramLabel = "S", description = "The first seed (default: 1).")
  private long from = 1;

  @Option(names = "--seed", paramLabel = "S", description = "One seed alone.")
  private Long seed;

  @Option(names = "--runs", description = "Worlds with runs, and workers that do their tasks.")
  private boolean runs;

  @Option(names = "--trace", description = "With --seed: print everything that happens.")
  private boolean trace;

  @Option(names = "--threads", paramLabel = "T", description = "Worlds at once (default: cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
  private Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the table of faults and invariants.")
  private Path markdown;

  private final PrintStream out;
  private long began;
  private long told;

  /** One that prints to a stream. */
  Simulate(PrintStream out) {
    this.out = out;
  }

  /** Runs the worlds; status 1 if a promise was not kept, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    quiet();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(new Simulate(out)).execute(arguments));
  }

  /** Servers that meet fault after fault have much to log. */
  static void quiet() {
    ((Logger) LoggerFactory.getLogger("io.arco")).setLevel(Level.OFF);
  }

  @Override
  public Integer call() throws IOException {
    if (seeds < 1 || threads < 1 || trace && seed == null) {
      System.err.println("simulate: --seeds and --threads are at least 1, --trace needs --seed");
      return CommandLine.ExitCode.USAGE;
    }
    began = System.nanoTime();
    told = began;
    Summary summary = new Summary();
    if (seed != null) {
      World world = run(seed);
      summary.add(world);
      tell(world);
    } else {
      out.printf("simulate: seeds %d to %d, %d at once%n", from, from + seeds - 1, threads);
      Campaign.run(
          from,
          from + seeds,
          threads,
          this::run,
          world -> {
            summary.add(world);
            tell(world);
            progress(summary);
          });
    }
    return close(summary);
  }

  private World run(long one) {
    PrintStream told = trace ? out : null;
    return runs ? Simulation.runWithRuns(one, told) : Simulation.run(one, told);
  }

  private void tell(World world) {
    if (world.findings().count() > 0) {
      out.println("seed " + world.plan().seed() + ": " + world.plan());
      for (Findings.Violation violation : world.findings().violations()) {
        out.println("  " + violation.invariant() + ": " + violation.what());
        if (violation.cause() != null) {
          violation.cause().printStackTrace(out);
        }
      }
      out.println("  repeat it: " + repetition(world));
    }
  }

  /** The command that runs a world again, telling everything. */
  static String repetition(World world) {
    String kind = world.plan().hasRuns() ? " --runs" : "";
    return "scripts/simulate" + kind + " --seed " + world.plan().seed() + " --trace";
  }

  private void progress(Summary summary) {
    long now = System.nanoTime();
    if (now - told > PROGRESS_NANOS) {
      told = now;
      out.printf(
          Locale.ROOT,
          "%d of %d seeds, %d violations, %d s%n",
          summary.seeds(),
          seeds,
          summary.violationCount(),
          (now - began) / 1_000_000_000);
    }
  }

  private int close(Summary summary) throws IOException {
    out.print(new Tables(summary).text());
    summary.awaits().missed().forEach(point -> out.println("never crashed at: " + point));
    out.printf(Locale.ROOT, "%.1f s%n", (System.nanoTime() - began) / 1e9);
    if (json != null) {
      Files.write(json, new Tables(summary).json());
    }
    if (markdown != null) {
      Files.writeString(markdown, new Tables(summary).markdown());
    }
    return summary.violationCount() == 0 ? 0 : 1;
  }
}
