package io.arco.catalog;

/**
 * The bounds of what a catalog takes. They are looked at when a command is decided, never when an
 * event is applied: lowering one refuses more and loses nothing. Characters are Unicode code
 * points.
 *
 * @param nameCharacters of a name of a catalog, schema, table, column or struct field
 * @param commentCharacters of a comment
 * @param properties of one entity
 * @param propertyKeyCharacters of a property's key
 * @param propertyValueCharacters of a property's value
 * @param locationCharacters of a table's location
 * @param columns of one table
 * @param columnsCharacters of the names, types, comments and tags of all columns of one table
 *     together
 * @param catalogs in a workspace
 * @param entitiesPerCatalog directly in a catalog: schemas
 * @param entitiesPerSchema directly in a schema, or in a model: tables, views and the like
 * @param entities in a workspace, of all kinds, columns not counted
 * @param ownerCharacters of the owner of an entity
 * @param tags of one entity or column; keys and values are bounded as those of properties
 * @param textCharacters of a view's SQL, of a function's body
 * @param detailEntries of a list in the details of an entity: columns and references of a view,
 *     parameters of a function
 * @param droppedEntities in a workspace, those below others included; a deletion beyond purges
 *     those that would be kept shortest
 */
public record CatalogLimits(
    int nameCharacters,
    int commentCharacters,
    int properties,
    int propertyKeyCharacters,
    int propertyValueCharacters,
    int locationCharacters,
    int columns,
    int columnsCharacters,
    int catalogs,
    int entitiesPerCatalog,
    int entitiesPerSchema,
    int entities,
    int ownerCharacters,
    int tags,
    int textCharacters,
    int detailEntries,
    int droppedEntities) {

  /** What holds where nothing else is said. */
  public static final CatalogLimits DEFAULT =
      new CatalogLimits(
          255, 4_096, 256, 255, 4_096, 4_096, 2_000, 1_000_000, 10_000, 100_000, 1_000_000,
          2_000_000, 255, 64, 100_000, 2_000, 500_000);
}
