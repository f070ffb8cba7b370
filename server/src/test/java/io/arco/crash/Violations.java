package io.arco.crash;

import java.util.ArrayList;
import java.util.List;

/** What was promised and not kept. Thread-safe. */
final class Violations {
  /** No more are kept; they are counted. */
  static final int MAX_KEPT = 50;

  private final List<String> kept = new ArrayList<>();
  private int count;

  synchronized void add(String what) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(what);
    }
  }

  /** Adds it unless the promise holds. */
  void check(boolean holds, String what) {
    if (!holds) {
      add(what);
    }
  }

  synchronized int count() {
    return count;
  }

  /** The first ones. */
  synchronized List<String> kept() {
    return List.copyOf(kept);
  }
}
