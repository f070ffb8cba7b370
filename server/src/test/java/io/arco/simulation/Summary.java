package io.arco.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of many worlds together. */
final class Summary {
  /** Violations kept; more are only counted. */
  private static final int MAX_KEPT = 50;

  private final Map<String, Long> strikes = new TreeMap<>();
  private final Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);
  private final Map<String, Map<Invariant, Long>> together = new TreeMap<>();
  private final Map<String, Map<String, Long>> answers = new TreeMap<>();
  private final AwaitPoints awaits = new AwaitPoints();
  private final List<String> violations = new ArrayList<>();
  private long seeds;
  private long nodes;
  private long commands;
  private long commits;
  private long requests;
  private long count;
  private long leastCommands = Long.MAX_VALUE;
  private long leastFaults = Long.MAX_VALUE;

  /** Adds a world that has ended. */
  void add(World world) {
    seeds++;
    nodes += world.nodes().size();
    commands += world.history().commands();
    requests += world.history().all().size();
    commits += world.workspaces().stream().mapToLong(k -> world.truth().heads(k).now()).sum();
    leastCommands = Math.min(leastCommands, world.history().commands());
    leastFaults = Math.min(leastFaults, world.strikes().total());
    world.findings().checks().forEach((of, times) -> checks.merge(of, times, Long::sum));
    world
        .strikes()
        .all()
        .forEach(
            (fault, times) -> {
              strikes.merge(fault, times, Long::sum);
              Map<Invariant, Long> row =
                  together.computeIfAbsent(fault, f -> new EnumMap<>(Invariant.class));
              world.findings().checks().keySet().forEach(of -> row.merge(of, 1L, Long::sum));
            });
    world.history().all().forEach(this::answer);
    awaits.addAll(world.awaits());
    count += world.findings().count();
    for (Findings.Violation violation : world.findings().violations()) {
      if (violations.size() < MAX_KEPT) {
        violations.add(
            "seed " + world.plan().seed() + ": " + violation.invariant() + ": " + violation.what());
      }
    }
  }

  private void answer(Op op) {
    if (op.kind != Op.Kind.WRITE || !op.ended || op.lost) {
      return;
    }
    String asked =
        op.commands.size() == 1 ? op.commands.get(0).getClass().getSimpleName() : "several";
    String said =
        op.problem != null ? op.problem.code().name() : op.receipt.replayed() ? "replayed" : "ok";
    answers.computeIfAbsent(asked, name -> new TreeMap<>()).merge(said, 1L, Long::sum);
  }

  /** How often each command alone, or several together, were answered so. */
  Map<String, Map<String, Long>> answers() {
    return answers;
  }

  long seeds() {
    return seeds;
  }

  long nodes() {
    return nodes;
  }

  long commands() {
    return commands;
  }

  long commits() {
    return commits;
  }

  long requests() {
    return requests;
  }

  long leastCommands() {
    return leastCommands;
  }

  long leastFaults() {
    return leastFaults;
  }

  /** How often each fault struck. */
  Map<String, Long> strikes() {
    return strikes;
  }

  /** How often each invariant was checked. */
  Map<Invariant, Long> checks() {
    return checks;
  }

  /** In how many worlds a fault struck and an invariant was checked. */
  long together(String fault, Invariant invariant) {
    return together.getOrDefault(fault, Map.of()).getOrDefault(invariant, 0L);
  }

  AwaitPoints awaits() {
    return awaits;
  }

  /** How many violations there were. */
  long violationCount() {
    return count;
  }

  /** The first ones, with their seeds. */
  List<String> violations() {
    return violations;
  }
}
