package io.arco.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulation that finds nothing is worth what it would have found. */
@ExtendWith(QuietLog.class)
final class PlantedBugsTest {
  static Stream<PlantedBug> bugs() {
    return Stream.concat(PlantedBugs.ALL.stream(), PlantedRunBugs.ALL.stream());
  }

  @Test
  void thereAreFifteenAndEightOfRuns() {
    assertEquals(15, PlantedBugs.ALL.stream().map(PlantedBug::name).distinct().count());
    assertEquals(8, PlantedRunBugs.ALL.stream().map(PlantedBug::name).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFoundWithinTheSeedsOfEveryBuild(PlantedBug bug, @TempDir Path directory)
      throws IOException {
    try (PlantedBuild build = PlantedBuild.of(bug, directory)) {
      String found = "";
      long seed = bug.seed();
      for (int tried = 0; tried < bug.seeds() && found.isEmpty(); tried++) {
        seed = (bug.seed() + tried - 1) % bug.seeds() + 1;
        found = build.find(bug, seed);
      }
      assertNotEquals("", found, "no seed of 1 to " + bug.seeds() + " finds it");
      System.out.println("planted: " + bug + ": seed " + seed + ", " + found);
    }
  }
}
