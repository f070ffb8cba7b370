package io.arco.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs scenarios and reports what they measure; {@code scripts/bench} calls it. */
public final class Bench {
  private static final List<Scenario> ALL =
      List.of(
          new CreatesScenario(),
          new LoneCreateScenario(),
          new GetScenario(),
          new ListScenario(),
          new SearchScenario(),
          new AsOfScenario(),
          new StartScenario(),
          new OneMoreScenario(),
          new MemoryScenario(),
          new RunKeysScenario(),
          new HandOverScenario(),
          new TasksScenario(),
          new TaskHeapScenario(),
          new TwoServersScenario(),
          new FlightScenario(),
          new FlightMemoryScenario());

  private final List<Scenario> chosen = new ArrayList<>();
  private Profile profile;
  private Path json;

  private Bench() {}

  /** Runs what the command line names, or everything; ends with status 2 if it can't be read. */
  public static void main(String[] arguments) throws Exception {
    Bench bench = new Bench();
    if (List.of(arguments).contains("--list")) {
      ALL.forEach(each -> System.out.printf("%-13s %s%n", each.name(), each.description()));
      return;
    }
    try {
      bench.parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("scripts/bench: " + e.getMessage());
      System.exit(2);
    }
    bench.run(System.out);
    System.exit(0); // Vert.x may leave threads that take their time.
  }

  private void parse(List<String> arguments) {
    Map<String, Scenario> byName =
        ALL.stream().collect(Collectors.toMap(Scenario::name, Function.identity()));
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--")) {
        if (++i == arguments.size()) {
          throw new IllegalArgumentException(argument + " needs a value");
        }
        option(argument, arguments.get(i));
      } else if (byName.containsKey(argument)) {
        chosen.add(byName.get(argument));
      } else {
        throw new IllegalArgumentException("no scenario " + argument + "; --list shows them");
      }
    }
    if (chosen.isEmpty()) {
      chosen.addAll(ALL);
    }
  }

  private void option(String name, String value) {
    switch (name) {
      case "--profile" -> profile = Profile.parse(value);
      case "--json" -> json = Path.of(value);
      default -> throw new IllegalArgumentException("no option " + name);
    }
  }

  private void run(PrintStream out) throws Exception {
    Path home = Path.of("target", "bench").toAbsolutePath();
    Path jar = Path.of("server", "target", "arco.jar").toAbsolutePath();
    Report report = new Report();
    report.printHead(out);
    for (Scenario scenario : chosen) {
      Profile used = profileOf(scenario);
      try {
        report.add(out, scenario.run(Lab.in(home, jar, used)));
      } catch (IOException | RuntimeException e) {
        throw new IllegalStateException(scenario.name() + " failed; logs are in " + home, e);
      }
    }
    if (json != null) {
      report.write(json);
    }
  }

  private Profile profileOf(Scenario scenario) {
    if (scenario.profile() == null) {
      return Profile.FILE;
    }
    return profile == null ? scenario.profile() : profile;
  }
}
