package io.arco.catalog;

import io.arco.table.RowSink;
import java.util.ArrayList;
import java.util.List;

/** The rows that an event of the catalog changed. */
final class CatalogChanges {
  private CatalogChanges() {}

  static void of(CatalogState before, CatalogEvent event, CatalogState after, RowSink sink) {
    EntityPath path = event.path();
    if (event instanceof CatalogEvent.Deleted) {
      before.node(path).walk(entity -> rows(entity).remove(entity, sink));
      return;
    }
    List<Entity> parents = new ArrayList<>();
    for (int depth = 1; depth < path.keys().size(); depth++) {
      parents.add(after.node(new EntityPath(path.keys().subList(0, depth))).entity());
    }
    Entity entity = after.node(path).entity();
    rows(entity).put(parents, entity, sink);
  }

  private static EntityRows rows(Entity entity) {
    return EntityRows.BY_KIND.get(entity.kind());
  }
}
