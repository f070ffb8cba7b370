package io.arco.catalog;

import io.arco.catalog.EntityChange.Standing;
import io.arco.store.Utf8Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The net effect of what was done to one catalog between two states: what was made and deleted
 * again, or altered and altered back, is not in it. An entity is known by its id. One whose parent
 * was renamed or moved is not altered by that. Parts that the states share are recognised by
 * identity and not looked into.
 */
public final class CatalogComparison {
  private static final Comparator<EntityChange> ORDER =
      Comparator.comparing(EntityChange::names, CatalogComparison::compareNames)
          .thenComparing(EntityChange::kind)
          .thenComparing(EntityChange::id);

  private final Map<UUID, Standing> gone = new HashMap<>();
  private final Map<UUID, Standing> come = new HashMap<>();
  private final List<EntityChange> changes = new ArrayList<>();

  private CatalogComparison() {}

  /**
   * What differs, by names in the order of their UTF-8 bytes, then by kind. May take long: for a
   * worker.
   */
  public static List<EntityChange> between(CatalogState before, CatalogState after) {
    CatalogComparison comparison = new CatalogComparison();
    comparison.children(
        List.of(), before.node(EntityPath.TOP), List.of(), after.node(EntityPath.TOP));
    comparison.match();
    comparison.changes.sort(ORDER);
    return List.copyOf(comparison.changes);
  }

  private static int compareNames(List<String> one, List<String> other) {
    int shared = Math.min(one.size(), other.size());
    for (int i = 0; i < shared; i++) {
      int order = Utf8Order.compare(one.get(i), other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  /** Both maps are sorted alike: they are walked side by side. */
  private void children(List<String> oldNames, Node before, List<String> newNames, Node after) {
    if (before.children() == after.children()) {
      return;
    }
    Iterator<Map.Entry<ChildKey, Node>> olds = before.children().entrySet().iterator();
    Iterator<Map.Entry<ChildKey, Node>> news = after.children().entrySet().iterator();
    Map.Entry<ChildKey, Node> old = next(olds);
    Map.Entry<ChildKey, Node> now = next(news);
    while (old != null || now != null) {
      int order = order(old, now);
      if (order < 0) {
        all(oldNames, old.getValue(), gone);
      } else if (order > 0) {
        all(newNames, now.getValue(), come);
      } else {
        same(oldNames, old.getValue(), newNames, now.getValue());
      }
      old = order <= 0 ? next(olds) : old;
      now = order >= 0 ? next(news) : now;
    }
  }

  private static Map.Entry<ChildKey, Node> next(Iterator<Map.Entry<ChildKey, Node>> entries) {
    return entries.hasNext() ? entries.next() : null;
  }

  private static int order(Map.Entry<ChildKey, Node> old, Map.Entry<ChildKey, Node> now) {
    if (old == null) {
      return 1;
    }
    return now == null ? -1 : old.getKey().compareTo(now.getKey());
  }

  private void same(List<String> oldParents, Node old, List<String> newParents, Node now) {
    if (old == now) {
      return;
    }
    if (!old.entity().id().equals(now.entity().id())) {
      all(oldParents, old, gone);
      all(newParents, now, come);
      return;
    }
    List<String> oldNames = below(oldParents, old.entity());
    List<String> newNames = below(newParents, now.entity());
    add(new Standing(oldNames, old.entity()), new Standing(newNames, now.entity()));
    children(oldNames, old, newNames, now);
  }

  private static void all(List<String> parents, Node node, Map<UUID, Standing> into) {
    List<String> names = below(parents, node.entity());
    into.put(node.entity().id(), new Standing(names, node.entity()));
    for (Node child : node.children().values()) {
      all(names, child, into);
    }
  }

  private static List<String> below(List<String> parents, Entity entity) {
    List<String> names = new ArrayList<>(parents.size() + 1);
    names.addAll(parents);
    names.add(entity.name());
    return List.copyOf(names);
  }

  /** What went in one place and came in another is one and the same. */
  private void match() {
    gone.forEach((id, before) -> add(before, come.remove(id)));
    come.values().forEach(after -> add(null, after));
  }

  private void add(Standing before, Standing after) {
    if (before == null || after == null || !before.entity().equals(after.entity())) {
      changes.add(new EntityChange(before, after));
    }
  }
}
