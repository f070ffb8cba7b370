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
   * The catalog of this name.
   *
   * @throws ProblemException CATALOG_NOT_FOUND
   */
  public CatalogEntity catalog(String name) {
    return state
        .catalog(name)
        .orElseThrow(() -> CatalogProblems.catalogNotFound(name).asException());
  }

  /**
   * The schema of this name.
   *
   * @throws ProblemException CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND
   */
  public SchemaEntity schema(String catalog, String name) {
    return state
        .schema(catalog, name)
        .orElseThrow(
            () -> {
              catalog(catalog);
              return CatalogProblems.schemaNotFound(catalog, name).asException();
            });
  }

  /**
   * The table of this name.
   *
   * @throws ProblemException CATALOG_NOT_FOUND, SCHEMA_NOT_FOUND, TABLE_NOT_FOUND
   */
  public TableEntity table(String catalog, String schema, String name) {
    return state
        .table(catalog, schema, name)
        .orElseThrow(
            () -> {
              schema(catalog, schema);
              return CatalogProblems.tableNotFound(catalog, schema, name).asException();
            });
  }
}
