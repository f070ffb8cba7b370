package io.arco.simulation;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.List;

/** What happened in a world, in order: a hash of all of it, and the last lines. */
final class Trace {
  private static final int KEPT_LINES = 400;

  private final ArrayDeque<String> last = new ArrayDeque<>();
  private final PrintStream out;
  private long hash = 17;
  private long events;

  /** One that prints every line as well, if there is somewhere to print. */
  Trace(PrintStream out) {
    this.out = out;
  }

  void add(long nowMillis, String what) {
    events++;
    hash = (hash * 31 + nowMillis) * 1_000_003 + what.hashCode();
    String line = nowMillis + " " + what;
    last.addLast(line);
    if (last.size() > KEPT_LINES) {
      last.removeFirst();
    }
    if (out != null) {
      out.println(line);
    }
  }

  /** Equal for equal courses of events. */
  long hash() {
    return hash;
  }

  long events() {
    return events;
  }

  List<String> lastLines() {
    return List.copyOf(last);
  }
}
