package io.arco.catalog;

import io.arco.ledger.StateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.pcollections.TreePMap;

/**
 * An entity and all below it: an immutable tree. Changing one place copies the nodes on the way to
 * it and shares the rest, so that it costs O(depth · log children) whatever hangs below.
 *
 * @param entity what stands here; null at the top alone
 * @param children by kind and name; nodes without any share one empty map
 * @param subtree the sum of the hashes of this entity and all below
 * @param count how many entities: this one and all below; the top itself does not count
 */
record Node(Entity entity, TreePMap<ChildKey, Node> children, StateHash subtree, int count) {
  /** The top of a catalog that holds nothing. */
  static final Node EMPTY_TOP = new Node(null, TreePMap.empty(), StateHash.ZERO, 0);

  /** A node without children. */
  static Node leaf(Entity entity) {
    return new Node(entity, EMPTY_TOP.children, hashOf(entity), 1);
  }

  /** The hash of one entity. */
  static StateHash hashOf(Entity entity) {
    return StateHash.of(entity.kind().hashName(), CanonicalJson.of(entity));
  }

  /** The node at the end of these keys, or null. */
  Node at(List<ChildKey> keys) {
    Node node = this;
    for (ChildKey key : keys) {
      node = node.children.get(key);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /**
   * With this node at the end of the keys, instead of any that is there.
   *
   * @throws IllegalStateException if the keys lead through a place where nothing stands
   */
  Node with(List<ChildKey> keys, Node node) {
    if (keys.isEmpty()) {
      return node;
    }
    ChildKey key = keys.get(0);
    Node old = children.get(key);
    if (keys.size() == 1) {
      return withChild(key, old, node);
    }
    if (old == null) {
      throw new IllegalStateException("no parent at " + key);
    }
    return withChild(key, old, old.with(keys.subList(1, keys.size()), node));
  }

  /**
   * Without the node at the end of the keys and all below it.
   *
   * @throws IllegalStateException if nothing stands there
   */
  Node without(List<ChildKey> keys) {
    ChildKey key = keys.get(0);
    Node old = children.get(key);
    if (old == null) {
      throw new IllegalStateException("nothing at " + key);
    }
    if (keys.size() > 1) {
      return withChild(key, old, old.without(keys.subList(1, keys.size())));
    }
    return new Node(entity, children.minus(key), subtree.minus(old.subtree), count - old.count);
  }

  /** With an altered entity here, and all below it as it was. */
  Node with(Entity altered) {
    StateHash others = subtree.minus(hashOf(entity));
    return new Node(altered, children, others.plus(hashOf(altered)), count);
  }

  /** Hands over every entity of this tree, parents before children. */
  void walk(Consumer<Entity> visitor) {
    if (entity != null) {
      visitor.accept(entity);
    }
    for (Node child : children.values()) {
      child.walk(visitor);
    }
  }

  /**
   * Hands over every entity below this node with what it belongs to, parents before children.
   *
   * @param parents what this node belongs to and this node's entity, from the top down
   */
  void walkBelow(List<Entity> parents, BiConsumer<List<Entity>, Entity> visitor) {
    for (Node child : children.values()) {
      visitor.accept(parents, child.entity);
      if (!child.children.isEmpty()) {
        List<Entity> lineage = new ArrayList<>(parents);
        lineage.add(child.entity);
        child.walkBelow(List.copyOf(lineage), visitor);
      }
    }
  }

  private Node withChild(ChildKey key, Node old, Node child) {
    StateHash others = old == null ? subtree : subtree.minus(old.subtree);
    int otherCount = old == null ? count : count - old.count;
    return new Node(
        entity, children.plus(key, child), others.plus(child.subtree), otherCount + child.count);
  }
}
