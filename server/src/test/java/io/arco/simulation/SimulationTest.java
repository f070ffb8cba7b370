package io.arco.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogDomain;
import io.arco.testing.faults.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three hundred worlds, and not one broken promise. */
@ExtendWith(QuietLog.class)
final class SimulationTest {
  /** The worlds that every build runs; {@code scripts/simulate} runs any others. */
  static final int SEEDS = 300;

  private static final int THREADS = 2;

  @Test
  void everyPromiseIsKeptInEveryWorldAndServersDieAtEveryPoint() {
    System.out.println("seeds of SimulationTest: 1 to " + SEEDS);
    Summary summary = new Summary();
    Campaign.run(
        1,
        SEEDS + 1,
        THREADS,
        seed -> Simulation.run(seed, null),
        world -> {
          assertTrue(world.nodes().size() >= 2);
          summary.add(world);
          tell(world);
        });
    System.out.print(new Tables(summary).text());
    assertEquals(List.of(), summary.violations());
    assertEquals(SEEDS, summary.seeds());
    assertTrue(summary.leastCommands() >= Plan.MIN_COMMANDS, "commands");
    assertTrue(summary.leastFaults() >= Plan.MIN_FAULTS, "faults");
    everyFaultStruck(summary);
    everyInvariantWasChecked(summary);
    everyCommandWasDoneAndRefused(summary);
    everyPointWasCrashedAt(summary.awaits());
  }

  /** Tells of a world in which a promise was broken. */
  static void tell(World world) {
    if (world.findings().count() > 0) {
      System.out.println("seed " + world.plan().seed() + " broke a promise; its last events:");
      world.trace().lastLines().forEach(System.out::println);
      world.findings().violations().forEach(System.out::println);
      System.out.println("repeat it: " + Simulate.repetition(world));
    }
  }

  private static void everyFaultStruck(Summary summary) {
    Set<String> quiet = new TreeSet<>();
    for (Fault fault : Fault.values()) {
      quiet.add(fault.name());
    }
    // A store of that kind is refused before a workspace is opened: FaultStoreTest.
    quiet.remove(Fault.IGNORES_PUT_IF_ABSENT.name());
    quiet.addAll(Strikes.ALL);
    quiet.removeAll(summary.strikes().keySet());
    assertEquals(Set.of(), quiet, "these never struck");
  }

  private static void everyInvariantWasChecked(Summary summary) {
    Set<Invariant> unchecked = new HashSet<>(List.of(Invariant.values()));
    unchecked.removeAll(Invariant.OF_RUNS);
    unchecked.removeAll(summary.checks().keySet());
    assertEquals(Set.of(), unchecked, "these were never checked");
  }

  /** What a world may be asked is all that the catalog knows. */
  private static void everyCommandWasDoneAndRefused(Summary summary) {
    for (Class<?> command : new CatalogDomain().commands().values()) {
      Map<String, Long> answers = summary.answers().getOrDefault(command.getSimpleName(), Map.of());
      assertTrue(answers.containsKey("ok"), () -> command + " was never done");
      assertTrue(answers.size() > 3, () -> command + " was only answered " + answers);
    }
  }

  /** The written list keeps the set from shrinking unseen. */
  private static void everyPointWasCrashedAt(AwaitPoints awaits) {
    assertEquals(
        new TreeSet<>(KnownPoints.ALL),
        new TreeSet<>(awaits.awaited().keySet()),
        "await-points.txt is not what the code waits for");
    assertEquals(Set.of(), awaits.missed(), "no server died at these points");
  }

  /**
   * Beyond those of every build: 4090, a look overtook an opening anew; 8436, two servers that had
   * been stopped left commits directly below the floor.
   */
  @ParameterizedTest
  @ValueSource(longs = {4090, 8436})
  void aWorldThatBrokeAPromiseKeepsItNow(long seed) {
    World world = Simulation.run(seed, null);
    tell(world);
    assertEquals(0, world.findings().count());
  }

  @Test
  void oneSeedIsOneCourseOfEvents() {
    assertEquals(Simulation.run(3, null).trace().hash(), Simulation.run(3, null).trace().hash());
    assertNotEquals(Simulation.run(3, null).trace().hash(), Simulation.run(4, null).trace().hash());
  }
}
