package io.arco.catalog;

import io.arco.ledger.StateHash;
import io.arco.table.Row;
import io.arco.table.TableRows;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
    Node top = restore.node(null, StateHash.ZERO, 0, null);
    restore.checkAllTaken();
    return new CatalogState(top, dropped(rows));
  }

  private static DroppedEntities dropped(TableRows rows) {
    CatalogRestore restore = new CatalogRestore();
    Map<UUID, Entity> roots = new HashMap<>();
    List<Entity> entities = DroppedRows.entities(rows, roots);
    // Children before parents, as above.
    entities.sort(Comparator.comparing(Entity::kind).reversed());
    for (Entity entity : entities) {
      if (!roots.containsKey(entity.id())) {
        restore.place(entity);
      }
    }
    DroppedEntities dropped = DroppedEntities.EMPTY;
    for (Row row : rows.rows(CatalogTables.DROPPED)) {
      Entity root = roots.get(UUID.fromString(row.text(0)));
      if (root == null) {
        throw new IllegalStateException("nothing dropped of id " + row.text(0));
      }
      Node node = restore.node(root, Node.hashOf(root), 1, root.id());
      dropped = dropped.with(DroppedRows.dropped(row, node));
    }
    restore.checkAllTaken();
    return dropped;
  }

  private void checkAllTaken() {
    if (!childrenOf.isEmpty()) {
      throw new IllegalStateException(
          "entities without a parent: " + childrenOf.keySet().iterator().next());
    }
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
