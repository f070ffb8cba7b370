package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogComparisonTest {
  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(catalog("lake"), schema("lake", "sales"), schema("lake", "rest"))
          .with(table("lake", "sales", "orders"), table("lake", "sales", "returns"));
  private final CatalogState before = catalog.state;

  @Test
  void whatWasDoneAndUndoneIsNotInIt() {
    UUID orders =
        ((Deletion) catalog.run(DeleteEntity.table("lake", "sales", "orders", null))).id();
    catalog.with(
        table("lake", "sales", "t"),
        DeleteEntity.table("lake", "sales", "t", null),
        new UndropEntity(orders, null, null, null));
    assertEquals(List.of(), said());
  }

  @Test
  void theMadeTheDeletedAndTheAlteredAreToldByNames() {
    catalog.with(
        schema("lake", "new"),
        DeleteEntity.table("lake", "sales", "orders", null),
        comment(EntityKind.TABLE, "lake", "sales", "returns"),
        comment(EntityKind.CATALOG, "lake"));
    assertEquals(
        List.of(
            "altered [lake] [lake]",
            "created [lake, new]",
            "dropped [lake, sales, orders]",
            "altered [lake, sales, returns] [lake, sales, returns]"),
        said());
  }

  @Test
  void aRenamedSchemaIsOneChangeWhateverItHolds() {
    catalog.with(renamed(EntityKind.SCHEMA, null, null, "sold", "lake", "sales"));
    assertEquals(List.of("altered [lake, sales] [lake, sold]"), said());
  }

  @Test
  void aMovedTableIsAlteredAndOneInItsPlaceIsNew() {
    catalog.with(
        renamed(EntityKind.TABLE, null, "rest", null, "lake", "sales", "orders"),
        table("lake", "sales", "orders"));
    assertEquals(
        List.of(
            "altered [lake, sales, orders] [lake, rest, orders]", "created [lake, sales, orders]"),
        said());
  }

  /** Ids and entities of both states tell the same, at the cost of looking at all of them. */
  @Test
  void itIsWhatDiffersOfAllThatThereIs() {
    Seeds seeds = Seeds.of("CatalogComparisonTest");
    for (int i = 0; i < 300; i++) {
      CatalogState from = catalog.state;
      for (int j = seeds.below(6); j > 0; j--) {
        catalog.run(random(seeds));
      }
      Map<UUID, Entity> olds = entities(from);
      Map<UUID, Entity> news = entities(catalog.state);
      int expected = 0;
      for (Entity old : olds.values()) {
        expected += old.equals(news.get(old.id())) ? 0 : 1;
      }
      for (UUID id : news.keySet()) {
        expected += olds.containsKey(id) ? 0 : 1;
      }
      List<EntityChange> changes = CatalogComparison.between(from, catalog.state);
      assertEquals(expected, changes.size());
      for (EntityChange change : changes) {
        assertEquals(
            olds.get(change.id()), change.before() == null ? null : change.before().entity());
        assertEquals(
            news.get(change.id()), change.after() == null ? null : change.after().entity());
      }
    }
  }

  private static CatalogCommand random(Seeds seeds) {
    String s = "s" + seeds.below(3);
    String t = "t" + seeds.below(4);
    return switch (seeds.below(6)) {
      case 0 -> schema("lake", s);
      case 1 -> DeleteEntity.schema("lake", s, true, null);
      case 2 -> DeleteEntity.table("lake", s, t, null);
      case 3 -> renamed(EntityKind.SCHEMA, null, null, "s" + seeds.below(3), "lake", s);
      case 4 -> renamed(EntityKind.TABLE, null, "s" + seeds.below(3), null, "lake", s, t);
      default -> table("lake", s, t);
    };
  }

  private static Map<UUID, Entity> entities(CatalogState state) {
    Map<UUID, Entity> entities = new HashMap<>();
    state.node(EntityPath.TOP).walk(entity -> entities.put(entity.id(), entity));
    return entities;
  }

  private List<String> said() {
    List<String> said = new ArrayList<>();
    for (EntityChange change : CatalogComparison.between(before, catalog.state)) {
      said.add(
          change.before() == null
              ? "created " + change.names()
              : change.after() == null
                  ? "dropped " + change.names()
                  : "altered " + change.before().names() + " " + change.after().names());
    }
    return said;
  }

  private static AlterEntity comment(EntityKind kind, String... names) {
    EntityPatch patch =
        new EntityPatch(null, null, null, Change.to("x"), null, null, null, null, null, null);
    return new AlterEntity(kind, List.of(names), patch, false, null, null);
  }

  private static AlterEntity renamed(
      EntityKind kind, String catalog, String schema, String name, String... names) {
    EntityPatch patch =
        new EntityPatch(catalog, schema, name, null, null, null, null, null, null, null);
    return new AlterEntity(kind, List.of(names), patch, false, null, null);
  }
}
