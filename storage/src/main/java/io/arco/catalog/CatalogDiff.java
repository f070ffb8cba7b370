package io.arco.catalog;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What differs between two states of one catalog. Parts that the states share are recognised by
 * identity and not looked into, so that the cost is that of the children beside what changed.
 */
public final class CatalogDiff {
  private final Sink sink;

  private CatalogDiff(Sink sink) {
    this.sink = sink;
  }

  /** Takes what differs. */
  public interface Sink {
    /**
     * An entity that stood there stands there no more. One that was renamed or moved, or that hangs
     * below such a one, is told of here and in {@link #there}, in any order.
     */
    void gone(Entity entity);

    /**
     * An entity is new, altered, or at a new place.
     *
     * @param names the names that lead to it, from the top down, its own included
     * @param entity as it is in the later state
     */
    void there(List<String> names, Entity entity);
  }

  /** Hands out what differs; the whole of {@code after} if {@code before} is empty. */
  public static void between(CatalogState before, CatalogState after, Sink sink) {
    new CatalogDiff(sink)
        .children(List.of(), before.node(EntityPath.TOP), after.node(EntityPath.TOP));
  }

  /** Both maps are sorted alike: they are walked side by side. */
  private void children(List<String> parents, Node before, Node after) {
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
        old.getValue().walk(sink::gone);
        old = next(olds);
      } else if (order > 0) {
        all(parents, now.getValue());
        now = next(news);
      } else {
        same(parents, old.getValue(), now.getValue());
        old = next(olds);
        now = next(news);
      }
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

  /** Two entities of one name; not one and the same if one was deleted and another created. */
  private void same(List<String> parents, Node old, Node now) {
    if (old == now) {
      return;
    }
    if (!old.entity().id().equals(now.entity().id())) {
      old.walk(sink::gone);
      all(parents, now);
      return;
    }
    List<String> names = below(parents, now.entity());
    if (old.entity() != now.entity()) {
      sink.there(names, now.entity());
    }
    children(names, old, now);
  }

  private void all(List<String> parents, Node node) {
    List<String> names = below(parents, node.entity());
    sink.there(names, node.entity());
    for (Node child : node.children().values()) {
      all(names, child);
    }
  }

  private static List<String> below(List<String> parents, Entity entity) {
    List<String> names = new ArrayList<>(parents.size() + 1);
    names.addAll(parents);
    names.add(entity.name());
    return List.copyOf(names);
  }
}
