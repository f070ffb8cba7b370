package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.json.Json;
import io.arco.ledger.Stamp;
import io.arco.ledger.StateHash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogDomainTest {
  private final LocalCatalog catalog = new LocalCatalog();

  @Test
  void creatingAnswersWhatWasMade() {
    assertEquals(
        json(
            "{'id':'01900000-0000-7000-8000-000000000001','name':'lake','comment':'all of it',"
                + "'properties':{'a':'1','b':'2'},'createdAt':'2026-01-02T03:04:06.006Z',"
                + "'updatedAt':'2026-01-02T03:04:06.006Z','version':1,'tags':{}}"),
        text(catalog.run(new CreateCatalog("lake", "all of it", Map.of("b", "2", "a", "1")))));
    assertEquals(
        json(
            "{'id':'01900000-0000-7000-8000-000000000002','catalog':'lake','name':'sales',"
                + "'properties':{},'createdAt':'2026-01-02T03:04:07.006Z',"
                + "'updatedAt':'2026-01-02T03:04:07.006Z','version':1,'tags':{}}"),
        text(catalog.run(new CreateSchema("lake", "sales", null, null))));
    assertEquals(
        json(
            "{'id':'01900000-0000-7000-8000-000000000003','catalog':'lake','schema':'sales',"
                + "'name':'orders','format':'parquet','location':'s3://b/orders','properties':{},"
                + "'columns':[{'id':1,'position':0,'name':'id','type':'bigint','nullable':false},"
                + "{'id':2,'position':1,'name':'Cost Total $','type':'decimal(10,0)',"
                + "'nullable':true,'comment':'in dollars'}],"
                + "'createdAt':'2026-01-02T03:04:08.006Z',"
                + "'updatedAt':'2026-01-02T03:04:08.006Z','version':1,'tags':{}}"),
        text(
            catalog.run(
                new CreateTable(
                    "lake",
                    "sales",
                    "orders",
                    TableFormat.PARQUET,
                    "s3://b/orders",
                    null,
                    null,
                    List.of(
                        new ColumnSpec("id", "LONG", false, null),
                        new ColumnSpec("Cost Total $", "numeric(10)", null, "in dollars"))))));
  }

  @Test
  void aTableOfWhichNothingIsSaidIsDeltaWithoutColumns() {
    catalog.with(catalog("c"), schema("c", "s"));
    catalog.with(new CreateTable("c", "s", "t", null, null, null, null, null));
    TableEntity table = catalog.state.table("c", "s", "t").orElseThrow();
    assertEquals(TableFormat.DELTA, table.format());
    assertEquals(List.of(), table.columns());
    assertEquals(0, table.lastColumnId());
    assertEquals(Map.of(), table.properties());
  }

  private Instant kept() {
    return catalog.now().plus(CatalogDomain.DROP_RETENTION);
  }

  @Test
  void deletingAnswersHowManyWentAndHowLongTheyAreKept() {
    catalog.with(catalog("c"), schema("c", "s"), schema("c", "r"));
    catalog.with(table("c", "s", "t"), table("c", "s", "u"));
    UUID table = catalog.state.table("c", "s", "t").orElseThrow().id();
    UUID top = catalog.state.catalog("c").orElseThrow().id();
    assertEquals(
        new Deletion(table, 1, kept()), catalog.run(DeleteEntity.table("c", "s", "t", 1L)));
    assertEquals(4, catalog.state.count());
    assertEquals(new Deletion(top, 4, kept()), catalog.run(DeleteEntity.catalog("c", true, null)));
    assertEquals(0, catalog.state.count());
    assertEquals(5, catalog.state.dropped().count());
  }

  @Test
  void anEmptySchemaOrCatalogGoesWithoutForce() {
    catalog.with(catalog("c"), schema("c", "s"));
    catalog.with(DeleteEntity.schema("c", "s", false, 1L), DeleteEntity.catalog("c", false, 1L));
    assertEquals(0, catalog.state.count());
  }

  @Test
  void aForcedDeleteIsOneEventWhateverItHolds() {
    catalog.with(catalog("c"), schema("c", "s"), schema("c", "r"), table("c", "r", "kept"));
    for (int i = 0; i < 100; i++) {
      catalog.with(table("c", "s", "t" + i));
    }
    int before = catalog.events.size();
    assertEquals(
        101, ((Deletion) catalog.run(DeleteEntity.schema("c", "s", true, null))).deleted());
    assertEquals(before + 1, catalog.events.size());
    assertTrue(catalog.events.get(before) instanceof SchemaDeleted);
    assertTrue(catalog.state.table("c", "s", "t0").isEmpty());
    assertTrue(catalog.state.table("c", "r", "kept").isPresent());
  }

  @Test
  void aNameThatWasDeletedIsFreeAndGetsANewId() {
    catalog.with(catalog("c"));
    UUID first = catalog.state.catalog("c").orElseThrow().id();
    catalog.with(DeleteEntity.catalog("c", false, null), catalog("c"));
    assertNotEquals(first, catalog.state.catalog("c").orElseThrow().id());
  }

  @Test
  void namesAreComparedWithTheirCase() {
    catalog.with(catalog("c"), catalog("C"));
    assertNotEquals(catalog.state.catalog("c"), catalog.state.catalog("C"));
  }

  @Test
  void aChildIsNoChangeOfItsParent() {
    catalog.with(catalog("c"));
    CatalogEntity before = catalog.state.catalog("c").orElseThrow();
    catalog.with(schema("c", "s"), table("c", "s", "t"));
    assertSame(before, catalog.state.catalog("c").orElseThrow());
  }

  @Test
  void anOlderStateStaysAsItWas() {
    catalog.with(catalog("c"), schema("c", "s"), table("c", "s", "t"));
    CatalogState before = catalog.state;
    StateHash hash = before.hash();
    catalog.with(DeleteEntity.catalog("c", true, null));
    assertTrue(before.table("c", "s", "t").isPresent());
    assertEquals(hash, before.hash());
    assertEquals(hash, catalog.domain.recomputeHash(before));
  }

  @Test
  void unrelatedCreatesGiveTheSameHashInAnyOrder() {
    catalog.with(catalog("c"), schema("c", "s"), catalog("d"), schema("d", "s"));
    CatalogCommand[] creates = {
      table("c", "s", "t", column("a", "int")), table("d", "s", "u"), catalog("e")
    };
    catalog.with(creates);
    List<CatalogEvent> last = catalog.events.subList(4, 7);
    Instant at = catalog.now();
    CatalogState base = fold(CatalogState.EMPTY, catalog.events.subList(0, 4), at);
    CatalogState forth = fold(base, last, at);
    CatalogState back = fold(base, List.of(last.get(2), last.get(1), last.get(0)), at);
    assertEquals(forth.hash(), back.hash());
    assertEquals(forth.hash(), catalog.domain.recomputeHash(back));
  }

  @Test
  void theSameTableInAnotherSchemaHasAnotherHash() {
    UUID id = new UUID(1, 1);
    StateHash one = Node.hashOf(tableIn(id, new UUID(2, 2)));
    StateHash other = Node.hashOf(tableIn(id, new UUID(3, 3)));
    assertNotEquals(one, other);
  }

  @Test
  void anEventThatWasNeverDecidedOnThisStateIsAFault() {
    Stamp stamp = new Stamp(1, catalog.now());
    catalog.with(catalog("c"), schema("c", "s"));
    for (CatalogEvent event : catalog.events.subList(1, 2)) {
      assertThrows(
          IllegalStateException.class,
          () -> catalog.domain.apply(CatalogState.EMPTY, event, stamp));
    }
    SchemaDeleted gone = new SchemaDeleted(new UUID(1, 1), new UUID(1, 2), "c", "none", null);
    assertThrows(
        IllegalStateException.class, () -> catalog.domain.apply(catalog.state, gone, stamp));
  }

  private CatalogState fold(CatalogState state, List<CatalogEvent> events, Instant at) {
    CatalogState folded = state;
    for (CatalogEvent event : events) {
      folded = catalog.domain.apply(folded, event, new Stamp(1, at));
    }
    return folded;
  }

  private static TableEntity tableIn(UUID id, UUID schemaId) {
    return new TableEntity(
        id,
        schemaId,
        "t",
        TableFormat.DELTA,
        null,
        null,
        null,
        List.of(),
        0,
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        null,
        null);
  }

  private static String json(String quoted) {
    return quoted.replace('\'', '"');
  }

  private static String text(Object answer) {
    return new String(Json.bytes(answer), StandardCharsets.UTF_8);
  }
}
