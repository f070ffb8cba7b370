package io.arco.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand;
import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.Change;
import io.arco.catalog.ColumnChange;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPatch;
import io.arco.catalog.ModelDetails;
import io.arco.catalog.ModelVersionDetails;
import io.arco.catalog.VolumeDetails;
import io.arco.ledger.Receipt;
import io.arco.testing.Await;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random commands, searched while they are committed: ids, scores and order are those
 * of {@link NaiveSearch} over the state of the stated sequence.
 */
final class SearchModelTest {
  private static final int WAVES = 250;
  private static final int COMMANDS_PER_WAVE = 20;
  private static final List<String> CATALOGS = List.of("lake", "pond", "orders");
  private static final List<String> SCHEMAS = List.of("sales", "Sales2", "order_data");
  private static final List<String> NAMES =
      List.of(
          "orders",
          "order_items",
          "orderItems",
          "OrdersByDay",
          "customer",
          "customers",
          "Custoemr",
          "HTTPLog",
          "été",
          "日本注文",
          "x😀y",
          "a",
          "_",
          "dim-date",
          "transactions",
          "transactionz");
  private static final List<String> QUERIES =
      List.of(
          "order",
          "orders",
          "ordr",
          "oder",
          "orderitems",
          "order_it",
          "orderItem",
          "customer",
          "custmer",
          "cust",
          "http",
          "log",
          "httplog",
          "ÉTÉ",
          "注文",
          "日",
          "😀",
          "a",
          "dim date",
          "dimdate",
          "dim-date",
          "sales orders",
          "lake.sales.orders",
          "orders orders",
          "gold",
          "team",
          "transactoins",
          "tranzactionz",
          "zzzz",
          "order customer",
          "pond gold");

  private final Seeds seeds = Seeds.of("SearchModelTest");
  private final SearchWorld world =
      new SearchWorld(new SearchOptions(4, 900_000, 30_000), UnaryOperator.identity());

  @Test
  void whatIsFoundIsWhatAWalkOverTheStateFinds() {
    try (world) {
      int searches = 0;
      int hits = 0;
      int accepted = 0;
      for (int wave = 0; wave < WAVES; wave++) {
        List<Future<Receipt>> commits = new ArrayList<>();
        for (int i = 0; i < COMMANDS_PER_WAVE; i++) {
          commits.add(world.submit(command()));
        }
        hits += check();
        hits += check();
        searches += 2;
        for (Future<Receipt> commit : commits) {
          accepted += Await.value(commit.map(done -> true).otherwise(false)) ? 1 : 0;
        }
        hits += check();
        searches++;
      }
      assertTrue(accepted > WAVES * COMMANDS_PER_WAVE / 8, "only " + accepted + " were accepted");
      assertTrue(hits > searches, "only " + hits + " hits");
    }
  }

  /** One random search against the model, all its pages; gives the number of hits. */
  private int check() {
    String q = seeds.below(8) == 0 ? null : seeds.oneOf(QUERIES);
    String kind = q != null && seeds.below(4) > 0 ? null : seeds.oneOf(EntityKindTexts.ALL);
    String tag = seeds.below(6) > 0 ? null : seeds.oneOf(List.of("tier", "tier=gold", "pii", "x"));
    String owner = seeds.below(8) > 0 ? null : seeds.oneOf(List.of("sales team", "orders"));
    int limit = 1 + seeds.below(40);
    SearchResult page =
        Await.value(world.search(SearchRequest.of(q, kind, tag, owner, null, limit)));
    Map<String, Integer> expected =
        NaiveSearch.find(page.state().of(world.catalog), q, kind, tag, owner);
    String asked = q + " " + kind + " " + tag + " " + owner + " at " + page.state().sequence();
    assertEquals(expected.size(), page.total(), asked);
    Map<String, Integer> found = new TreeMap<>();
    page.hits().forEach(hit -> found.put(hit.name() + " " + hit.id(), hit.score()));
    List<String> inOrder = new ArrayList<>(expected.keySet());
    inOrder.sort(
        Comparator.comparing((String key) -> -expected.get(key))
            .thenComparing(SearchModelTest::utf8));
    List<String> first = inOrder.subList(0, Math.min(limit, inOrder.size()));
    assertEquals(
        first, page.hits().stream().map(hit -> hit.name() + " " + hit.id()).toList(), asked);
    first.forEach(key -> assertEquals(expected.get(key), found.get(key), asked + ": " + key));
    page.hits().forEach(hit -> assertTrue(q == null || !hit.matches().isEmpty(), asked));
    assertEquals(first.size() < inOrder.size(), page.last() != null, asked);
    return expected.size();
  }

