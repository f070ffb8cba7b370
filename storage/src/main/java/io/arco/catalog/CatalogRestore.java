package io.arco.catalog;

import io.arco.ledger.StateHash;
import io.arco.table.TableRows;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.pcollections.TreePMap;

/**
 * Builds a state from rows, from the leaves up: every node is made once, every map from sorted
 * entries, so that it takes time in proportion to the rows.
 */
final class CatalogRestore {
  private final Map<String, UUID> ids = new HashMap<>();
  private final Map<UUID, TreeMap<ChildKey, Node>> childrenOf = new HashMap<>();

  private CatalogRestore() {}

  /**
   * The state these rows show.
   *
   * @throws IllegalStateException if rows contradict each other
   */
  static CatalogState from(TableRows rows) {
    CatalogRestore restore = new CatalogRestore();
    EntityKind[] kinds = EntityKind.values();
    // Parents are declared before children: going backwards, every child is there in time.
    for (int i = kinds.length - 1; i >= 0; i--) {
      EntityRows.BY_KIND.get(kinds[i]).restore(rows, restore::id, restore::place);
    }
    CatalogState state = new CatalogState(restore.node(null, StateHash.ZERO, 0, null));
    if (!restore.childrenOf.isEmpty()) {
      throw new IllegalStateException(
          "entities without a parent: " + restore.childrenOf.keySet().iterator().next());
    }
    return state;
  }

  private UUID id(String text) {
    return ids.computeIfAbsent(text, UUID::fromString);
  }

  private void place(Entity entity) {
    Node node = node(entity, Node.hashOf(entity), 1, entity.id());
    ChildKey key = new ChildKey(entity.kind(), entity.name());
    Node other =
        childrenOf.computeIfAbsent(entity.parentId(), id -> new TreeMap<>()).put(key, node);
    if (other != null) {
      throw new IllegalStateException("two entities of one name: " + other.entity().id());
    }
  }

  private Node node(Entity entity, StateHash own, int count, UUID id) {
    TreeMap<ChildKey, Node> children = childrenOf.remove(id);
    if (children == null) {
      return new Node(entity, Node.EMPTY_TOP.children(), own, count);
    }
    StateHash subtree = own;
    int all = count;
    for (Node child : children.values()) {
      subtree = subtree.plus(child.subtree());
      all += child.count();
    }
    return new Node(entity, TreePMap.fromSortedMap(children), subtree, all);
  }
}
