package io.arco.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Worlds with runs, and workers that vanish, freeze, report late and twice. */
@ExtendWith(QuietLog.class)
final class RunSimulationTest {
  /** The worlds that every build runs; {@code scripts/simulate --runs} runs any others. */
  static final int SEEDS = 40;

  private static final int THREADS = 2;

  @Test
  void everyPromiseIsKeptAndServersDieAtEveryPointOfDispatch() {
    System.out.println("seeds of RunSimulationTest: 1 to " + SEEDS);
    Summary summary = new Summary();
    Campaign.run(
        1,
        SEEDS + 1,
        THREADS,
        seed -> Simulation.runWithRuns(seed, null),
        world -> {
          summary.add(world);
          SimulationTest.tell(world);
        });
    System.out.print(new Tables(summary).text());
    assertEquals(List.of(), summary.violations());
    assertEquals(SEEDS, summary.seeds());
    assertTrue(summary.leastCommands() >= Plan.MIN_COMMANDS, "commands");
    assertTrue(summary.leastFaults() >= Plan.MIN_FAULTS, "faults");
    Set<Invariant> unchecked = EnumSet.copyOf(Invariant.OF_RUNS);
    unchecked.removeAll(summary.checks().keySet());
    assertEquals(Set.of(), unchecked, "these were never checked");
    everyPointOfDispatchWasCrashedAt(summary.awaits());
  }

  private static void everyPointOfDispatchWasCrashedAt(AwaitPoints awaits) {
    Set<String> awaited = new TreeSet<>(awaits.awaited().keySet());
    awaited.removeAll(KnownPoints.ALL);
    assertEquals(
        new TreeSet<>(KnownPoints.OF_RUNS),
        awaited,
        "await-points-of-runs.txt is not what dispatch waits for");
    awaited.retainAll(awaits.missed());
    assertEquals(Set.of(), awaited, "no server died at these points");
  }

  @Test
  void oneSeedIsOneCourseOfEvents() {
    assertEquals(hash(3), hash(3));
    assertNotEquals(hash(3), hash(4));
  }

  private static long hash(long seed) {
    return Simulation.runWithRuns(seed, null).trace().hash();
  }
}
