package io.arco.server.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.catalog.ColumnType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CatalogTypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIGINT|bigint",
        "UBIGINT|decimal(20,0)",
        "DECIMAL(38,6)|decimal(38,6)",
        "VARCHAR[]|list<string>",
        "TIMESTAMP WITH TIME ZONE[][]|list<list<timestamp>>",
        "STRUCT(a INTEGER)|json",
        "MAP(VARCHAR, VARCHAR)|json"
      })
  void anEngineTypeHasATypeThatTheCatalogReads(String engine, String catalog) {
    assertEquals(catalog, CatalogTypes.of(engine));
    assertEquals(catalog, ColumnType.parse(catalog).text());
  }
}
