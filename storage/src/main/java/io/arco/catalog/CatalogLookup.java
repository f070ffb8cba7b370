package io.arco.catalog;

import io.arco.problem.ProblemException;

/**
 * Finds entities by name in one state, or says which of the names is not there: what reads and
 * decisions have in common.
 *
 * @param state where to look
 */
public record CatalogLookup(CatalogState state) {
  /**
   * What stands there.
   *
   * @param path not the top
   * @throws ProblemException the {@code …_NOT_FOUND} of the first of the names that is not there
   */
  public Entity at(EntityPath path) {
    return node(path).entity();
  }

  /**
   * The catalog of this name.
   *
   * @throws ProblemException CATALOG_NOT_FOUND
   */
  public CatalogEntity catalog(String name) {
    return (CatalogEntity) at(EntityPath.catalog(name));
  }

  /**
   * The schema of this name.
   *
   * @throws ProblemException CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND
   */
  public SchemaEntity schema(String catalog, String name) {
    return (SchemaEntity) at(EntityPath.schema(catalog, name));
  }

  /**
   * The table of this name.
   *
   * @throws ProblemException CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND, TABLE_NOT_FOUND
   */
  public TableEntity table(String catalog, String schema, String name) {
    return (TableEntity) at(EntityPath.table(catalog, schema, name));
  }

  /**
   * The node that stands there; the top for the empty path.
   *
   * @throws ProblemException the {@code …_NOT_FOUND} of the first of the names that is not there
   */
  Node node(EntityPath path) {
    Node node = state.node(EntityPath.TOP);
    for (int depth = 0; depth < path.keys().size(); depth++) {
      node = node.children().get(path.keys().get(depth));
      if (node == null) {
        EntityPath missing = new EntityPath(path.keys().subList(0, depth + 1));
        throw CatalogProblems.notFound(missing).asException();
      }
    }
    return node;
  }
}
