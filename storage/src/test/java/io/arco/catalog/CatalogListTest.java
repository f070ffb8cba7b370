package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogListTest {
  /** In the order of UTF-8: the emoji last, though its surrogates sort before U+FF5E in UTF-16. */
  private static final List<String> NAMES =
      List.of("!", "1", "10", "2", "A", "B", "a", "aa", "b", "ä", "日本", "\uff5e", "😀");

  private final LocalCatalog catalog = new LocalCatalog();

  @BeforeEach
  void fill() {
    catalog.with(catalog("c"), schema("c", "s"));
    List<String> backwards = new ArrayList<>(NAMES);
    backwards.sort(Comparator.reverseOrder());
    for (String name : backwards) {
      catalog.with(catalog(name + "1"), schema("c", name + "2"), table("c", "s", name));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12, 13, 14, 1_000})
  void pagesTogetherAreTheWholeListInTheOrderOfUtf8(int limit) {
    assertEquals(NAMES, paged((after, n) -> catalog.state.tables("c", "s", after, n), limit));
  }

  @Test
  void eachLevelListsItsOwn() {
    assertEquals(NAMES.size() + 1, paged((after, n) -> catalog.state.catalogs(after, n), 4).size());
    assertEquals(
        NAMES.size() + 1, paged((after, n) -> catalog.state.schemas("c", after, n), 4).size());
    assertEquals(
        List.of(), catalog.state.children(EntityPath.catalog("c"), EntityKind.TABLE, null, 10));
    assertEquals(List.of(), catalog.state.children(EntityPath.TOP, EntityKind.SCHEMA, null, 10));
  }

  @Test
  void aPageMayBeginBehindANameThatIsNotThere() {
    assertEquals("b", catalog.state.tables("c", "s", "aaa", 1).get(0).name());
    assertEquals("a", catalog.state.tables("c", "s", "Z", 1).get(0).name());
    assertEquals(List.of(), catalog.state.tables("c", "s", "😀", 1));
  }

  @Test
  void aPageOfNothingIsEmpty() {
    assertEquals(List.of(), catalog.state.tables("c", "s", null, 0));
    assertEquals(List.of(), catalog.state.tables("c", "none", null, 10));
    assertEquals(List.of(), catalog.state.schemas("none", null, 10));
    assertEquals(List.of(), CatalogState.EMPTY.catalogs(null, 10));
  }

  @Test
  void aSummaryCountsTheColumns() {
    catalog.with(table("c", "s", "wide", column("a", "int"), column("b", "int")));
    TableEntity table = catalog.state.table("c", "s", "wide").orElseThrow();
    TableSummary summary = TableSummary.of("c", "s", table);
    assertEquals(2, summary.columnCount());
    assertEquals("wide", summary.name());
  }

  private static List<String> paged(
      BiFunction<String, Integer, List<? extends Entity>> list, int limit) {
    List<String> names = new ArrayList<>();
    List<? extends Entity> page = list.apply(null, limit);
    while (!page.isEmpty()) {
      page.forEach(entity -> names.add(entity.name()));
      page = list.apply(names.get(names.size() - 1), limit);
    }
    return names;
  }
}
