package io.arco.catalog;

import io.arco.catalog.CatalogEvent.Deleted;
import io.arco.catalog.CatalogEvent.EntityAltered;
import io.arco.catalog.CatalogEvent.EntityPurged;
import io.arco.catalog.CatalogEvent.EntityUndropped;
import io.arco.table.RowSink;
import java.util.ArrayList;
import java.util.List;

/** The rows that an event of the catalog changed. */
final class CatalogChanges {
  private CatalogChanges() {}

  static void of(CatalogState before, CatalogEvent event, CatalogState after, RowSink sink) {
    if (event instanceof Deleted deleted) {
      before
          .node(event.path())
          .walk(
              entity -> {
                rows(entity).remove(entity, sink);
                TagRows.change(entity, null, sink);
              });
      if (deleted.keptUntil() != null) {
        DroppedRows.put(after.dropped().find(event.id()).orElseThrow(), sink);
      }
    } else if (event instanceof EntityUndropped undropped) {
      DroppedRows.remove(before.dropped().find(event.id()).orElseThrow(), sink);
      undropped(undropped.pathAfter(), after, sink);
    } else if (event instanceof EntityPurged) {
      DroppedRows.remove(before.dropped().find(event.id()).orElseThrow(), sink);
    } else if (event instanceof EntityAltered altered) {
      altered(before.node(event.path()).entity(), altered, after, sink);
    } else {
      put(parents(event.path(), after), after.node(event.path()).entity(), sink);
    }
  }

  private static void undropped(EntityPath path, CatalogState after, RowSink sink) {
    List<Entity> lineage = parents(path, after);
    Node node = after.node(path);
    put(List.copyOf(lineage), node.entity(), sink);
    lineage.add(node.entity());
    node.walkBelow(List.copyOf(lineage), (parents, entity) -> put(parents, entity, sink));
  }

  private static void put(List<Entity> parents, Entity entity, RowSink sink) {
    rows(entity).put(parents, entity, sink);
    TagRows.change(null, entity, sink);
  }

  private static void altered(
      Entity before, EntityAltered event, CatalogState after, RowSink sink) {
    EntityPath path = event.pathAfter();
    Node node = after.node(path);
    List<Entity> lineage = parents(path, after);
    rows(before).altered(List.copyOf(lineage), before, node.entity(), sink);
    TagRows.change(before, node.entity(), sink);
    if (event.to() != null) {
      lineage.add(node.entity());
      node.walkBelow(
          List.copyOf(lineage), (parents, entity) -> rows(entity).moved(parents, entity, sink));
    }
  }

  private static List<Entity> parents(EntityPath path, CatalogState state) {
    List<Entity> parents = new ArrayList<>();
    for (int depth = 1; depth < path.keys().size(); depth++) {
      parents.add(state.node(new EntityPath(path.keys().subList(0, depth))).entity());
    }
    return parents;
  }

  private static EntityRows rows(Entity entity) {
    return EntityRows.BY_KIND.get(entity.kind());
  }
}
