package io.arco.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.testing.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Making a table so, there or not. */
final class PutTableTest {
  private static final List<String> TYPES = List.of("int", "bigint", "string", "double");

  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(new CreateCatalog("c", null, null), new CreateSchema("c", "s", null, null));

  private record Put(
      TableFormat format,
      String location,
      String comment,
      Map<String, String> properties,
      List<ColumnSpec> columns) {
    PutTable command(boolean mustBeNew, UUID id, Long version) {
      return new PutTable(
          "c",
          "s",
          "t",
          format,
          location,
          comment,
          properties,
          columns,
          null,
          null,
          mustBeNew,
          id,
          version);
    }
  }

  private static Put put(List<ColumnSpec> columns) {
    return new Put(TableFormat.PARQUET, "file:///d", "said", Map.of("k", "v"), columns);
  }

  private static ColumnSpec column(String name, String type) {
    return new ColumnSpec(name, type, true, null);
  }

  private TablePut run(Put put) {
    Object answer = catalog.run(put.command(false, null, null));
    assertTrue(answer instanceof TablePut, () -> "answered " + answer);
    return (TablePut) answer;
  }

  @Test
  void whatIsNotThereIsCreatedAndWhatIsThereKeepsItsId() {
    TablePut first = run(put(List.of(column("a", "int"), column("b", "string"))));
    TablePut second =
        run(
            new Put(
                null,
                "file:///e",
                null,
                Map.of("l", "w"),
                List.of(column("b", "bigint"), column("n", "double"))));
    assertTrue(first.created());
    assertEquals(false, second.created());
    TableView table = second.table();
    assertEquals(first.table().id(), table.id());
    assertEquals(2, table.version());
    assertEquals("file:///e", table.location());
    assertEquals("said", table.comment());
    assertEquals(Map.of("l", "w"), table.properties());
    assertEquals(
        List.of("2 b bigint", "3 n double"),
        table.columns().stream().map(c -> c.id() + " " + c.name() + " " + c.type()).toList());
  }

  @Test
  void theSameAgainChangesNothing() {
    Put put = put(List.of(column("a", "int")));
    run(put);
    int before = catalog.events.size();
    assertEquals(1, run(put).table().version());
    assertEquals(1, run(new Put(null, null, null, null, null)).table().version());
    assertEquals(before, catalog.events.size());
  }

  @Test
  void conditionsAreKept() {
    TableView table = run(put(List.of())).table();
    Put other = new Put(null, "file:///e", null, null, null);
    rejected(ErrorCode.VERSION_MISMATCH, other.command(true, null, null));
    rejected(ErrorCode.VERSION_MISMATCH, other.command(false, table.id(), 2L));
    rejected(ErrorCode.VERSION_MISMATCH, other.command(false, new UUID(7, 7), 1L));
    rejected(
        ErrorCode.INCOMPATIBLE_CHANGE,
        new Put(TableFormat.DELTA, null, null, null, null).command(false, null, null));
    assertTrue(catalog.run(other.command(false, table.id(), 1L)) instanceof TablePut);
    PutTable elsewhere =
        new PutTable(
            "c", "s", "u", null, null, null, null, null, null, null, false, table.id(), 1L);
    rejected(ErrorCode.TABLE_NOT_FOUND, elsewhere);
  }

  @Test
  void badColumnsAreNamedByTheirPlaceInTheRequest() {
    run(put(List.of(column("a", "int"), column("b", "int"))));
    List<ColumnSpec> twice = List.of(column("n", "int"), column("b", "int"), column("b", "int"));
    assertEquals("/columns/2/name", field(ErrorCode.DUPLICATE_COLUMN, twice));
    assertEquals(
        "/columns/1/type",
        field(ErrorCode.INVALID_TYPE, List.of(column("b", "int"), column("a", "nonsense"))));
    List<ColumnSpec> missing = new ArrayList<>(Collections.singletonList(null));
    assertEquals("/columns/0", field(ErrorCode.INVALID_REQUEST, missing));
  }

  @Test
  void allColumnsOfTheWidestTableMayBeReplaced() {
    int most = CatalogLimits.DEFAULT.columns();
    run(put(IntStream.range(0, most).mapToObj(i -> column("a" + i, "int")).toList()));
    List<ColumnSpec> others =
        IntStream.range(0, most).mapToObj(i -> column("b" + i, "int")).toList();
    assertEquals(most, run(put(others)).table().columns().size());
    List<ColumnSpec> more = new ArrayList<>(others);
    more.add(column("c", "int"));
    rejected(ErrorCode.LIMIT_REACHED, put(more).command(false, null, null));
  }

  @Test
  void aViewOfTheNameStandsInTheWay() {
    catalog.with(
        new CreateObject(
            EntityKind.VIEW,
            List.of("c", "s"),
            "t",
            null,
            null,
            null,
            null,
            new ViewDetails.Spec(Change.to("select 1"), Change.to("duckdb"), null, null)));
    rejected(ErrorCode.ALREADY_EXISTS, put(List.of()).command(false, null, null));
  }

  @Test
  void randomPutsLeaveWhatTheyLastSaid() {
    RandomGenerator random = Seeds.of("PutTableTest").random();
    Map<String, Integer> ids = new HashMap<>();
    List<ColumnSpec> columns = List.of();
    String comment = null;
    Map<String, String> properties = new TreeMap<>();
    int lastId = 0;
    for (int round = 0; round < 500; round++) {
      List<ColumnSpec> said = random.nextInt(4) == 0 ? null : columns(random);
      String newComment = random.nextBoolean() ? null : "r" + round;
      Map<String, String> newProperties =
          random.nextBoolean() ? null : Map.of("p" + random.nextInt(3), "" + round);
      TableView table = run(new Put(null, null, newComment, newProperties, said)).table();
      comment = newComment == null ? comment : newComment;
      properties = newProperties == null ? properties : newProperties;
      if (said != null) {
        Map<String, Integer> kept = new HashMap<>();
        for (ColumnSpec spec : said) {
          Integer id = ids.get(spec.name());
          kept.put(spec.name(), id == null ? ++lastId : id);
        }
        ids = kept;
        columns = said;
      }
      assertEquals(comment, table.comment());
      assertEquals(properties, table.properties());
      Map<String, Integer> expected = ids;
      assertEquals(
          columns.stream().map(c -> expected.get(c.name()) + c.name() + c.type()).toList(),
          table.columns().stream().map(c -> c.id() + c.name() + c.type()).toList());
    }
    assertEquals(
        catalog.domain.hash(catalog.state),
        catalog.domain.hash(catalog.domain.restore(catalog.rows)));
  }

  private static List<ColumnSpec> columns(RandomGenerator random) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      if (random.nextBoolean()) {
        names.add(random.nextInt(names.size() + 1), "n" + i);
      }
    }
    return names.stream()
        .map(name -> column(name, TYPES.get(random.nextInt(TYPES.size()))))
        .toList();
  }

  private String field(ErrorCode code, List<ColumnSpec> columns) {
    Problem problem = rejected(code, put(columns).command(false, null, null));
    return (String) problem.details().get("field");
  }

  private Problem rejected(ErrorCode code, PutTable command) {
    Problem problem = catalog.rejected(command);
    assertEquals(code, problem.code(), () -> problem.toString());
    return problem;
  }
}
