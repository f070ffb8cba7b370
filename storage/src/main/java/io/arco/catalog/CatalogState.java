package io.arco.catalog;

import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Everything a workspace's catalog holds, as a value: any thread reads it, nobody changes it.
 * Looking up by name costs O(log n), a page of a list O(log n + page). How it is built: {@code
 * docs/design/002-catalog-state.md}.
 */
public final class CatalogState {
  /** The catalog of a new workspace. */
  public static final CatalogState EMPTY = new CatalogState(Node.EMPTY_TOP, DroppedEntities.EMPTY);

  private final Node top;
  private final DroppedEntities dropped;

  CatalogState(Node top, DroppedEntities dropped) {
    this.top = top;
    this.dropped = dropped;
  }

  /** The catalog of this name. */
  public Optional<CatalogEntity> catalog(String name) {
    return at(EntityPath.catalog(name)).map(CatalogEntity.class::cast);
  }

  /** The schema of this name. */
  public Optional<SchemaEntity> schema(String catalog, String name) {
    return at(EntityPath.schema(catalog, name)).map(SchemaEntity.class::cast);
  }

  /** The table of this name. */
  public Optional<TableEntity> table(String catalog, String schema, String name) {
    return at(EntityPath.table(catalog, schema, name)).map(TableEntity.class::cast);
  }

  /** What stands there; nothing stands at the top. */
  public Optional<Entity> at(EntityPath path) {
    return Optional.ofNullable(node(path)).map(Node::entity);
  }

  /** Catalogs by name; see {@link #children}. */
  public List<CatalogEntity> catalogs(String after, int limit) {
    return page(EntityPath.TOP, EntityKind.CATALOG, after, limit, CatalogEntity.class);
  }

  /** Schemas of a catalog by name; see {@link #children}. */
  public List<SchemaEntity> schemas(String catalog, String after, int limit) {
    return page(EntityPath.catalog(catalog), EntityKind.SCHEMA, after, limit, SchemaEntity.class);
  }

  /** Tables of a schema by name; see {@link #children}. */
  public List<TableEntity> tables(String catalog, String schema, String after, int limit) {
    return page(
        EntityPath.schema(catalog, schema), EntityKind.TABLE, after, limit, TableEntity.class);
  }

  /**
   * A page of the children of one kind, by the UTF-8 bytes of their names. Empty if there are none
   * or the parent is not there.
   *
   * @param parent whose children
   * @param kind of which kind
   * @param after only names behind this one; null or empty: from the first
   * @param limit at most so many
   */
  public List<Entity> children(EntityPath parent, EntityKind kind, String after, int limit) {
    return page(parent, kind, after, limit, Entity.class);
  }

  /** What was deleted and can be put back. */
  public DroppedEntities dropped() {
    return dropped;
  }

  /** How many entities there are of all kinds, dropped ones not counted. */
  public int count() {
    return top.count();
  }

  /** The hash of the whole; kept up to date, so asking costs nothing. */
  public StateHash hash() {
    return top.subtree().plus(dropped.hash());
  }

  /** The same, computed anew from every entity. */
  StateHash recomputeHash() {
    StateHash[] sum = {StateHash.ZERO};
    top.walk(entity -> sum[0] = sum[0].plus(Node.hashOf(entity)));
    return sum[0].plus(dropped.recomputeHash());
  }

  /** The node that stands there, or null; the top for the empty path. */
  Node node(EntityPath path) {
    return top.at(path.keys());
  }

  /** With this entity as a new leaf there. */
  CatalogState with(EntityPath path, Entity entity) {
    return new CatalogState(top.with(path.keys(), Node.leaf(entity)), dropped);
  }

  /** With this entity instead of the one that stands there, at its new place if it has one. */
  CatalogState altered(EntityPath from, EntityPath to, Entity entity) {
    Node node = node(from).with(entity);
    Node rest = from.equals(to) ? top : top.without(from.keys());
    return new CatalogState(rest.with(to.keys(), node), dropped);
  }

  /** Without what stands there and all below it. */
  CatalogState without(EntityPath path) {
    return new CatalogState(top.without(path.keys()), dropped);
  }

  /** With what stands there, and all below it, among the dropped. */
  CatalogState dropping(EntityPath path, Stamp stamp, Instant keptUntil) {
    Dropped root =
        new Dropped(node(path), path.names(), stamp.sequence(), stamp.committedAt(), keptUntil);
    return new CatalogState(top.without(path.keys()), dropped.with(root));
  }

  /** With something dropped, and all below it, standing again, as this node. */
  CatalogState undropping(Dropped root, EntityPath to, Node node) {
    return new CatalogState(top.with(to.keys(), node), dropped.without(root.id()));
  }

  /** Without something dropped, and all below it. */
  CatalogState purging(UUID id) {
    return new CatalogState(top, dropped.without(id));
  }

  private <T extends Entity> List<T> page(
      EntityPath parent, EntityKind kind, String after, int limit, Class<T> type) {
    List<T> page = new ArrayList<>();
    Node node = node(parent);
    if (node == null) {
      return page;
    }
    // No name is empty, so behind the empty name is the first one. The tail map shares the tree:
    // making it and stepping through it cost O(log n + steps).
    ChildKey from = new ChildKey(kind, after == null ? "" : after);
    for (Map.Entry<ChildKey, Node> child : node.children().tailMap(from, false).entrySet()) {
      if (page.size() >= limit || child.getKey().kind() != kind) {
        break;
      }
      page.add(type.cast(child.getValue().entity()));
    }
    return page;
  }
}
