package io.arco.testing.faults;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How often each fault struck. Used on one thread. */
public final class FaultCounts {
  private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

  /** Counts one more. */
  public void add(Fault fault) {
    counts.merge(fault, 1L, Long::sum);
  }

  /** Adds those counted elsewhere. */
  public void addAll(FaultCounts others) {
    others.counts.forEach((fault, count) -> counts.merge(fault, count, Long::sum));
  }

  /** How often a fault struck. */
  public long of(Fault fault) {
    return counts.getOrDefault(fault, 0L);
  }

  /** How often any struck, slow answers not counted. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum() - of(Fault.LATENCY);
  }

  /** All that struck at least once. */
  public Map<Fault, Long> all() {
    return Collections.unmodifiableMap(counts);
  }
}
