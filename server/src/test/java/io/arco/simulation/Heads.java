package io.arco.simulation;

import io.arco.store.Key;
import java.util.Map;
import java.util.TreeMap;

/** How far a journal reached at each moment. */
final class Heads {
  private final TreeMap<Long, Long> byMillis = new TreeMap<>(Map.of(Long.MIN_VALUE, 0L));

  void grew(World world, long number, Key key) {
    long before = now();
    world
        .findings()
        .check(
            Invariant.LOG_IS_DENSE,
            number == before + 1 || number <= before,
            () -> key + " was written when the head was " + before);
    byMillis.put(world.time().nowMillis(), Math.max(before, number));
  }

  /** The newest commit there is. */
  long now() {
    return byMillis.lastEntry().getValue();
  }

  /** The newest commit that certainly was there at a virtual time. */
  long before(long millis) {
    return byMillis.lowerEntry(millis).getValue();
  }
}
