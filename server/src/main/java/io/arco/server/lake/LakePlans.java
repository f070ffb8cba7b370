package io.arco.server.lake;

import io.arco.server.lake.LakePlan.Witness;
import io.arco.server.sql.TableVersion;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Plans of tables asked before, within a bound of bytes; what was used longest ago leaves first. A
 * plan is handed out only while its witness holds, so that no answer is older than the table.
 * Thread-safe; looks at witnesses outside its lock.
 */
public final class LakePlans {
  /** What plans may take together, by their own count. */
  public static final long MAX_BYTES = 64L << 20;

  /** How many plans are kept at most. */
  public static final int MAX_PLANS = 1_000;

  private final long maxBytes;
  private final int maxPlans;
  private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** None yet. */
  public LakePlans() {
    this(MAX_BYTES, MAX_PLANS);
  }

  LakePlans(long maxBytes, int maxPlans) {
    this.maxBytes = maxBytes;
    this.maxPlans = maxPlans;
  }

  /**
   * Of what a plan is.
   *
   * @param owner who asks: plans are not shared among them
   * @param location where the table is registered
   * @param version what was asked for, or the newest
   */
  record Key(String owner, String location, Optional<TableVersion> version) {}

  private record Kept(LakePlan plan, Witness witness, long bytes) {}

  /** The plan, if its witness is believed. */
  Optional<LakePlan> find(Key key, Predicate<Witness> isTrue) {
    Kept known;
    synchronized (this) {
      known = kept.get(key);
    }
    return known != null && isTrue.test(known.witness())
        ? Optional.of(known.plan())
        : Optional.empty();
  }

  /** Keeps a plan in place of an older one. One that is too large for all the room is not kept. */
  void keep(Key key, LakePlan plan, Witness witness) {
    Kept entry = new Kept(plan, witness, plan.bytes());
    synchronized (this) {
      remove(kept.remove(key));
      if (entry.bytes() > maxBytes) {
        return;
      }
      kept.put(key, entry);
      bytes += entry.bytes();
      Iterator<Kept> oldestFirst = kept.values().iterator();
      while (bytes > maxBytes || kept.size() > maxPlans) {
        Kept oldest = oldestFirst.next();
        oldestFirst.remove();
        remove(oldest);
      }
    }
  }

  private void remove(Kept entryOrNull) {
    bytes -= entryOrNull == null ? 0 : entryOrNull.bytes();
  }

  /** What the plans take. */
  synchronized long bytes() {
    return bytes;
  }

  /** How many there are. */
  synchronized int size() {
    return kept.size();
  }
}
