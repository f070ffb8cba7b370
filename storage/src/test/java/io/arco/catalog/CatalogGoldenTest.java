package io.arco.catalog;

import io.arco.testing.GoldenEvents;

/** The events of the catalog as they stand in journals for ever. */
class CatalogGoldenTest extends GoldenEvents<CatalogState, CatalogEvent> {
  CatalogGoldenTest() {
    super(new CatalogDomain());
  }
}
