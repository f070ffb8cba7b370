package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogLimitsTest {
  private static final CatalogLimits SMALL =
      new CatalogLimits(
          255, 4_096, 256, 255, 4_096, 4_096, 2_000, 1_000_000, 2, 3, 4, 8, 255, 64, 1_000, 10, 9);

  @Test
  void aTableHasAtMost2000Columns() {
    LocalCatalog catalog = new LocalCatalog().with(catalog("c"), schema("c", "s"));
    catalog.with(wide("most", 2_000, "int"));
    refused(catalog, wide("more", 2_001, "int"), "columns", 2_000);
  }

  @Test
  void theTextsOfAllColumnsOfATableAreBoundedTogether() {
    LocalCatalog catalog = new LocalCatalog().with(catalog("c"), schema("c", "s"));
    String type = "struct<" + "a".repeat(250) + ":int,`" + "b".repeat(250) + "`:int>";
    refused(catalog, wide("more", 2_000, type), "columnsCharacters", 1_000_000);
  }

  @Test
  void anEntityHasAtMost256Properties() {
    new LocalCatalog().with(new CreateCatalog("c", null, properties(256)));
    refused(new LocalCatalog(), new CreateCatalog("c", null, properties(257)), "properties", 256);
  }

  @Test
  void eachPlaceHoldsOnlySoMany() {
    LocalCatalog catalog = new LocalCatalog(SMALL).with(catalog("a"), catalog("b"));
    refused(catalog, catalog("c"), "catalogs", 2);

    catalog.with(schema("a", "1"), schema("a", "2"), schema("a", "3"));
    refused(catalog, schema("a", "4"), "entitiesPerCatalog", 3);

    catalog.with(table("a", "1", "t"), table("a", "1", "u"), table("a", "1", "v"));
    refused(catalog, schema("b", "1"), "entities", 8);

    catalog.with(DeleteEntity.table("a", "1", "t", null), schema("b", "1"));
  }

  @Test
  void aSchemaHoldsOnlySoManyTables() {
    LocalCatalog catalog = new LocalCatalog(SMALL).with(catalog("a"), schema("a", "s"));
    for (int i = 0; i < 4; i++) {
      catalog.with(table("a", "s", "t" + i));
    }
    refused(catalog, table("a", "s", "t4"), "entitiesPerSchema", 4);
  }

  private static void refused(
      LocalCatalog catalog, CatalogCommand command, String limit, int maximum) {
    Problem problem = catalog.rejected(command);
    assertEquals(ErrorCode.LIMIT_REACHED, problem.code());
    assertEquals(limit, problem.details().get("limit"));
    assertEquals(maximum, problem.details().get("maximum"));
  }

  private static CreateTable wide(String name, int columns, String type) {
    List<ColumnSpec> specs =
        IntStream.range(0, columns).mapToObj(i -> column("c" + i, type)).toList();
    return new CreateTable("c", "s", name, null, null, null, null, specs);
  }

  private static Map<String, String> properties(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
  }
}