  private static String utf8(String text) {
    StringBuilder order = new StringBuilder();
    text.codePoints().forEach(c -> order.append(String.format("%08x", c)));
    return order.toString();
  }

  /** The kinds that are searched for alone. */
  private static final class EntityKindTexts {
    static final List<String> ALL = List.of("catalog", "schema", "table", "model", "modelVersion");
  }

  private CatalogCommand command() {
    String c = seeds.oneOf(CATALOGS);
    String s = seeds.oneOf(SCHEMAS);
    String t = seeds.oneOf(NAMES);
    return switch (seeds.below(24)) {
      case 0 -> new CreateCatalog(c, text(), Map.of(), owner(), tags());
      case 1, 2 -> new CreateSchema(c, s, text(), Map.of(), owner(), tags());
      case 3 -> DeleteEntity.schema(c, s, seeds.below(4) == 0, null);
      case 4 -> DeleteEntity.catalog(c, seeds.below(10) == 0, null);
      case 5, 6 -> DeleteEntity.table(c, s, t, null);
      case 7 -> alter(EntityKind.CATALOG, null, null, seeds.oneOf(CATALOGS), c);
      case 8 -> alter(EntityKind.SCHEMA, seeds.oneOf(CATALOGS), null, seeds.oneOf(SCHEMAS), c, s);
      case 9, 10, 11, 12, 13 ->
          alter(
              EntityKind.TABLE,
              seeds.oneOf(CATALOGS),
              seeds.oneOf(SCHEMAS),
              seeds.oneOf(NAMES),
              c,
              s,
              t);
      case 14 ->
          new CreateObject(
              EntityKind.MODEL,
              List.of(c, s),
              t,
              text(),
              Map.of(),
              owner(),
              tags(),
              new ModelDetails.Spec(null));
      case 15 ->
          new CreateObject(
              EntityKind.MODEL_VERSION,
              List.of(c, s, t),
              seeds.oneOf(NAMES),
              text(),
              Map.of(),
              owner(),
              tags(),
              new ModelVersionDetails.Spec(null, null, null));
      case 16 ->
          new CreateObject(
              EntityKind.VOLUME,
              List.of(c, s),
              t,
              text(),
              Map.of(),
              owner(),
              tags(),
              new VolumeDetails.Spec(Change.to("s3://b")));
      case 17 -> new DeleteEntity(EntityKind.MODEL, List.of(c, s, t), true, null, null);
      default -> new CreateTable(c, s, t, null, null, text(), Map.of(), columns(), owner(), tags());
    };
  }

  private AlterEntity alter(
      EntityKind kind, String catalog, String schema, String name, String... names) {
    boolean moves = seeds.below(3) == 0;
    EntityPatch patch =
        new EntityPatch(
            moves ? catalog : null,
            moves ? schema : null,
            seeds.below(2) == 0 ? name : null,
            seeds.below(3) == 0 ? Change.to(text()) : null,
            seeds.below(3) == 0 ? Change.to(owner()) : null,
            seeds.below(3) == 0 ? Change.to(new HashMap<>(tags())) : null,
            null,
            null,
            kind == EntityKind.TABLE && seeds.below(3) == 0
                ? List.of(ColumnChange.add(seeds.oneOf(NAMES), "int"))
                : null,
            null);
    return new AlterEntity(kind, List.of(names), patch, false, null, null);
  }

  private List<ColumnSpec> columns() {
    List<ColumnSpec> columns = new ArrayList<>();
    int first = seeds.below(NAMES.size() - 3);
    for (int i = seeds.below(4); i > 0; i--) {
      columns.add(new ColumnSpec(NAMES.get(first + i - 1), "int", true, text(), tags()));
    }
    return columns;
  }

  private String text() {
    return seeds.below(3) > 0
        ? null
        : seeds.oneOf(List.of("All orders of a customer.", "gold; HTTPLog", "日本 x", "The été."));
  }

  private String owner() {
    return seeds.below(3) > 0 ? null : seeds.oneOf(List.of("sales team", "orders", "ops@x.org"));
  }

  private Map<String, String> tags() {
    return seeds.below(3) > 0
        ? Map.of()
        : Map.of(
            seeds.oneOf(List.of("tier", "pii", "orders")),
            seeds.oneOf(List.of("", "gold", "customer")));
  }
}
