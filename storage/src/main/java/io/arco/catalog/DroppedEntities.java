package io.arco.catalog;

import io.arco.ledger.StateHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pcollections.TreePMap;

/**
 * All that was deleted and can be put back: an immutable value. Finding, adding and taking away
 * cost O(log n), whatever hangs below.
 */
public final class DroppedEntities {
  static final DroppedEntities EMPTY =
      new DroppedEntities(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), 0, StateHash.ZERO);

  private record Expiry(Instant at, UUID id) implements Comparable<Expiry> {
    static Expiry of(Dropped dropped) {
      return new Expiry(dropped.keptUntil(), dropped.id());
    }

    @Override
    public int compareTo(Expiry other) {
      int order = at.compareTo(other.at);
      return order != 0 ? order : id.compareTo(other.id);
    }
  }

  private final TreePMap<UUID, Dropped> byId;
  private final TreePMap<DroppedKey, Dropped> byName;
  private final TreePMap<Expiry, Dropped> byExpiry;
  private final int count;
  private final StateHash hash;

  private DroppedEntities(
      TreePMap<UUID, Dropped> byId,
      TreePMap<DroppedKey, Dropped> byName,
      TreePMap<Expiry, Dropped> byExpiry,
      int count,
      StateHash hash) {
    this.byId = byId;
    this.byName = byName;
    this.byExpiry = byExpiry;
    this.count = count;
    this.hash = hash;
  }

  /** How many entities were dropped and are kept, those below others included. */
  public int count() {
    return count;
  }

  /** What a deletion took of which the entity of this id was named. */
  public Optional<Dropped> find(UUID id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * A page of what can be put back, in the order of {@link DroppedKey}s.
   *
   * @param parents only what stood below these names, or led to by them; none: all
   * @param after only what stands behind this; null: from the first
   * @param time only what can still be put back by a commit of this time
   * @param limit at most so many
   */
  public List<Dropped> page(List<String> parents, DroppedKey after, Instant time, int limit) {
    DroppedKey from = DroppedKey.before(parents);
    if (after != null && after.compareTo(from) > 0) {
      from = after;
    }
    List<Dropped> page = new ArrayList<>();
    for (Map.Entry<DroppedKey, Dropped> entry : byName.tailMap(from, false).entrySet()) {
      if (page.size() >= limit || !entry.getKey().isBelow(parents)) {
        break;
      }
      if (entry.getValue().isKeptAt(time)) {
        page.add(entry.getValue());
      }
    }
    return page;
  }

  /** All of them, those that are kept shortest first. */
  Collection<Dropped> byExpiry() {
    return byExpiry.values();
  }

  DroppedEntities with(Dropped dropped) {
    return new DroppedEntities(
        byId.plus(dropped.id(), dropped),
        byName.plus(dropped.key(), dropped),
        byExpiry.plus(Expiry.of(dropped), dropped),
        count + dropped.count(),
        hash.plus(dropped.hash()));
  }

  /**
   * Without what this id names.
   *
   * @throws IllegalStateException if there is nothing of this id
   */
  DroppedEntities without(UUID id) {
    Dropped dropped = byId.get(id);
    if (dropped == null) {
      throw new IllegalStateException("nothing dropped of id " + id);
    }
    return new DroppedEntities(
        byId.minus(id),
        byName.minus(dropped.key()),
        byExpiry.minus(Expiry.of(dropped)),
        count - dropped.count(),
        hash.minus(dropped.hash()));
  }

  StateHash hash() {
    return hash;
  }

  /** The same, computed anew from every entity. */
  StateHash recomputeHash() {
    StateHash[] sum = {StateHash.ZERO};
    for (Dropped dropped : byId.values()) {
      sum[0] = sum[0].plus(dropped.ownHash());
      dropped.node().walk(entity -> sum[0] = sum[0].plus(Node.hashOf(entity)));
    }
    return sum[0];
  }
}
