package io.arco.server.api;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.Change;
import io.arco.catalog.ColumnChange;
import io.arco.catalog.EntityPatch;
import io.arco.catalog.TableFormat;
import java.util.List;
import java.util.Map;

/** The bodies of requests that change the catalog; what is null was not said. */
final class CatalogBodies {
  private CatalogBodies() {}

  /** Body of {@code undropEntity}: where it shall stand, as far as that is not where it stood. */
  record Undrop(String catalog, String schema, String name) {}

  /** Body of {@code createCatalog}. */
  record NewCatalog(
      String name,
      String comment,
      Map<String, String> properties,
      String owner,
      Map<String, String> tags) {}

  /** Body of {@code createSchema}. */
  record NewSchema(
      String name,
      String comment,
      Map<String, String> properties,
      String owner,
      Map<String, String> tags) {}

  /** Body of {@code createTable}. */
  record NewTable(
      String name,
      TableFormat format,
      String location,
      String comment,
      Map<String, String> properties,
      List<ColumnSpec> columns,
      String owner,
      Map<String, String> tags) {}

  /** Body of {@code putTable}: what is null stays as it is. */
  record TableContent(
      TableFormat format,
      String location,
      String comment,
      Map<String, String> properties,
      List<ColumnSpec> columns,
      String owner,
      Map<String, String> tags) {}

  /** Body of {@code alterCatalog}: a merge patch. */
  record CatalogPatch(
      String name,
      Change<String> comment,
      Change<String> owner,
      Change<Map<String, String>> tags,
      Change<Map<String, String>> properties) {
    EntityPatch patch() {
      return new EntityPatch(null, null, name, comment, owner, tags, properties, null, null, null);
    }
  }

  /** Body of {@code alterSchema}: a merge patch. */
  record SchemaPatch(
      String catalog,
      String name,
      Change<String> comment,
      Change<String> owner,
      Change<Map<String, String>> tags,
      Change<Map<String, String>> properties) {
    EntityPatch patch() {
      return new EntityPatch(
          catalog, null, name, comment, owner, tags, properties, null, null, null);
    }
  }

  /**
   * Body of {@code alterTable}: a merge patch, but for the columns, which are a list of changes.
   */
  record TablePatch(
      String catalog,
      String schema,
      String name,
      Change<String> comment,
      Change<String> owner,
      Change<Map<String, String>> tags,
      Change<Map<String, String>> properties,
      Change<String> location,
      List<ColumnChange> columns) {
    EntityPatch patch() {
      return new EntityPatch(
          catalog, schema, name, comment, owner, tags, properties, location, columns, null);
    }

    /** The same with this location. */
    TablePatch located(String registered) {
      return new TablePatch(
          catalog, schema, name, comment, owner, tags, properties, Change.to(registered), columns);
    }
  }
}
