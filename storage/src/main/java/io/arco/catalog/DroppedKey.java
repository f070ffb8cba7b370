package io.arco.catalog;

import io.arco.store.Utf8Order;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Where something dropped stands in their list: by the UTF-8 bytes of its names, then by kind, the
 * newest first.
 *
 * @param names the names that led to it, from the top down
 * @param kind of which kind it is; null stands before all kinds
 * @param sequence the commit of the deletion
 * @param id its id
 */
public record DroppedKey(List<String> names, EntityKind kind, long sequence, UUID id)
    implements Comparable<DroppedKey> {
  /** Copies the names. */
  public DroppedKey {
    names = List.copyOf(names);
  }

  /**
   * Stands before everything that was below these names, and before what they themselves led to.
   */
  static DroppedKey before(List<String> names) {
    return new DroppedKey(names, null, Long.MAX_VALUE, null);
  }

  /** Whether these are names of something above it, or its own. */
  boolean isBelow(List<String> parents) {
    return names.size() >= parents.size() && names.subList(0, parents.size()).equals(parents);
  }

  @Override
  public int compareTo(DroppedKey other) {
    int shared = Math.min(names.size(), other.names.size());
    for (int i = 0; i < shared; i++) {
      int order = Utf8Order.compare(names.get(i), other.names.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(names.size(), other.names.size());
    order = order != 0 ? order : Integer.compare(rank(kind), rank(other.kind));
    order = order != 0 ? order : Long.compare(other.sequence, sequence);
    return order != 0 || Objects.equals(id, other.id) ? order : rank(id, other.id);
  }

  private static int rank(EntityKind kind) {
    return kind == null ? -1 : kind.ordinal();
  }

  private static int rank(UUID one, UUID other) {
    if (one == null || other == null) {
      return one == null ? -1 : 1;
    }
    return one.compareTo(other);
  }
}
