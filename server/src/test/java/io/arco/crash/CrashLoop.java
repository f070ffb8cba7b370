package io.arco.crash;

import io.arco.store.s3.S3Location;
import io.arco.testing.Seeds;
import io.arco.testing.s3.S3TestServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills a server in the middle of its work, over and over, and holds what is left to what was
 * answered: {@code scripts/crash-loop}. The rounds share one store; about every third begins a new
 * workspace in it, the others go on with the one before.
 */
@Command(
    name = "crash-loop",
    mixinStandardHelpOptions = true,
    description = "Kill -9 a server in the middle of mixed work, and check what is left.")
public final class CrashLoop implements Callable<Integer> {
  private static final String FILE = "file:";
  private static final String OWN_S3 = "s3";

  /** One of so many rounds, the second one first, kills the next server too, while it starts. */
  private static final int TWICE_EVERY = 4;

  @Option(names = "--rounds", paramLabel = "N", description = "How often (default: 3).")
  private int rounds = 3;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = {
        "file:DIR, an empty or new directory, kept afterwards (default: a temporary one);",
        "s3, an S3 server in this process, which outlives the killed ones;",
        "s3://BUCKET/PREFIX, a folder of its own in it, kept afterwards."
      })
  private String store;

  @Option(names = "--seed", paramLabel = "SEED", description = "Repeat the choices of a run.")
  private long seed = new Random().nextLong();

  private final Violations violations = new Violations();
  private final PrintStream out;

  /** One that prints to a stream. */
  CrashLoop(PrintStream out) {
    this.out = out;
  }

  /** Runs the loop; status 1 if a promise was not kept, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(new CrashLoop(out)).execute(arguments));
  }

  /** So many rounds on this store; what was not kept. Logs are left in the directory. */
  static Violations run(
      PrintStream out, Path directory, String storeLocation, long seed, int rounds) {
    CrashLoop loop = new CrashLoop(out);
    loop.seed = seed;
    loop.rounds = rounds;
    loop.rounds(directory, storeLocation);
    return loop.violations;
  }

  @Override
  public Integer call() throws IOException {
    if (rounds < 1) {
      return wrong("--rounds: " + rounds + " is less than 1");
    }
    if (store != null && store.startsWith(FILE)) {
      Path kept = Path.of(store.substring(FILE.length())).toAbsolutePath();
      if (!isEmptyOrNew(kept)) {
        return wrong("--store: " + kept + " is not an empty directory");
      }
      return rounds(FILE + kept);
    }
    if (OWN_S3.equals(store)) {
      try (S3TestServer s3 = S3TestServer.start()) {
        return rounds(s3.newStore());
      }
    }
    if (store == null) {
      return rounds(null);
    }
    try {
      return rounds(S3Location.parse(store).in("crash-loop-" + Long.toHexString(seed)).toString());
    } catch (IllegalArgumentException e) {
      return wrong("--store: " + e.getMessage());
    }
  }

  private int rounds(String storeOrNull) throws IOException {
    Path directory = Files.createTempDirectory("crash-loop");
    rounds(directory, storeOrNull == null ? FILE + directory.resolve("store") : storeOrNull);
    if (violations.count() == 0) {
      delete(directory);
      return 0;
    }
    out.println("The logs of the servers are left in " + directory);
    return 1;
  }

  private int wrong(String why) {
    System.err.println("crash-loop: " + why);
    return CommandLine.ExitCode.USAGE;
  }

  private void rounds(Path directory, String storeLocation) {
    out.println("crash-loop: " + rounds + " rounds on " + storeLocation + ", --seed=" + seed);
    Seeds seeds = Seeds.fixed(seed);
    CrashedWorkspace workspace = null;
    int workspaces = 0;
    for (int round = 1; round <= rounds; round++) {
      Seeds own = Seeds.fixed(seeds.random().nextLong());
      if (workspace == null || own.below(3) == 0) {
        workspace = new CrashedWorkspace("w" + ++workspaces, new Expectation(violations));
      }
      String name = "r" + round;
      int before = violations.count();
      String line =
          new CrashRound(directory.resolve(name), storeLocation, workspace, violations, own, name)
              .run(round % TWICE_EVERY == 2);
      int found = violations.count() - before;
      out.printf(
          Locale.ROOT,
          "round %2d %s: %s%s%n",
          round,
          workspace.name(),
          line,
          found == 0 ? "" : "; " + found + " VIOLATIONS");
    }
    violations.kept().forEach(violation -> out.println("violation: " + violation));
    out.printf(
        Locale.ROOT,
        "%d rounds, %d workspaces, %d violations, --seed=%d%n",
        rounds,
        workspaces,
        violations.count(),
        seed);
  }

  private static boolean isEmptyOrNew(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.findAny().isEmpty();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
