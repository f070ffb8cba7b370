package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogRowsTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:08.006Z");

  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(
              catalog("lake"),
              schema("lake", "sales"),
              new CreateTable(
                  "lake",
                  "sales",
                  "orders",
                  TableFormat.ICEBERG,
                  "s3://b/o",
                  "by day",
                  Map.of("k", "v"),
                  List.of(
                      new ColumnSpec("id", "bigint", false, null),
                      new ColumnSpec("at", "timestamp", true, "when"))));

  @Test
  void eachEntityIsARowAndEachColumn() {
    String lake = id(1);
    String sales = id(2);
    String orders = id(3);
    assertEquals(
        List.of(
            Row.of(
                lake,
                "lake",
                null,
                Map.of(),
                AT.minusSeconds(2),
                AT.minusSeconds(2),
                1L,
                null,
                Map.of())),
        catalog.rows.rows(CatalogTables.CATALOGS));
    assertEquals(
        List.of(
            Row.of(
                sales,
                lake,
                "lake",
                "sales",
                null,
                Map.of(),
                AT.minusSeconds(1),
                AT.minusSeconds(1),
                1L,
                null,
                Map.of())),
        catalog.rows.rows(CatalogTables.SCHEMAS));
    assertEquals(
        List.of(
            Row.of(
                orders,
                lake,
                sales,
                "lake",
                "sales",
                "orders",
                "iceberg",
                "s3://b/o",
                "by day",
                Map.of("k", "v"),
                2,
                2,
                AT,
                AT,
                1L,
                null,
                Map.of())),
        catalog.rows.rows(CatalogTables.TABLES));
    assertEquals(
        List.of(
            Row.of(orders, 1, 0, "id", "bigint", false, null, Map.of()),
            Row.of(orders, 2, 1, "at", "timestamp", true, "when", Map.of())),
        catalog.rows.rows(CatalogTables.COLUMNS));
  }

  @Test
  void deletingTakesTheRowsOfAllThatWent() {
    catalog.with(catalog("kept"), table("lake", "sales", "t", column("a", "int")));
    catalog.with(DeleteEntity.table("lake", "sales", "t", null));
    assertEquals(2, catalog.rows.rows(CatalogTables.COLUMNS).size());
    int before = catalog.rows.changes();
    catalog.with(DeleteEntity.catalog("lake", true, null));
    // Five rows go; what was dropped is a row, and so are the three entities it consists of.
    assertEquals(5 + 1 + 3, catalog.rows.changes() - before);
    assertEquals(1, catalog.rows.rows(CatalogTables.CATALOGS).size());
    assertEquals(List.of(), catalog.rows.rows(CatalogTables.SCHEMAS));
    assertEquals(List.of(), catalog.rows.rows(CatalogTables.TABLES));
    assertEquals(List.of(), catalog.rows.rows(CatalogTables.COLUMNS));
  }

  @Test
  void aCreateTouchesItsOwnRowsAlone() {
    int before = catalog.rows.changes();
    catalog.with(table("lake", "sales", "t", column("a", "int"), column("b", "int")));
    assertEquals(3, catalog.rows.changes() - before);
  }

  @Test
  void restoringGivesTheSameState() {
    CatalogState restored = catalog.domain.restore(catalog.rows);
    assertEquals(catalog.state.hash(), restored.hash());
    assertEquals(catalog.state.hash(), catalog.domain.recomputeHash(restored));
    assertEquals(catalog.state.count(), restored.count());
    assertEquals(
        catalog.state.table("lake", "sales", "orders"), restored.table("lake", "sales", "orders"));
  }

  @Test
  void columnsThatWereMovedAndDroppedComeBackAsTheyWere() {
    TableEntity table = catalog.state.table("lake", "sales", "orders").orElseThrow();
    TableEntity moved =
        new TableEntity(
            table.id(),
            table.schemaId(),
            table.name(),
            table.format(),
            table.location(),
            table.comment(),
            table.properties(),
            List.of(
                new Column(7, "new", "int", true, null),
                table.columns().get(1),
                new Column(4, "old", "string", true, null)),
            9,
            table.createdAt(),
            AT.plusSeconds(9),
            5,
            "me",
            new TreeMap<>(Map.of("gold", "")));
    List<Entity> parents =
        List.of(
            catalog.state.catalog("lake").orElseThrow(),
            catalog.state.schema("lake", "sales").orElseThrow());
    EntityRows.BY_KIND.get(EntityKind.TABLE).remove(table, catalog.rows);
    EntityRows.BY_KIND.get(EntityKind.TABLE).put(parents, moved, catalog.rows);
    CatalogState restored = catalog.domain.restore(catalog.rows);
    assertEquals(moved, restored.table("lake", "sales", "orders").orElseThrow());
  }

  @Test
  void whatWasDroppedIsARowAndAllItConsistsOfIsKept() {
    catalog.with(DeleteEntity.schema("lake", "sales", true, null));
    Row row = catalog.rows.rows(CatalogTables.DROPPED).get(0);
    Instant keptUntil = AT.plusSeconds(1).plus(CatalogDomain.DROP_RETENTION);
    assertEquals(
        Row.of(id(2), "schema", "sales", id(1), "lake.sales", 2, 4L, AT.plusSeconds(1), keptUntil),
        row);
    assertEquals(
        List.of("schema", "table"),
        catalog.rows.rows(CatalogTables.DROPPED_ENTITIES).stream().map(it -> it.text(2)).toList());
    catalog.rows.remove(CatalogTables.DROPPED_ENTITIES, RowKey.of(id(2), id(2)));
    assertThrows(IllegalStateException.class, () -> catalog.domain.restore(catalog.rows));
  }

  @Test
  void rowsThatContradictEachOtherAreAFault() {
    catalog.rows.remove(CatalogTables.COLUMNS, RowKey.of(id(3), 2));
    assertThrows(IllegalStateException.class, () -> catalog.domain.restore(catalog.rows));
    catalog.rows.remove(CatalogTables.TABLES, RowKey.of(id(3)));
    assertThrows(IllegalStateException.class, () -> catalog.domain.restore(catalog.rows));
    catalog.rows.remove(CatalogTables.COLUMNS, RowKey.of(id(3), 1));
    catalog.domain.restore(catalog.rows);
    catalog.rows.remove(CatalogTables.CATALOGS, RowKey.of(id(1)));
    assertThrows(IllegalStateException.class, () -> catalog.domain.restore(catalog.rows));
  }

  @Test
  void theTablesAreThoseOfTheSystemCatalog() {
    assertEquals(
        List.of(
            "catalogs",
            "schemas",
            "tables",
            "columns",
            "views",
            "volumes",
            "functions",
            "models",
            "model_versions",
            "tags",
            "dropped",
            "dropped_entities"),
        catalog.domain.tables().stream().map(TableDefinition::name).toList());
    assertEquals("tables/catalog/columns/", CatalogTables.COLUMNS.folder());
  }

  private static String id(int n) {
    return "01900000-0000-7000-8000-00000000000" + n;
  }
}
