package io.arco.planner.lineage;

import io.arco.catalog.CatalogEntity;
import io.arco.catalog.CatalogState;
import io.arco.catalog.Entity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.catalog.ObjectEntity;
import io.arco.catalog.SchemaEntity;
import io.arco.catalog.ViewDetails;
import io.arco.planner.lineage.DeclaredEdge.Origin;
import io.arco.planner.manifest.TableLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What views declare: the tables and views they name as references. A view that was altered behind
 * the time that is asked for may have named others then, and is left out. Used by one thread.
 */
final class ViewEdges implements DeclaredEdges {
  private final CatalogState catalog;
  private final Until until;
  private Map<EntityName, List<EntityName>> readers;

  /** Those of this catalog. */
  ViewEdges(CatalogState catalog, Until until) {
    this.catalog = catalog;
    this.until = until;
  }

  @Override
  public Origin origin() {
    return Origin.VIEW;
  }

  @Override
  public List<EntityName> upstream(EntityName to) {
    if (to.kind() != EntityName.Kind.TABLE) {
      return List.of();
    }
    TableLink name = to.table();
    List<String> names = List.of(name.catalog(), name.schema(), name.name());
    return catalog
        .at(EntityPath.of(EntityKind.VIEW, names))
        .map(this::references)
        .orElse(List.of());
  }

  private List<EntityName> references(Entity view) {
    ViewDetails details = (ViewDetails) ((ObjectEntity) view).details();
    return until.covers(view.updatedAt())
        ? details.references().stream()
            .map(one -> EntityName.of(new TableLink(one.catalog(), one.schema(), one.name())))
            .flatMap(Optional::stream)
            .distinct()
            .toList()
        : List.of();
  }

  /** Costs a look at every schema and view the first time. */
  @Override
  public List<EntityName> downstream(EntityName from) {
    if (from.kind() != EntityName.Kind.TABLE) {
      return List.of();
    }
    if (readers == null) {
      readers = readers();
    }
    return readers.getOrDefault(from, List.of());
  }

  private Map<EntityName, List<EntityName>> readers() {
    Map<EntityName, List<EntityName>> found = new HashMap<>();
    for (CatalogEntity in : catalog.catalogs(null, Integer.MAX_VALUE)) {
      for (SchemaEntity schema : catalog.schemas(in.name(), null, Integer.MAX_VALUE)) {
        EntityPath path = EntityPath.schema(in.name(), schema.name());
        for (Entity view : catalog.children(path, EntityKind.VIEW, null, Integer.MAX_VALUE)) {
          EntityName.of(new TableLink(in.name(), schema.name(), view.name()))
              .ifPresent(
                  name ->
                      references(view)
                          .forEach(
                              one -> found.computeIfAbsent(one, k -> new ArrayList<>()).add(name)));
        }
      }
    }
    return found;
  }
}
