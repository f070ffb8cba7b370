package io.arco.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bug that the simulation must find: a change to the source of a shipped class, which tests
 * compile and put before the sound class on a class path of their own. Shipped code has no switch
 * for it, and a change that no longer fits fails the test.
 *
 * @param name what is wrong
 * @param changes what is replaced by what, of one class or of several
 * @param seed a seed that is known to find it, where the search begins
 * @param inRuns whether worlds with runs find it, or those without
 */
record PlantedBug(String name, List<Change> changes, long seed, boolean inRuns) {
  /**
   * Replaces one piece of source by another.
   *
   * @param type the class it is in
   * @param sound what is there, once; white space does not count
   * @param broken what is there instead
   */
  record Change(String type, String sound, String broken) {}

  /** How many worlds of its kind every build runs. */
  int seeds() {
    return inRuns ? RunSimulationTest.SEEDS : SimulationTest.SEEDS;
  }

  /** The classes it is in. */
  List<String> types() {
    return changes.stream().map(Change::type).distinct().toList();
  }

  private static String moduleOf(String type) {
    String[] packages = type.split("\\.");
    return switch (packages[2]) {
      case "compactor", "gc", "verify" -> "compactor";
      case "planner", "server" -> packages[2];
      default -> "storage";
    };
  }

  /** A class's source with the bug in it. */
  String source(String type) {
    Path file = Path.of("..", moduleOf(type), "src/main/java", type.replace('.', '/') + ".java");
    String source;
    try {
      source = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Change change : changes) {
      if (!change.type().equals(type)) {
        continue;
      }
      Matcher matcher = pattern(change.sound()).matcher(source);
      if (!matcher.find()) {
        throw new AssertionError(
            name + " can't be planted: not in " + type + ": " + change.sound());
      }
      int end = matcher.end();
      String planted = source.substring(0, matcher.start()) + change.broken();
      if (matcher.find()) {
        throw new AssertionError(name + " fits twice in " + type + ": " + change.sound());
      }
      source = planted + source.substring(end);
    }
    return source;
  }

  private static Pattern pattern(String sound) {
    StringBuilder pattern = new StringBuilder();
    for (String word : sound.strip().split("\\s+")) {
      pattern.append(pattern.isEmpty() ? "" : "\\s+").append(Pattern.quote(word));
    }
    return Pattern.compile(pattern.toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
