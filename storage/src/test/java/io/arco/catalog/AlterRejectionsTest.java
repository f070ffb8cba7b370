package io.arco.catalog;

import static io.arco.catalog.LocalCatalog.catalog;
import static io.arco.catalog.LocalCatalog.schema;
import static io.arco.catalog.LocalCatalog.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.ViewDetails.ViewColumn;
import io.arco.json.Json;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What of an alteration, and of entities with details, is refused, field by field. */
class AlterRejectionsTest {
  private static final List<String> TABLE = List.of("lake", "sales", "orders");
  private static final List<String> SCHEMA = List.of("lake", "sales");
  private static final List<String> CATALOG = List.of("lake");
  private static final String BROKEN = "a\ud800b";
  private static final UUID OTHER = new UUID(7, 7);

  private final LocalCatalog catalog =
      new LocalCatalog()
          .with(
              catalog("lake"),
              catalog("other"),
              schema("lake", "sales"),
              schema("lake", "r"),
              table("lake", "sales", "orders"),
              table("lake", "sales", "t"),
              view("v", sql("select 1")));

  static Stream<Arguments> refused() {
    ErrorCode invalid = ErrorCode.INVALID_REQUEST;
    ErrorCode name = ErrorCode.INVALID_NAME;
    ErrorCode location = ErrorCode.INVALID_LOCATION;
    Change<Map<String, String>> many = Change.to(many(65));
    return Stream.of(
        arguments(invalid, "/kind", alter(null, CATALOG, EntityPatch.NONE)),
        arguments(invalid, "/name", alter(EntityKind.CATALOG, null, EntityPatch.NONE)),
        arguments(invalid, "/schema", alter(EntityKind.TABLE, CATALOG, EntityPatch.NONE)),
        arguments(invalid, "/name", alter(EntityKind.TABLE, SCHEMA, EntityPatch.NONE)),
        arguments(
            invalid,
            "/schema",
            alter(EntityKind.VIEW, Arrays.asList("lake", null, "v"), EntityPatch.NONE)),
        arguments(invalid, "/kind", new DeleteEntity(null, CATALOG, true, null, null)),
        arguments(invalid, "/catalog", alter(EntityKind.CATALOG, CATALOG, moved("x", null, null))),
        arguments(invalid, "/schema", alter(EntityKind.SCHEMA, SCHEMA, moved(null, "x", null))),
        arguments(invalid, "/columns", alter(EntityKind.SCHEMA, SCHEMA, columns(List.of()))),
        arguments(invalid, "/location", alter(EntityKind.CATALOG, CATALOG, located("s3://b"))),
        arguments(invalid, "", alter(EntityKind.TABLE, TABLE, details(sql("x")))),
        arguments(name, "/name", alter(EntityKind.TABLE, TABLE, moved(null, null, ""))),
        arguments(name, "/name", alter(EntityKind.TABLE, TABLE, moved(null, null, "a.b"))),
        arguments(name, "/name", alter(EntityKind.CATALOG, CATALOG, moved(null, null, "System"))),
        arguments(name, "/name", alter(EntityKind.SCHEMA, SCHEMA, moved(null, null, BROKEN))),
        arguments(location, "/location", alter(EntityKind.TABLE, TABLE, located("../x"))),
        arguments(invalid, "/comment", alter(EntityKind.TABLE, TABLE, comment("\u0000"))),
        arguments(invalid, "/comment", alter(EntityKind.TABLE, TABLE, comment("x".repeat(4_097)))),
        arguments(invalid, "/owner", alter(EntityKind.TABLE, TABLE, owner(""))),
        arguments(invalid, "/owner", alter(EntityKind.TABLE, TABLE, owner("a\nb"))),
        arguments(invalid, "/owner", alter(EntityKind.TABLE, TABLE, owner(BROKEN))),
        arguments(invalid, "/owner", alter(EntityKind.TABLE, TABLE, owner("x".repeat(256)))),
        arguments(ErrorCode.LIMIT_REACHED, "/tags", alter(EntityKind.TABLE, TABLE, tags(many))),
        arguments(invalid, "/tags/k", alter(EntityKind.TABLE, TABLE, tags(one("k", "\u0000")))),
        arguments(invalid, "/tags", alter(EntityKind.TABLE, TABLE, tags(one(BROKEN, "")))),
        arguments(invalid, "/tags", alter(EntityKind.TABLE, TABLE, tags(one("", null)))),
        arguments(invalid, "/properties/k", alter(EntityKind.TABLE, TABLE, property("k", BROKEN))),
        arguments(invalid, "/properties", alter(EntityKind.TABLE, TABLE, property("", "v"))),
        arguments(
            invalid,
            "",
            new CreateObject(EntityKind.VIEW, SCHEMA, "w", null, null, null, null, null)),
        arguments(
            invalid,
            "",
            new CreateObject(
                EntityKind.VOLUME, SCHEMA, "w", null, null, null, null, sql("select 1"))),
        arguments(
            invalid,
            "/kind",
            new CreateObject(null, SCHEMA, "w", null, null, null, null, sql("x"))),
        arguments(
            invalid,
            "/schema",
            new CreateObject(EntityKind.VIEW, CATALOG, "w", null, null, null, null, sql("x"))),
        arguments(
            invalid,
            "/names",
            new CreateObject(EntityKind.VIEW, TABLE, "w", null, null, null, null, sql("x"))),
        arguments(invalid, "/names", alter(EntityKind.SCHEMA, TABLE, EntityPatch.NONE)),
        arguments(invalid, "/sql", view("w", sql(null))),
        arguments(invalid, "/sql", view("w", sql("x".repeat(100_001)))),
        arguments(invalid, "/sql", view("w", sql(BROKEN))),
        arguments(name, "/dialect", view("w", spec("x", "", null))),
        arguments(
            ErrorCode.LIMIT_REACHED,
            "/columns",
            view("w", spec("x", null, Collections.nCopies(2_001, null)))),
        arguments(
            ErrorCode.DUPLICATE_COLUMN,
            "/columns/1/name",
            view("w", spec("x", null, Collections.nCopies(2, new ViewColumn("a", "int", null))))),
        arguments(
            ErrorCode.INVALID_TYPE,
            "/columns/0/type",
            view("w", spec("x", null, List.of(new ViewColumn("a", "in", null))))),
        arguments(
            invalid,
            "/columns/0/comment",
            view("w", spec("x", null, List.of(new ViewColumn("a", "int", "\u0000"))))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCanNotBeIsNamedAndNothingIsDone(ErrorCode code, String field, CatalogCommand command) {
    Problem problem = catalog.rejected(command);
    assertEquals(code, problem.code(), problem::toString);
    assertEquals(field, problem.details().get("field"));
    assertInstanceOf(byte[].class, Json.bytes(problem));
  }

  static Stream<Arguments> lookups() {
    return Stream.of(
        arguments(
            ErrorCode.CATALOG_NOT_FOUND,
            alter(EntityKind.TABLE, List.of("no", "sales", "orders"), EntityPatch.NONE)),
        arguments(
            ErrorCode.VIEW_NOT_FOUND,
            alter(EntityKind.VIEW, List.of("lake", "sales", "orders"), EntityPatch.NONE)),
        arguments(
            ErrorCode.CATALOG_NOT_FOUND, alter(EntityKind.TABLE, TABLE, moved("no", null, null))),
        arguments(
            ErrorCode.SCHEMA_NOT_FOUND, alter(EntityKind.TABLE, TABLE, moved("other", null, null))),
        arguments(
            ErrorCode.SCHEMA_NOT_FOUND, alter(EntityKind.TABLE, TABLE, moved(null, BROKEN, null))),
        arguments(ErrorCode.ALREADY_EXISTS, alter(EntityKind.TABLE, TABLE, moved(null, null, "t"))),
        arguments(ErrorCode.ALREADY_EXISTS, alter(EntityKind.TABLE, TABLE, moved(null, null, "v"))),
        arguments(
            ErrorCode.ALREADY_EXISTS, alter(EntityKind.SCHEMA, SCHEMA, moved(null, null, "r"))),
        arguments(
            ErrorCode.ALREADY_EXISTS,
            alter(EntityKind.CATALOG, CATALOG, moved(null, null, "other"))),
        arguments(
            ErrorCode.VERSION_MISMATCH,
            new AlterEntity(EntityKind.TABLE, TABLE, EntityPatch.NONE, false, OTHER, null)),
        arguments(
            ErrorCode.VERSION_MISMATCH,
            new AlterEntity(EntityKind.TABLE, TABLE, EntityPatch.NONE, false, null, 2L)),
        arguments(
            ErrorCode.VERSION_MISMATCH,
            new DeleteEntity(EntityKind.TABLE, TABLE, true, OTHER, 1L)));
  }

  @ParameterizedTest
  @MethodSource("lookups")
  void whatTheStateForbidsHasItsCode(ErrorCode code, CatalogCommand command) {
    assertEquals(code, catalog.rejected(command).code());
  }

  @Test
  void tagsAreBoundedHoweverTheyCame() {
    catalog.with(alter(EntityKind.TABLE, TABLE, tags(Change.to(many(64)))));
    Problem problem = catalog.rejected(alter(EntityKind.TABLE, TABLE, tags(one("more", ""))));
    assertEquals("tags", problem.details().get("limit"));
    catalog.with(alter(EntityKind.TABLE, TABLE, tags(one("k7", null))));
    catalog.with(alter(EntityKind.TABLE, TABLE, tags(one("more", ""))));
  }

  @Test
  void aFullSchemaTakesNobodyInButLetsItsOwnBeRenamed() {
    CatalogLimits two =
        new CatalogLimits(
            255, 4_096, 256, 255, 4_096, 4_096, 2_000, 1_000_000, 9, 9, 2, 99, 255, 64, 99, 9, 9);
    LocalCatalog full =
        new LocalCatalog(two)
            .with(catalog("lake"), schema("lake", "sales"), schema("lake", "r"))
            .with(table("lake", "sales", "orders"), table("lake", "sales", "t"))
            .with(table("lake", "r", "x"));
    Problem problem =
        full.rejected(
            alter(EntityKind.TABLE, List.of("lake", "r", "x"), moved(null, "sales", null)));
    assertEquals("entitiesPerSchema", problem.details().get("limit"));
    full.with(alter(EntityKind.TABLE, TABLE, moved(null, null, "renamed")));
  }

  private static AlterEntity alter(EntityKind kind, List<String> names, EntityPatch patch) {
    return new AlterEntity(kind, names, patch, false, null, null);
  }

  private static EntityPatch moved(String catalog, String schema, String name) {
    return new EntityPatch(catalog, schema, name, null, null, null, null, null, null, null);
  }

  private static EntityPatch comment(String comment) {
    return new EntityPatch(
        null, null, null, Change.to(comment), null, null, null, null, null, null);
  }

  private static EntityPatch owner(String owner) {
    return new EntityPatch(null, null, null, null, Change.to(owner), null, null, null, null, null);
  }

  private static EntityPatch tags(Change<Map<String, String>> tags) {
    return new EntityPatch(null, null, null, null, null, tags, null, null, null, null);
  }

  private static EntityPatch property(String key, String value) {
    return new EntityPatch(null, null, null, null, null, null, one(key, value), null, null, null);
  }

  private static EntityPatch located(String location) {
    return new EntityPatch(
        null, null, null, null, null, null, null, Change.to(location), null, null);
  }

  private static EntityPatch columns(List<ColumnChange> columns) {
    return new EntityPatch(null, null, null, null, null, null, null, null, columns, null);
  }

  private static EntityPatch details(DetailsSpec details) {
    return new EntityPatch(null, null, null, null, null, null, null, null, null, details);
  }

  private static CreateObject view(String name, DetailsSpec details) {
    return new CreateObject(EntityKind.VIEW, SCHEMA, name, null, null, null, null, details);
  }

  private static DetailsSpec sql(String sql) {
    return spec(sql, null, null);
  }

  private static DetailsSpec spec(String sql, String dialect, List<ViewColumn> columns) {
    return new ViewDetails.Spec(
        sql == null ? null : Change.to(sql),
        dialect == null ? null : Change.to(dialect),
        columns == null ? null : Change.to(columns),
        null);
  }

  private static Change<Map<String, String>> one(String key, String value) {
    return Change.to(Collections.singletonMap(key, value));
  }

  private static Map<String, String> many(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> ""));
  }
}
