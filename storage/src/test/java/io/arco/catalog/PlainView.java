package io.arco.catalog;

import java.util.ArrayList;
import java.util.List;

/** A state as {@link PlainCatalog} would tell of it. */
public final class PlainView {
  private PlainView() {}

  /** Every entity, parents before children, as names joined by slashes and all that it is. */
  public static List<String> all(CatalogState state) {
    return all(state, 100);
  }

  /** The same, by lists of pages of this size. */
  static List<String> all(CatalogState state, int pageSize) {
    List<String> all = new ArrayList<>();
    list(state, "", EntityPath.TOP, pageSize, all);
    return all;
  }

  private static void list(
      CatalogState state, String path, EntityPath parent, int limit, List<String> all) {
    EntityKind parentKind = parent.keys().isEmpty() ? null : parent.last().kind();
    for (EntityKind kind : EntityKind.values()) {
      if (kind.parent() != parentKind) {
        continue;
      }
      String after = null;
      for (List<Entity> page = state.children(parent, kind, after, limit);
          !page.isEmpty();
          page = state.children(parent, kind, after, limit)) {
        for (Entity entity : page) {
          all.add(path + "/" + plain(entity));
          after = entity.name();
          List<ChildKey> keys = new ArrayList<>(parent.keys());
          keys.add(new ChildKey(kind, after));
          list(state, path + "/" + after, new EntityPath(keys), limit, all);
        }
      }
    }
  }

  private static PlainCatalog.Thing plain(Entity entity) {
    PlainCatalog.Thing thing = new PlainCatalog.Thing(entity.kind(), entity.name(), 0);
    thing.comment = entity.comment();
    thing.owner = entity.owner();
    thing.version = entity.version();
    thing.tags.putAll(entity.tags());
    thing.properties.putAll(entity.properties());
    if (entity instanceof ObjectEntity object) {
      thing.detail = detail(object.details());
    }
    if (entity instanceof TableEntity table) {
      thing.lastColumn = table.lastColumnId();
      table
          .columns()
          .forEach(
              c ->
                  thing.columns.add(
                      new PlainColumn(
                          c.id(), c.name(), c.type(), c.nullable(), c.comment(), c.tags())));
    }
    return thing;
  }

  private static String detail(Details details) {
    if (details instanceof ViewDetails view) {
      return view.sql();
    } else if (details instanceof VolumeDetails volume) {
      return volume.location();
    } else if (details instanceof FunctionDetails function) {
      return function.body();
    }
    return details instanceof ModelDetails model
        ? model.location()
        : ((ModelVersionDetails) details).location();
  }
}
