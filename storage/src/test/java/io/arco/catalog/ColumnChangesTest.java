package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.ColumnChange.Kind;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the columns of a table that has {@code a int, b bigint, c list<int>}. */
class ColumnChangesTest {
  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(
              catalog("lake"),
              schema("lake", "sales"),
              table(
                  "lake",
                  "sales",
                  "t",
                  column("a", "int"),
                  column("b", "bigint"),
                  column("c", "list<int>")));

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("1a 2b 3c 4d", changes(ColumnChange.add("d", "text"))),
        arguments("1a 4d 2b 3c", changes(add("d", 1))),
        arguments("4d 1a 2b 3c 5e", changes(add("d", 0), add("e", 4))),
        arguments("5e 4d 1a 2b 3c", changes(add("d", 0), add("e", 0))),
        arguments("1a 3c", changes(ColumnChange.drop("b"))),
        arguments("1a 3c 4b", changes(ColumnChange.drop("b"), ColumnChange.add("b", "date"))),
        arguments("1a 3c 4b", changes(ColumnChange.add("b", "date"), ColumnChange.drop("b"))),
        arguments("1b 2a 3c", changes(rename("a", "b"), rename("b", "a"))),
        arguments("2b 3c 1a", changes(move("a", 2))),
        arguments("3c 2b 1a", changes(move("a", 2), move("c", 0))),
        arguments("2b 1a 3c", changes(move("a", 2), move("b", 1), move("c", 2))),
        arguments(
            "", changes(ColumnChange.drop("a"), ColumnChange.drop("b"), ColumnChange.drop("c"))));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void changesHoldTogetherAndIdsStay(String expected, List<ColumnChange> changes) {
    catalog.with(alter(false, changes));
    assertEquals(expected, shown());
  }

  @Test
  void anIdIsNeverUsedAgain() {
    catalog.with(alter(false, changes(ColumnChange.add("d", "int"))));
    catalog.with(alter(false, changes(ColumnChange.drop("d"), ColumnChange.drop("c"))));
    catalog.with(alter(false, changes(ColumnChange.add("c", "int"))));
    assertEquals("1a 2b 5c", shown());
    assertEquals(5, there().lastColumnId());
  }

  @Test
  void aColumnTakesWhatIsSaidOfItAndKeepsTheRest() {
    Change<Map<String, String>> tags = Change.to(Map.of("pii", "", "seen", "2026"));
    catalog.with(
        alter(
            false,
            changes(
                new ColumnChange(
                    Kind.ALTER, "a", "x", "bigint", null, Change.to("count"), tags, null))));
    assertEquals(
        new Column(1, "x", "bigint", true, "count", SortedProperties.copyOf(tags.value())),
        there().columns().get(0));
    Change<Map<String, String>> gone = Change.to(Collections.singletonMap("seen", null));
    catalog.with(
        alter(
            true,
            changes(
                new ColumnChange(Kind.ALTER, "x", null, null, false, Change.none(), gone, null))));
    assertEquals(
        new Column(1, "x", "bigint", false, null, SortedProperties.copyOf(Map.of("pii", ""))),
        there().columns().get(0));
  }

  @Test
  void whatChangesNothingIsNoEvent() {
    int events = catalog.events.size();
    Object answer =
        catalog.run(
            alter(
                false,
                changes(
                    new ColumnChange(Kind.ALTER, "a", "a", "INT", true, Change.none(), null, 0))));
    assertEquals(1, ((TableView) answer).version());
    assertEquals(events, catalog.events.size());
  }

  static Stream<Arguments> refused() {
    String broken = "a\ud800";
    return Stream.of(
        arguments(ErrorCode.INVALID_REQUEST, "", Arrays.asList((ColumnChange) null)),
        arguments(ErrorCode.INVALID_REQUEST, "/change", changes(of(null, "a", null, null, null))),
        arguments(ErrorCode.INVALID_REQUEST, "/column", changes(ColumnChange.drop(null))),
        arguments(ErrorCode.COLUMN_NOT_FOUND, "/column", changes(ColumnChange.drop("A"))),
        arguments(ErrorCode.COLUMN_NOT_FOUND, "/column", changes(rename(broken, "x"))),
        arguments(
            ErrorCode.INVALID_REQUEST, "/type", changes(of(Kind.DROP, "a", null, "int", null))),
        arguments(ErrorCode.INVALID_REQUEST, "/name", changes(of(Kind.DROP, "a", "b", null, null))),
        arguments(
            ErrorCode.INVALID_REQUEST, "/position", changes(of(Kind.DROP, "a", null, null, 0))),
        arguments(
            ErrorCode.INVALID_REQUEST, "/column", changes(of(Kind.ADD, "a", "x", "int", null))),
        arguments(ErrorCode.INVALID_REQUEST, "/name", changes(ColumnChange.add(null, "int"))),
        arguments(ErrorCode.INVALID_NAME, "/name", changes(ColumnChange.add("", "int"))),
        arguments(ErrorCode.INVALID_NAME, "/name", changes(rename("a", "x".repeat(256)))),
        arguments(ErrorCode.INVALID_NAME, "/name", changes(rename("a", broken))),
        arguments(ErrorCode.INVALID_REQUEST, "/type", changes(ColumnChange.add("x", null))),
        arguments(ErrorCode.INVALID_TYPE, "/type", changes(ColumnChange.add("x", "intt"))),
        arguments(ErrorCode.INVALID_REQUEST, "/type", changes(ColumnChange.add("x", broken))),
        arguments(ErrorCode.INVALID_REQUEST, "/position", changes(add("x", 4))),
        arguments(ErrorCode.INVALID_REQUEST, "/position", changes(add("x", -1))),
        arguments(ErrorCode.INVALID_REQUEST, "/position", changes(move("a", 3))),
        arguments(ErrorCode.DUPLICATE_COLUMN, "/name", changes(rename("a", "b"))),
        arguments(ErrorCode.DUPLICATE_COLUMN, "/name", changes(ColumnChange.add("b", "int"))),
        arguments(ErrorCode.INCOMPATIBLE_CHANGE, "/type", changes(retype("b", "int"))),
        arguments(ErrorCode.INCOMPATIBLE_CHANGE, "/type", changes(retype("a", "text"))),
        arguments(ErrorCode.INCOMPATIBLE_CHANGE, "/nullable", changes(nullable(Kind.ALTER))),
        arguments(ErrorCode.INCOMPATIBLE_CHANGE, "/nullable", changes(nullable(Kind.ADD))),
        arguments(ErrorCode.INVALID_REQUEST, "/comment", changes(comment("\u0000"))),
        arguments(ErrorCode.INVALID_REQUEST, "/tags", changes(tags(Map.of("", "x")))),
        arguments(ErrorCode.INVALID_REQUEST, "/tags/a~1b", changes(tags(Map.of("a/b", "\u0000")))),
        arguments(ErrorCode.LIMIT_REACHED, "/tags", changes(tags(many(65)))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCanNotBeIsNamedAndNothingIsDone(
      ErrorCode code, String field, List<ColumnChange> changes) {
    Problem problem = catalog.rejected(alter(false, changes));
    assertEquals(code, problem.code());
    assertEquals("/columns/0" + field, problem.details().get("field"));
  }

  @Test
  void aColumnIsMeantOnce() {
    Problem problem = catalog.rejected(alter(false, changes(move("a", 1), ColumnChange.drop("a"))));
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertEquals("/columns/1/column", problem.details().get("field"));
  }

  @Test
  void forceNarrows() {
    catalog.with(
        alter(true, changes(retype("b", "int"), nullable(Kind.ALTER), nullable(Kind.ADD))));
    assertEquals("int", there().columns().get(1).type());
    assertEquals(List.of(false, true, true, false), nullables());
  }

  @Test
  void aTableHasAtMost2000ColumnsHoweverTheyCame() {
    List<ColumnChange> most =
        IntStream.range(0, 1_997).mapToObj(i -> ColumnChange.add("n" + i, "int")).toList();
    catalog.with(alter(false, most));
    Problem problem = catalog.rejected(alter(false, changes(ColumnChange.add("more", "int"))));
    assertEquals(ErrorCode.LIMIT_REACHED, problem.code());
    assertEquals("columns", problem.details().get("limit"));
    catalog.with(alter(false, changes(ColumnChange.add("more", "int"), ColumnChange.drop("n7"))));
    Problem changes = catalog.rejected(alter(false, Collections.nCopies(2_001, null)));
    assertEquals(2_000, changes.details().get("maximum"));
  }

  private TableEntity there() {
    return catalog.state.table("lake", "sales", "t").orElseThrow();
  }

  private String shown() {
    return there().columns().stream().map(c -> c.id() + c.name()).collect(Collectors.joining(" "));
  }

  private List<Boolean> nullables() {
    return there().columns().stream().map(Column::nullable).toList();
  }

  private static AlterEntity alter(boolean force, List<ColumnChange> changes) {
    EntityPatch patch =
        new EntityPatch(null, null, null, null, null, null, null, null, changes, null);
    return new AlterEntity(
        EntityKind.TABLE, List.of("lake", "sales", "t"), patch, force, null, null);
  }

  private static List<ColumnChange> changes(ColumnChange... changes) {
    return List.of(changes);
  }

  private static ColumnChange of(
      Kind kind, String column, String name, String type, Integer position) {
    return new ColumnChange(kind, column, name, type, null, null, null, position);
  }

  private static ColumnChange add(String name, int position) {
    return of(Kind.ADD, null, name, "int", position);
  }

  private static ColumnChange rename(String column, String name) {
    return of(Kind.ALTER, column, name, null, null);
  }

  private static ColumnChange retype(String column, String type) {
    return of(Kind.ALTER, column, null, type, null);
  }

  private static ColumnChange move(String column, int position) {
    return of(Kind.ALTER, column, null, null, position);
  }

  private static ColumnChange nullable(Kind kind) {
    return kind == Kind.ADD
        ? new ColumnChange(kind, null, "n", "int", false, null, null, null)
        : new ColumnChange(kind, "a", null, null, false, null, null, null);
  }

  private static ColumnChange comment(String comment) {
    return new ColumnChange(Kind.ALTER, "a", null, null, null, Change.to(comment), null, null);
  }

  private static ColumnChange tags(Map<String, String> tags) {
    return new ColumnChange(Kind.ALTER, "a", null, null, null, null, Change.to(tags), null);
  }

  private static Map<String, String> many(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> ""));
  }
}
