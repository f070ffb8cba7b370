package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.column;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogRejectionsTest {
  private static final String LONE_SURROGATE = "a\ud800b";

  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(catalog("lake"), schema("lake", "sales"), table("lake", "sales", "orders"));

  static Stream<Arguments> badNames() {
    return Stream.of(
        arguments("", "1 to 255 characters"),
        arguments("n".repeat(256), "1 to 255 characters"),
        arguments("😀".repeat(256), "1 to 255 characters"),
        arguments("a/b", "no / and no ."),
        arguments("a.b", "no / and no ."),
        arguments("..", "no / and no ."),
        arguments("system", "not system"),
        arguments("SYSTEM", "not system"),
        arguments("a\u0000b", "no control characters, no lone surrogates"),
        arguments("a\nb", "no control characters, no lone surrogates"),
        arguments("a\u007fb", "no control characters, no lone surrogates"),
        arguments("a\u0085b", "no control characters, no lone surrogates"),
        arguments(LONE_SURROGATE, "no control characters, no lone surrogates"));
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void aNameThatBreaksTheRulesIsRefusedForEveryKind(String name, String expected) {
    for (CatalogCommand create :
        List.of(catalog(name), schema("lake", name), table("lake", "sales", name))) {
      Problem problem = catalog.rejected(create);
      assertEquals(ErrorCode.INVALID_NAME, problem.code());
      assertEquals("/name", problem.details().get("field"));
      assertEquals(expected, problem.details().get("expected"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", " ", "a b", "Sales-2026_é", "systems", "\\", "%2e", "日本", "'; drop --", "`"})
  void anyOtherNameIsTakenForEveryKind(String name) {
    catalog.with(catalog(name), schema(name, name), table(name, name, name));
    assertEquals(name, catalog.state.table(name, name, name).orElseThrow().name());
  }

  @Test
  void aNameMayHave255CharactersWhateverTheirSize() {
    catalog.with(catalog("n".repeat(255)), catalog("😀".repeat(255)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cost Total $", "a/b", "a.b", "system", " ", "`", "\"", "Größe"})
  void aColumnMayBeCalledAnythingButControlCharacters(String name) {
    catalog.with(table("lake", "sales", "t", column(name, "int")));
    assertEquals(
        name, catalog.state.table("lake", "sales", "t").orElseThrow().columns().get(0).name());
  }

  static Stream<Arguments> badTables() {
    ColumnSpec good = column("good", "int");
    return Stream.of(
        arguments(ErrorCode.INVALID_NAME, "/columns/1/name", columns(good, column("", "int"))),
        arguments(ErrorCode.INVALID_NAME, "/columns/0/name", columns(column("a\tb", "int"))),
        arguments(
            ErrorCode.INVALID_NAME, "/columns/0/name", columns(column("n".repeat(256), "int"))),
        arguments(ErrorCode.INVALID_REQUEST, "/columns/0/name", columns(column(null, "int"))),
        arguments(ErrorCode.INVALID_REQUEST, "/columns/1/type", columns(good, column("a", null))),
        arguments(ErrorCode.INVALID_REQUEST, "/columns/1", columns(good, null)),
        arguments(ErrorCode.INVALID_TYPE, "/columns/1/type", columns(good, column("a", "intt"))),
        arguments(
            ErrorCode.INVALID_REQUEST,
            "/columns/0/type",
            columns(column("a", "struct<`" + LONE_SURROGATE + "`:int>"))),
        arguments(
            ErrorCode.DUPLICATE_COLUMN, "/columns/1/name", columns(good, column("good", "date"))),
        arguments(
            ErrorCode.INVALID_REQUEST,
            "/columns/0/comment",
            columns(new ColumnSpec("a", "int", true, "c".repeat(4_097)))),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("/tmp/x")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("x/y")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("file:x")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("file:/a b")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("s3://b/\n")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("mailto:a@b")),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("s3://b/" + LONE_SURROGATE)),
        arguments(ErrorCode.INVALID_LOCATION, "/location", located("s3://b/" + "k".repeat(4_090))));
  }

  @ParameterizedTest
  @MethodSource("badTables")
  void aMistakeInATableIsNamedByItsField(ErrorCode code, String field, CreateTable create) {
    Problem problem = catalog.rejected(create);
    assertEquals(code, problem.code());
    assertEquals(field, problem.details().get("field"));
  }

  @Test
  void columnNamesThatDifferInCaseAreTwo() {
    catalog.with(table("lake", "sales", "t", column("a", "int"), column("A", "int")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:/tmp/x", "file:///tmp/a%20b/", "s3://b", "s3://my_bucket/k=1/", "gs://b/é"})
  void anAbsoluteUriIsALocation(String location) {
    catalog.with(located(location));
    assertEquals(location, catalog.state.table("lake", "sales", "t").orElseThrow().location());
  }

  static Stream<Arguments> badProperties() {
    Map<String, String> nullKey = new HashMap<>();
    nullKey.put(null, "v");
    return Stream.of(
        arguments("/properties", nullKey),
        arguments("/properties", Map.of("", "v")),
        arguments("/properties", Map.of("k".repeat(256), "v")),
        arguments("/properties", Map.of("a\nb", "v")),
        arguments("/properties", Map.of(LONE_SURROGATE, "v")),
        arguments("/properties/a~1b~0c", Collections.singletonMap("a/b~c", null)),
        arguments("/properties/k", Map.of("k", "v".repeat(4_097))),
        arguments("/properties/k", Map.of("k", LONE_SURROGATE)),
        arguments("/properties/k", Map.of("k", "\u001b[2J")));
  }

  @ParameterizedTest
  @MethodSource("badProperties")
  void badPropertiesAreRefusedForEveryKind(String field, Map<String, String> properties) {
    for (CatalogCommand create :
        List.of(
            new CreateCatalog("c", null, properties),
            new CreateSchema("lake", "s", null, properties),
            new CreateTable("lake", "sales", "t", null, null, null, properties, null))) {
      Problem problem = catalog.rejected(create);
      assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
      assertEquals(field, problem.details().get("field"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LONE_SURROGATE, "a\u0000b", "a\u0007b"})
  void aCommentThatIsNoTextIsRefused(String comment) {
    Problem problem = catalog.rejected(new CreateCatalog("c", comment, null));
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertEquals("/comment", problem.details().get("field"));
  }

  @Test
  void aCommentMayHaveLinesAnd4096Characters() {
    catalog.with(new CreateCatalog("c", "a\tb\r\n" + "😀".repeat(4_091), null));
    Problem problem = catalog.rejected(new CreateCatalog("d", "😀".repeat(4_097), null));
    assertEquals("/comment", problem.details().get("field"));
    assertEquals("at most 4096 characters", problem.details().get("expected"));
  }

  static Stream<Arguments> missingParts() {
    return Stream.of(
        arguments("/name", catalog(null)),
        arguments("/name", schema("lake", null)),
        arguments("/name", table("lake", "sales", null)),
        arguments("/catalog", schema(null, "s")),
        arguments("/catalog", table(null, "sales", "t")),
        arguments("/schema", table("lake", null, "t")),
        arguments("/name", DeleteEntity.catalog(null, true, null)),
        arguments("/name", DeleteEntity.schema("lake", null, true, null)),
        arguments("/catalog", DeleteEntity.schema(null, "sales", true, null)),
        arguments("/name", DeleteEntity.table("lake", "sales", null, null)),
        arguments("/schema", DeleteEntity.table("lake", null, "orders", null)),
        arguments("/catalog", DeleteEntity.table(null, "sales", "orders", null)));
  }

  @ParameterizedTest
  @MethodSource("missingParts")
  void aMissingPartIsNamed(String field, CatalogCommand command) {
    Problem problem = catalog.rejected(command);
    assertEquals(ErrorCode.INVALID_REQUEST, problem.code());
    assertEquals(field, problem.details().get("field"));
  }

  static Stream<Arguments> lookups() {
    String bad = "a\ud800/";
    return Stream.of(
        arguments(ErrorCode.CATALOG_NOT_FOUND, schema("none", "s")),
        arguments(ErrorCode.CATALOG_NOT_FOUND, schema(bad, "s")),
        arguments(ErrorCode.CATALOG_NOT_FOUND, schema("Lake", "s")),
        arguments(ErrorCode.CATALOG_NOT_FOUND, table("none", "sales", "t")),
        arguments(ErrorCode.SCHEMA_NOT_FOUND, table("lake", "none", "t")),
        arguments(ErrorCode.SCHEMA_NOT_FOUND, table("lake", bad, "t")),
        arguments(ErrorCode.CATALOG_NOT_FOUND, DeleteEntity.catalog("none", true, null)),
        arguments(ErrorCode.CATALOG_NOT_FOUND, DeleteEntity.schema("none", "sales", true, null)),
        arguments(ErrorCode.SCHEMA_NOT_FOUND, DeleteEntity.schema("lake", "none", true, null)),
        arguments(ErrorCode.CATALOG_NOT_FOUND, DeleteEntity.table("none", "sales", "t", null)),
        arguments(ErrorCode.SCHEMA_NOT_FOUND, DeleteEntity.table("lake", "none", "t", null)),
        arguments(ErrorCode.TABLE_NOT_FOUND, DeleteEntity.table("lake", "sales", "none", null)),
        arguments(ErrorCode.TABLE_NOT_FOUND, DeleteEntity.table("lake", "sales", bad, null)),
        arguments(ErrorCode.ALREADY_EXISTS, catalog("lake")),
        arguments(ErrorCode.ALREADY_EXISTS, schema("lake", "sales")),
        arguments(ErrorCode.ALREADY_EXISTS, table("lake", "sales", "orders")),
        arguments(ErrorCode.NOT_EMPTY, DeleteEntity.catalog("lake", false, null)),
        arguments(ErrorCode.NOT_EMPTY, DeleteEntity.schema("lake", "sales", false, null)),
        arguments(ErrorCode.VERSION_MISMATCH, DeleteEntity.catalog("lake", true, 2L)),
        arguments(ErrorCode.VERSION_MISMATCH, DeleteEntity.schema("lake", "sales", true, 0L)),
        arguments(
            ErrorCode.VERSION_MISMATCH, DeleteEntity.table("lake", "sales", "orders", 1_000_000L)));
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void whatTheStateForbidsHasItsCodeAndCanBeShown(ErrorCode code, CatalogCommand command) {
    Problem problem = catalog.rejected(command);
    assertEquals(code, problem.code());
    // Whatever the caller sent, the problem has a UTF-8 form.
    assertInstanceOf(byte[].class, Json.bytes(problem));
  }

  @Test
  void theDetailsSayWhatThereIs() {
    TableEntity there = catalog.state.table("lake", "sales", "orders").orElseThrow();
    assertEquals(
        there.id().toString(),
        catalog.rejected(table("lake", "sales", "orders")).details().get("id"));
    assertEquals(
        1,
        catalog
            .rejected(DeleteEntity.schema("lake", "sales", false, null))
            .details()
            .get("children"));
    assertEquals(
        1L,
        catalog
            .rejected(DeleteEntity.table("lake", "sales", "orders", 7L))
            .details()
            .get("version"));
  }

  private static CreateTable columns(ColumnSpec... columns) {
    return new CreateTable("lake", "sales", "t", null, null, null, null, Arrays.asList(columns));
  }

  private static CreateTable located(String location) {
    return new CreateTable("lake", "sales", "t", null, location, null, null, null);
  }
}
