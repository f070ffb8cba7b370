package io.arco.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The former states that are in memory: of each so many commits one, put here as the ledger goes
 * on, and those that were built for somebody. States share all that did not change between them, so
 * a kept one holds what was changed since the one before: by estimate {@value #BYTES_PER_EVENT}
 * bytes for each event and twice the bytes of the commits. One that was read from a snapshot shares
 * nothing with the newest; it is charged with all it holds, once for all that were built on it. The
 * passed and the built have half of the bytes each. May be used from any thread.
 */
final class FormerMemory {
  /** What one event leaves behind: the path of tree nodes to a place and an entity. */
  static final long BYTES_PER_EVENT = 2_048;

  private final FormerOptions options;
  private final int maxPassed;
  private final NavigableMap<Long, Kept> states = new TreeMap<>();
  private final Origin ledger = new Origin(0);
  private final Share passed = new Share();
  private final Share built = new Share();
  private long uses;

  /** One of the two kinds: how many there are, and what they hold. */
  private static final class Share {
    private int count;
    private long bytes;
  }

  /** What a state that was read from a snapshot and all built on it hold in common. */
  static final class Origin {
    private final long bytes;
    private int members;

    Origin(long bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A state to begin from.
   *
   * @param state the state
   * @param origin what it shares
   */
  record Base(WorkspaceState state, Origin origin) {}

  private static final class Kept {
    private final Base base;
    private final long bytes;
    private final boolean isBuilt;
    private long usedAt;

    Kept(Base base, long bytes, boolean isBuilt) {
      this.base = base;
      this.bytes = bytes;
      this.isBuilt = isBuilt;
    }
  }

  FormerMemory(FormerOptions options) {
    this.options = options;
    this.maxPassed = Math.max(1, options.commits() / FormerStates.INTERVAL);
  }

  /** Keeps a state that the ledger passes. */
  synchronized void passed(WorkspaceState state, long heldBytes) {
    put(new Kept(new Base(state, ledger), heldBytes, false));
  }

  /** Keeps a state of the ledger's own that somebody will ask for. */
  synchronized void kept(WorkspaceState state, long heldBytes) {
    put(new Kept(new Base(state, ledger), heldBytes, true));
  }

  /** Keeps a state that was built. */
  synchronized void built(Base base, long heldBytes) {
    put(new Kept(base, heldBytes, true));
  }

  /** The state of this very sequence. */
  synchronized Optional<WorkspaceState> at(long sequence) {
    return Optional.ofNullable(states.get(sequence)).map(this::used).map(Base::state);
  }

  /** The nearest state at or before a sequence. */
  synchronized Optional<Base> atOrBefore(long sequence) {
    return Optional.ofNullable(states.floorEntry(sequence))
        .map(Map.Entry::getValue)
        .map(this::used);
  }

  /** The sequence of the newest state here whose commit was made at or before a time, or 0. */
  synchronized long newestUntil(Instant time) {
    for (Kept kept : states.descendingMap().values()) {
      if (!kept.base.state().committedAt().isAfter(time)) {
        return kept.base.state().sequence();
      }
    }
    return 0;
  }

  /** The sequence of the oldest state here behind a time, or {@code fallback}. */
  synchronized long oldestBehind(Instant time, long fallback) {
    long oldest = fallback;
    for (Kept kept : states.descendingMap().values()) {
      if (!kept.base.state().committedAt().isAfter(time)) {
        break;
      }
      oldest = kept.base.state().sequence();
    }
    return oldest;
  }

  /** How many states are here. */
  synchronized int size() {
    return states.size();
  }

  /** What they hold, by estimate. */
  synchronized long bytes() {
    return passed.bytes + built.bytes;
  }

  private Base used(Kept kept) {
    kept.usedAt = ++uses;
    return kept.base;
  }

  private void put(Kept kept) {
    long sequence = kept.base.state().sequence();
    if (states.containsKey(sequence)) {
      used(states.get(sequence));
      return;
    }
    states.put(sequence, kept);
    kept.usedAt = ++uses;
    count(kept, 1);
    long share = options.bytes() / 2;
    while (built.count > options.built() || (built.count > 1 && built.bytes > share)) {
      removeBuilt();
    }
    while (passed.count > maxPassed || (passed.count > 0 && passed.bytes > share)) {
      removeOldestPassed();
    }
  }

  /** The one not used for longest; never the one just put, which was used last. */
  private void removeBuilt() {
    Kept eldest =
        states.values().stream()
            .filter(kept -> kept.isBuilt)
            .min(Comparator.comparingLong(kept -> kept.usedAt))
            .orElseThrow();
    states.remove(eldest.base.state().sequence());
    count(eldest, -1);
  }

  private void removeOldestPassed() {
    Iterator<Kept> ascending = states.values().iterator();
    while (ascending.hasNext()) {
      Kept kept = ascending.next();
      if (!kept.isBuilt) {
        ascending.remove();
        count(kept, -1);
        return;
      }
    }
  }

  private void count(Kept kept, int sign) {
    Origin origin = kept.base.origin();
    boolean carries = sign > 0 ? origin.members == 0 : origin.members == 1;
    origin.members += sign;
    Share share = kept.isBuilt ? built : passed;
    share.count += sign;
    share.bytes += sign * (kept.bytes + (carries ? origin.bytes : 0));
  }
}
