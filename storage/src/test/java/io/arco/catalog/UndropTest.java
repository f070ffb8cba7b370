package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.CatalogEvent.EntityPurged;
import io.arco.catalog.CatalogEvent.PurgeReason;
import io.arco.ledger.StateHash;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Deleted, and put back: design 019. */
class UndropTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(catalog("lake"), schema("lake", "sales"), schema("lake", "archive"))
          .with(
              table("lake", "sales", "orders", column("id", "bigint")),
              table("lake", "sales", "returns"));

  @Test
  void whatIsPutBackIsAsItWas() {
    StateHash before = catalog.state.hash();
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    assertNotEquals(before, catalog.state.hash());
    TableView view = (TableView) catalog.run(undrop(orders));
    assertEquals(orders, view.id());
    assertEquals(1, view.version());
    assertEquals(before, catalog.state.hash());
  }

  @Test
  void aSchemaBringsWhatItsDeletionTookAndNothingElse() {
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    UUID sales = delete(DeleteEntity.schema("lake", "sales", true, null));
    catalog.with(undrop(sales));
    assertEquals(
        List.of("returns"),
        catalog.state.tables("lake", "sales", null, 9).stream().map(Entity::name).toList());
    catalog.with(undrop(orders));
    assertEquals(2, catalog.state.tables("lake", "sales", null, 9).size());
  }

  @Test
  void aCatalogBringsItsSchemasInOneEvent() {
    StateHash before = catalog.state.hash();
    UUID lake = delete(DeleteEntity.catalog("lake", true, null));
    assertEquals(0, catalog.state.count());
    int events = catalog.events.size();
    catalog.with(undrop(lake));
    assertEquals(events + 1, catalog.events.size());
    assertEquals(before, catalog.state.hash());
  }

  @Test
  void whereItsNameIsTakenAnotherIsToBeSaid() {
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    catalog.with(table("lake", "sales", "orders"));
    Problem problem = catalog.rejected(undrop(orders));
    assertEquals(ErrorCode.ALREADY_EXISTS, problem.code());
    assertEquals("/name", problem.details().get("field"));
    TableView view = (TableView) catalog.run(new UndropEntity(orders, null, null, "orders_old"));
    assertEquals(orders, view.id());
    assertEquals("orders_old", view.name());
    assertEquals(2, view.version(), "another name is a change");
  }

  @Test
  void intoAnotherParentOnlyIfThatIsSaid() {
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    delete(DeleteEntity.schema("lake", "sales", true, null));
    Problem gone = catalog.rejected(undrop(orders));
    assertEquals(ErrorCode.SCHEMA_NOT_FOUND, gone.code());
    catalog.with(schema("lake", "sales"));
    Problem other = catalog.rejected(undrop(orders));
    assertEquals(ErrorCode.SCHEMA_NOT_FOUND, other.code());
    assertEquals("/schema", other.details().get("field"));
    catalog.with(new UndropEntity(orders, null, "sales", null));
    UUID schema = catalog.state.schema("lake", "sales").orElseThrow().id();
    assertEquals(schema, catalog.state.table("lake", "sales", "orders").orElseThrow().schemaId());
  }

  @Test
  void movedIntoAnotherSchemaItsRowsAndThoseBelowNameTheirNewPlace() {
    UUID sales = delete(DeleteEntity.schema("lake", "sales", true, null));
    catalog.with(catalog("other"), new UndropEntity(sales, "other", null, "s"));
    assertTrue(catalog.state.table("other", "s", "orders").isPresent());
    assertEquals(
        List.of("other.s", "other.s"),
        catalog.rows.rows(CatalogTables.TABLES).stream()
            .map(row -> row.get(3) + "." + row.get(4))
            .toList());
    assertEquals(catalog.state.hash(), catalog.domain.restore(catalog.rows).hash());
  }

  @Test
  void aRenamedParentIsNotWhereItStood() {
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    EntityPatch renamed =
        new EntityPatch(null, null, "sold", null, null, null, null, null, null, null);
    catalog.with(
        new AlterEntity(EntityKind.SCHEMA, List.of("lake", "sales"), renamed, false, null, null));
    assertEquals(ErrorCode.SCHEMA_NOT_FOUND, catalog.rejected(undrop(orders)).code());
    catalog.with(new UndropEntity(orders, null, "sold", null));
  }

  @Test
  void aPlaceThatItsKindDoesNotHaveIsRefused() {
    UUID sales = delete(DeleteEntity.schema("lake", "sales", true, null));
    Problem problem = catalog.rejected(new UndropEntity(sales, null, "archive", null));
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertEquals("/schema", problem.details().get("field"));
  }

  @Test
  void itCanBePutBackOnce() {
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    catalog.with(undrop(orders));
    assertEquals(ErrorCode.DROPPED_NOT_FOUND, catalog.rejected(undrop(orders)).code());
    assertEquals(ErrorCode.DROPPED_NOT_FOUND, catalog.rejected(undrop(new UUID(9, 9))).code());
  }

  @Test
  void afterTheRetentionItIsGone() {
    UUID orders = delete(DeleteEntity.table("lake", "sales", "orders", null));
    catalog.pass(WEEK.minusSeconds(2));
    catalog.with(undrop(orders));
    delete(DeleteEntity.table("lake", "sales", "orders", null));
    catalog.pass(WEEK);
    assertEquals(ErrorCode.DROPPED_NOT_FOUND, catalog.rejected(undrop(orders)).code());
    assertEquals(List.of(), catalog.state.dropped().page(List.of(), null, catalog.now(), 9));
    assertEquals(1, catalog.state.dropped().count(), "nothing was committed since");
    catalog.with(schema("lake", "next"));
    assertEquals(0, catalog.state.dropped().count());
    EntityPurged purged = (EntityPurged) catalog.events.get(catalog.events.size() - 2);
    assertEquals(orders, purged.id());
    assertEquals(PurgeReason.EXPIRED, purged.reason());
  }

  @Test
  void oneCommandPurgesAtMostAHundred() {
    for (int i = 0; i < 150; i++) {
      catalog.with(table("lake", "sales", "t"));
      delete(DeleteEntity.table("lake", "sales", "t", null));
    }
    catalog.pass(WEEK);
    catalog.with(schema("lake", "next"));
    assertEquals(150 - DropDecisions.MAX_PURGED, catalog.state.dropped().count());
    catalog.with(schema("lake", "after"));
    assertEquals(0, catalog.state.dropped().count());
  }

  @Test
  void purgedItIsGoneAtOnce() {
    UUID orders = catalog.state.table("lake", "sales", "orders").orElseThrow().id();
    catalog.with(
        new DeleteEntity(
            EntityKind.TABLE, List.of("lake", "sales", "orders"), false, true, null, null));
    assertEquals(ErrorCode.DROPPED_NOT_FOUND, catalog.rejected(undrop(orders)).code());
    assertEquals(0, catalog.state.dropped().count());

    UUID sales = delete(DeleteEntity.schema("lake", "sales", true, null));
    assertEquals(new Deletion(sales, 2, null), catalog.run(new PurgeDropped(sales)));
    assertEquals(0, catalog.state.dropped().count());
    assertEquals(List.of(), catalog.rows.rows(CatalogTables.DROPPED_ENTITIES));
  }

  @Test
  void withoutRetentionADeletionIsForEver() {
    LocalCatalog strict = new LocalCatalog(CatalogLimits.DEFAULT, Duration.ZERO);
    strict.with(catalog("c"), DeleteEntity.catalog("c", false, null));
    assertEquals(0, strict.state.dropped().count());
  }

  @Test
  void thoseKeptShortestMakeRoomAndWhatCanNotBeKeptIsRefused() {
    CatalogLimits three =
        new CatalogLimits(
            255, 4_096, 256, 255, 4_096, 4_096, 2_000, 1_000, 9, 9, 9, 99, 255, 64, 99, 9, 3);
    LocalCatalog small =
        new LocalCatalog(three, WEEK)
            .with(catalog("c"), schema("c", "s"), schema("c", "r"))
            .with(table("c", "r", "1"), table("c", "r", "2"), table("c", "r", "3"));
    UUID first = dropped(small, "a");
    UUID second = dropped(small, "b");
    UUID third = dropped(small, "c");
    UUID fourth = dropped(small, "d");
    assertEquals(3, small.state.dropped().count());
    assertEquals(ErrorCode.DROPPED_NOT_FOUND, small.rejected(undrop(first)).code());
    Problem problem = small.rejected(DeleteEntity.schema("c", "r", true, null));
    assertEquals(ErrorCode.LIMIT_REACHED, problem.code());
    assertEquals("droppedEntities", problem.details().get("limit"));
    small.with(undrop(second), undrop(third), undrop(fourth));
  }

  @Test
  void theListIsByNamesTheNewestFirstAndCanBeOfOneParent() {
    UUID first = delete(DeleteEntity.table("lake", "sales", "orders", null));
    catalog.with(table("lake", "sales", "orders"));
    UUID second = delete(DeleteEntity.table("lake", "sales", "orders", null));
    UUID returns = delete(DeleteEntity.table("lake", "sales", "returns", null));
    UUID archive = delete(DeleteEntity.schema("lake", "archive", false, null));
    assertEquals(List.of(archive, second, first, returns), list(List.of()));
    assertEquals(List.of(second, first, returns), list(List.of("lake", "sales")));
    assertEquals(List.of(), list(List.of("lake", "sale")));
  }

  private List<UUID> list(List<String> parents) {
    DroppedKey after = null;
    List<UUID> all = new ArrayList<>();
    while (true) {
      List<Dropped> page = catalog.state.dropped().page(parents, after, catalog.now(), 1);
      if (page.isEmpty()) {
        return all;
      }
      all.add(page.get(0).id());
      after = page.get(0).key();
    }
  }

  private static UUID dropped(LocalCatalog catalog, String name) {
    catalog.with(table("c", "s", name));
    return ((Deletion) catalog.run(DeleteEntity.table("c", "s", name, null))).id();
  }

  private UUID delete(DeleteEntity command) {
    return ((Deletion) catalog.run(command)).id();
  }

  private static UndropEntity undrop(UUID id) {
    return new UndropEntity(id, null, null, null);
  }
}
