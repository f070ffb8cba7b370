package io.arco.planner.lineage;

import io.arco.catalog.CatalogState;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPath;
import io.arco.catalog.TableEntity;
import io.arco.planner.OrchestrationState;
import io.arco.planner.manifest.TableLink;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.Optional;

/** Tells whether a name is that of anything. */
public final class EntityLookup {
  private EntityLookup() {}

  /**
   * Whether there is something of this name: a table, view or column of the catalog, an asset of a
   * kept manifest, or anything that an edge was observed of.
   */
  public static boolean isKnown(OrchestrationState state, CatalogState catalog, EntityName name) {
    if (state.lineage().knows(name)) {
      return true;
    }
    return switch (name.kind()) {
      case ASSET -> !state.definitions(name.asset()).isEmpty();
      case TABLE ->
          table(catalog, name).isPresent()
              || catalog.at(EntityPath.of(EntityKind.VIEW, names(name))).isPresent();
      case COLUMN ->
          name.owner().kind() == EntityName.Kind.TABLE
              && table(catalog, name.owner())
                  .filter(
                      table ->
                          table.columns().stream()
                              .anyMatch(column -> column.name().equals(name.columnName())))
                  .isPresent();
    };
  }

  private static Optional<TableEntity> table(CatalogState catalog, EntityName name) {
    TableLink table = name.table();
    return catalog.table(table.catalog(), table.schema(), table.name());
  }

  private static List<String> names(EntityName name) {
    TableLink table = name.table();
    return List.of(table.catalog(), table.schema(), table.name());
  }

  /** What is answered where there is nothing of this name. */
  public static Problem notFound(EntityName name) {
    ErrorCode code =
        switch (name.kind()) {
          case ASSET -> ErrorCode.ASSET_NOT_FOUND;
          case TABLE -> ErrorCode.TABLE_NOT_FOUND;
          case COLUMN -> ErrorCode.COLUMN_NOT_FOUND;
        };
    return Problem.of(code, "Nothing is known of this name.").with("entity", name.text());
  }
}
