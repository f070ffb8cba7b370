package io.arco.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each invariant was checked in a world, and where it did not hold. */
final class Findings {
  /** Violations kept; more are only counted. */
  private static final int MAX_KEPT = 20;

  private final Map<Invariant, Long> checks = new EnumMap<>(Invariant.class);
  private final List<Violation> violations = new ArrayList<>();
  private long count;

  /**
   * A promise that was not kept.
   *
   * @param cause what was thrown, or null
   */
  record Violation(Invariant invariant, String what, Throwable cause) {}

  /** Checks a promise; the text is asked for only if it does not hold. */
  void check(Invariant invariant, boolean holds, java.util.function.Supplier<String> what) {
    checks.merge(invariant, 1L, Long::sum);
    if (!holds) {
      add(invariant, what.get(), null);
    }
  }

  void add(Invariant invariant, String what, Throwable cause) {
    count++;
    if (violations.size() < MAX_KEPT) {
      violations.add(new Violation(invariant, what, cause));
    }
  }

  Map<Invariant, Long> checks() {
    return checks;
  }

  long count() {
    return count;
  }

  List<Violation> violations() {
    return violations;
  }
}
