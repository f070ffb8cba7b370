package io.arco.catalog;

import io.arco.table.RowSink;
import io.arco.table.TableDefinition;
import io.arco.table.TableRows;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How the entities of one kind appear as rows, and come back from them: restoring from the rows of
 * an entity gives an equal one.
 */
interface EntityRows {
  /** The rows of each kind of entity. */
  Map<EntityKind, EntityRows> BY_KIND =
      Map.of(
          EntityKind.CATALOG, new CatalogEntityRows(),
          EntityKind.SCHEMA, new SchemaEntityRows(),
          EntityKind.TABLE, new TableEntityRows(),
          EntityKind.VIEW, new ObjectRows(EntityKind.VIEW, CatalogTables.VIEWS, ViewDetails::of),
          EntityKind.VOLUME,
              new ObjectRows(EntityKind.VOLUME, CatalogTables.VOLUMES, VolumeDetails::of),
          EntityKind.FUNCTION,
              new ObjectRows(EntityKind.FUNCTION, CatalogTables.FUNCTIONS, FunctionDetails::of),
          EntityKind.MODEL,
              new ObjectRows(EntityKind.MODEL, CatalogTables.MODELS, ModelDetails::of),
          EntityKind.MODEL_VERSION,
              new ObjectRows(
                  EntityKind.MODEL_VERSION, CatalogTables.MODEL_VERSIONS, ModelVersionDetails::of));

  /** The tables these entities appear in. */
  List<TableDefinition> tables();

  /**
   * Puts the rows of an entity.
   *
   * @param parents what it belongs to, from the top down
   */
  void put(List<Entity> parents, Entity entity, RowSink sink);

  /**
   * Puts the rows of an entity of which something above it was renamed or moved: those that repeat
   * names.
   *
   * @param parents what it belongs to, from the top down
   */
  default void moved(List<Entity> parents, Entity entity, RowSink sink) {
    put(parents, entity, sink);
  }

  /**
   * Puts the rows of an entity that differ from those it had, and removes those it has no more.
   *
   * @param parents what it belongs to, from the top down
   */
  default void altered(List<Entity> parents, Entity before, Entity after, RowSink sink) {
    put(parents, after, sink);
  }

  /** Removes the rows of an entity. */
  void remove(Entity entity, RowSink sink);

  /**
   * Hands over every entity that has rows.
   *
   * @param ids reads ids that several entities have, so that they share one object
   */
  void restore(TableRows rows, Function<String, UUID> ids, Consumer<Entity> restored);
}
