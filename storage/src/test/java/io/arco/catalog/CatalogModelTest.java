package io.arco.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteCatalog;
import io.arco.catalog.CatalogCommand.DeleteSchema;
import io.arco.catalog.CatalogCommand.DeleteTable;
import io.arco.problem.Problem;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Thousands of commands against {@link PlainCatalog}, which says the same in another way. */
class CatalogModelTest {
  private static final int COMMANDS = 6_000;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "\uff5e", "é", "😀", "x/y");
  private static final List<String> TYPES =
      List.of("int", "LONG", "text", "list<int>", "struct<a:int>");

  private final Seeds seeds = Seeds.of("CatalogModelTest");
  private final LocalCatalog catalog = new LocalCatalog();
  private final PlainCatalog model = new PlainCatalog();

  @Test
  void everyAnswerStateAndRowAgreesWithThePlainModel() {
    int accepted = 0;
    for (int i = 0; i < COMMANDS; i++) {
      CatalogCommand command = command();
      Object answer = catalog.run(command);
      String said = answer instanceof Problem problem ? problem.code().name() : "ok";
      accepted += said.equals("ok") ? 1 : 0;
      assertEquals(model.run(command), said, () -> "answer to " + command);
      if (answer instanceof Deletion deletion) {
        assertEquals(model.lastDeleted(), deletion.deleted());
      }
      if (i % 50 == 0) {
        checkState();
      }
    }
    checkState();
    assertTrue(accepted > COMMANDS / 8, "only " + accepted + " were accepted");
    assertEquals(catalog.state.hash(), catalog.folded().hash());
  }

  private void checkState() {
    assertEquals(model.count(), catalog.state.count());
    assertEquals(model.paths(), paths());
    assertEquals(catalog.state.hash(), catalog.domain.recomputeHash(catalog.state));
    CatalogState restored = catalog.domain.restore(catalog.rows);
    assertEquals(catalog.state.hash(), restored.hash());
    assertEquals(catalog.state.count(), restored.count());
  }

  /** All tables by lists of pages of random size. */
  private List<String> paths() {
    List<String> paths = new ArrayList<>();
    int limit = 1 + seeds.below(9);
    for (CatalogEntity c : catalog.state.catalogs(null, 100)) {
      paths.add(c.name());
      for (SchemaEntity s : catalog.state.schemas(c.name(), null, 100)) {
        paths.add(c.name() + "/" + s.name());
        String after = null;
        for (List<TableEntity> page = catalog.state.tables(c.name(), s.name(), after, limit);
            !page.isEmpty();
            page = catalog.state.tables(c.name(), s.name(), after, limit)) {
          for (TableEntity t : page) {
            paths.add(c.name() + "/" + s.name() + "/" + t.name() + t.columns().size());
            after = t.name();
          }
        }
      }
    }
    return paths;
  }

  private CatalogCommand command() {
    String c = seeds.oneOf(seeds.below(20) == 0 ? NAMES : NAMES.subList(4, 7));
    String s = seeds.oneOf(seeds.below(20) == 0 ? NAMES : NAMES.subList(3, 8));
    String t = seeds.oneOf(NAMES) + (seeds.below(2) == 0 ? "" : seeds.below(30));
    Long version = seeds.below(8) == 0 ? Long.valueOf(seeds.below(3)) : null;
    boolean force = seeds.below(8) == 0;
    return switch (seeds.below(14)) {
      case 0 -> new CreateCatalog(c, seeds.below(2) == 0 ? "comment" : null, Map.of("k", s));
      case 1, 2 -> new CreateSchema(c, s, null, Map.of());
      case 3 -> new DeleteCatalog(c, force, version);
      case 4 -> new DeleteSchema(c, s, force, version);
      case 5, 6 -> new DeleteTable(c, s, t, version);
      default -> new CreateTable(c, s, t, null, null, null, null, columns());
    };
  }

  private List<ColumnSpec> columns() {
    List<ColumnSpec> columns = new ArrayList<>();
    for (int i = seeds.below(4); i > 0; i--) {
      String type = seeds.below(40) == 0 ? "nonsense" : seeds.oneOf(TYPES);
      String name = seeds.oneOf(NAMES) + (seeds.below(10) == 0 ? "" : i);
      columns.add(new ColumnSpec(name, type, null, null));
    }
    return columns;
  }
}
