package io.arco.server.api;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.TableFormat;
import java.util.List;
import java.util.Map;

/** The bodies of requests that change the catalog; what is null was not said. */
final class CatalogBodies {
  private CatalogBodies() {}

  /** Body of {@code createCatalog}. */
  record NewCatalog(String name, String comment, Map<String, String> properties) {}

  /** Body of {@code createSchema}. */
  record NewSchema(String name, String comment, Map<String, String> properties) {}

  /** Body of {@code createTable}. */
  record NewTable(
      String name,
      TableFormat format,
      String location,
      String comment,
      Map<String, String> properties,
      List<ColumnSpec> columns) {}
}
