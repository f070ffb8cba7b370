package io.arco.simulation;

import io.arco.testing.faults.Fault;
import io.arco.testing.faults.FaultCounts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often the world did what it may do to servers, messages and the store. */
final class Strikes {
  static final String CRASH = "CRASH";
  static final String PAUSE = "PAUSE";
  static final String CLOCK_JUMP = "CLOCK_JUMP";
  static final String MESSAGE_LOST = "MESSAGE_LOST";
  static final String MESSAGE_DOUBLED = "MESSAGE_DOUBLED";
  static final String MESSAGE_LATE = "MESSAGE_LATE";

  /** Days without requests. */
  static final String NIGHT = "NIGHT";

  /** Garbage was collected. */
  static final String COLLECTION = "COLLECTION";

  static final List<String> ALL =
      List.of(
          CRASH, PAUSE, CLOCK_JUMP, MESSAGE_LOST, MESSAGE_DOUBLED, MESSAGE_LATE, NIGHT, COLLECTION);

  private final FaultCounts ofStore;
  private final Map<String, Long> others = new TreeMap<>();

  Strikes(FaultCounts ofStore) {
    this.ofStore = ofStore;
  }

  void add(String what) {
    others.merge(what, 1L, Long::sum);
  }

  long of(String what) {
    return others.getOrDefault(what, 0L);
  }

  /** All of them, slow answers of the store not counted. */
  long total() {
    return ofStore.total() + others.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Each that struck at least once, by name. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>(others);
    ofStore.all().forEach((Fault fault, Long times) -> all.put(fault.name(), times));
    return all;
  }
}
