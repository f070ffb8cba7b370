package io.arco.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Where the shipped code waits: for a store, a worker, a timer or the bus. A point is named by what
 * is waited for and by the code that waits.
 */
final class AwaitPoints {
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final Set<String> PASSED_OVER =
      Set.of("onWorkers", "each", "nowOrLater", "lambda$onWorkers", "onWorker");
  private static final String AWAITS = "!";
  private static final String HANDS_ON = "-";
  private static final Map<String, String> NAMES = new java.util.concurrent.ConcurrentHashMap<>();

  private final Map<String, Long> awaited = new TreeMap<>();
  private final Map<String, Long> crashed = new TreeMap<>();

  /** What one process waits for at the moment. */
  static final class Pending {
    private final Map<String, Integer> counts = new HashMap<>();

    private void add(String point, int more) {
      counts.merge(point, more, Integer::sum);
    }
  }

  /** Is told when a process begins to wait at a point. */
  private BiConsumer<ServerProcess, String> watcher = (process, point) -> {};

  void watch(BiConsumer<ServerProcess, String> newWatcher) {
    watcher = newWatcher;
  }

  /** A process begins to wait; answers the point. */
  String begin(ServerProcess process, String what) {
    String point = what + " " + WALKER.walk(AwaitPoints::caller);
    if (!process.isCounted()) {
      return point;
    }
    awaited.merge(point, 1L, Long::sum);
    process.pending().add(point, 1);
    watcher.accept(process, point);
    return point;
  }

  void end(ServerProcess process, String point) {
    process.pending().add(point, -1);
  }

  /** A process dies at all points where it waits. */
  void crash(ServerProcess process) {
    if (!process.isCounted()) {
      return;
    }
    process
        .pending()
        .counts
        .forEach(
            (point, count) -> {
              if (count > 0) {
                crashed.merge(point, 1L, Long::sum);
              }
            });
  }

  Map<String, Long> awaited() {
    return awaited;
  }

  Map<String, Long> crashed() {
    return crashed;
  }

  /** Points that were awaited and not crashed at. */
  Set<String> missed() {
    Set<String> missed = new TreeSet<>(awaited.keySet());
    missed.removeAll(crashed.keySet());
    return missed;
  }

  void addAll(AwaitPoints others) {
    others.awaited.forEach((point, count) -> awaited.merge(point, count, Long::sum));
    others.crashed.forEach((point, count) -> crashed.merge(point, count, Long::sum));
  }

  private static String caller(Stream<StackWalker.StackFrame> frames) {
    String[] handsOn = {"?"};
    return frames
        .filter(frame -> isShipped(frame.getClassName()))
        .map(frame -> nameOf(frame.getClassName(), frame.getMethodName()))
        .peek(name -> handsOn[0] = name.substring(1))
        .filter(name -> name.startsWith(AWAITS))
        .map(name -> name.substring(1))
        .findFirst()
        .orElseGet(() -> handsOn[0]);
  }

  private static boolean isShipped(String type) {
    return type.startsWith("io.arco.")
        && !type.startsWith("io.arco.simulation.")
        && !type.startsWith("io.arco.testing.")
        && !type.startsWith("io.arco.store.")
        && !type.startsWith("io.arco.runtime.");
  }

  private static String nameOf(String type, String method) {
    return NAMES.computeIfAbsent(type + "#" + method, ignored -> shortName(type, method));
  }

  /** After a mark of whether the code waits or only hands on. */
  private static String shortName(String type, String method) {
    String name = type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$\\d+", "");
    String of = method.startsWith("lambda$") ? method.split("\\$")[1] : method;
    boolean handsOn =
        name.equals("ObjectSlots")
            || name.equals("Tail")
            || name.equals("NumberedLog") && of.startsWith("read")
            || PASSED_OVER.contains(of);
    return (handsOn ? HANDS_ON : AWAITS) + name.replace('$', '.') + "." + of;
  }
}
