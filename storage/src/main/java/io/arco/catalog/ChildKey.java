package io.arco.catalog;

import io.arco.store.Utf8Order;
import java.util.Objects;

/**
 * Names an entity among the children of its parent. Ordered by kind, then by the name's UTF-8
 * bytes; names differ when their characters do (case counts).
 *
 * @param kind its kind
 * @param name its name
 */
public record ChildKey(EntityKind kind, String name) implements Comparable<ChildKey> {
  /** Neither part is null. */
  public ChildKey {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  @Override
  public int compareTo(ChildKey other) {
    int order = kind.compareTo(other.kind);
    return order != 0 ? order : Utf8Order.compare(name, other.name);
  }
}
