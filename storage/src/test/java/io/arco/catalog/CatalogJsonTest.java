package io.arco.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateObject;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.CatalogEvent.CatalogCreated;
import io.arco.catalog.CatalogEvent.CatalogDeleted;
import io.arco.catalog.CatalogEvent.EntityAltered;
import io.arco.catalog.CatalogEvent.EntityCreated;
import io.arco.catalog.CatalogEvent.EntityDeleted;
import io.arco.catalog.CatalogEvent.EntityPurged;
import io.arco.catalog.CatalogEvent.EntityUndropped;
import io.arco.catalog.CatalogEvent.Place;
import io.arco.catalog.CatalogEvent.PurgeReason;
import io.arco.catalog.CatalogEvent.SchemaCreated;
import io.arco.catalog.CatalogEvent.SchemaDeleted;
import io.arco.catalog.CatalogEvent.TableCreated;
import io.arco.catalog.CatalogEvent.TableDeleted;
import io.arco.catalog.FunctionDetails.Parameter;
import io.arco.catalog.ViewDetails.Reference;
import io.arco.catalog.ViewDetails.ViewColumn;
import io.arco.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogJsonTest {
  private static final Instant KEPT = Instant.parse("2026-01-02T03:04:08.006Z");
  private static final UUID ID = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
  private static final TreeMap<String, String> PROPERTIES =
      new TreeMap<>(Map.of("😀", "1", "\uff5e", "2", "a\"\\\n", "3"));
  private static final TreeMap<String, String> REMOVED = new TreeMap<>(PROPERTIES);
  private static final CatalogDomain DOMAIN = new CatalogDomain();

  static {
    REMOVED.put("gone", null);
  }

  static Stream<CatalogCommand> commands() {
    return Stream.of(
        new CreateCatalog("c", "é\n😀", PROPERTIES),
        new CreateCatalog(null, null, null),
        new CreateSchema("c", "s", "x", Map.of()),
        new CreateTable(
            "c",
            "s",
            "t",
            TableFormat.ICEBERG,
            "s3://b",
            "x",
            PROPERTIES,
            List.of(
                new ColumnSpec("Cost Total $", "int", false, "x"),
                new ColumnSpec(null, null, null, null))),
        new CreateTable("c", "s", "t", null, null, null, null, null),
        new CreateTable("c", "s", "t", null, null, null, null, Arrays.asList((ColumnSpec) null)),
        DeleteEntity.catalog("c", true, 7L),
        DeleteEntity.schema("c", "s", false, null),
        DeleteEntity.table("c", "s", "t", null),
        new DeleteEntity(null, null, false, ID, 7L),
        new DeleteEntity(EntityKind.TABLE, List.of("c"), true, true, null, null),
        new UndropEntity(ID, "c", "s", "t"),
        new UndropEntity(null, null, null, null),
        new PurgeDropped(ID),
        new CreateObject(null, null, null, null, null, null, null, null),
        new CreateObject(
            EntityKind.FUNCTION,
            List.of("c", "s"),
            "f",
            "x",
            REMOVED,
            "me",
            REMOVED,
            new FunctionDetails.Spec(
                Change.none(),
                Change.to("1"),
                Change.to(List.of(new Parameter("x", null, null))),
                null)),
        new CreateObject(
            EntityKind.VIEW,
            List.of("c", "s"),
            "v",
            null,
            null,
            null,
            null,
            new ViewDetails.Spec(null, null, Change.to(List.of()), Change.none())),
        new RequireEntity(null, null, false, null, null),
        new RequireEntity(EntityKind.VIEW, List.of("c", "s", "v"), true, ID, 7L),
        new PutTable(null, null, null, null, null, null, null, null, null, null, false, null, null),
        new PutTable(
            "c",
            "s",
            "t",
            TableFormat.PARQUET,
            "s3://b",
            "é",
            REMOVED,
            List.of(new ColumnSpec("a", "int", null, null)),
            "me",
            REMOVED,
            true,
            ID,
            7L),
        new AlterEntity(null, null, null, false, null, null),
        new AlterEntity(EntityKind.SCHEMA, List.of("c", "s"), EntityPatch.NONE, true, ID, 7L),
        new AlterEntity(
            EntityKind.TABLE,
            List.of("c", "s", "t"),
            new EntityPatch(
                "c",
                "s",
                "é",
                Change.to("x"),
                Change.none(),
                Change.to(REMOVED),
                Change.none(),
                Change.to("s3://b"),
                List.of(
                    ColumnChange.drop("a"),
                    new ColumnChange(
                        ColumnChange.Kind.ALTER,
                        "b",
                        null,
                        "int",
                        false,
                        Change.none(),
                        Change.to(REMOVED),
                        0)),
                null),
            false,
            null,
            null));
  }

  static Stream<CatalogEvent> events() {
    return Stream.of(
        new CatalogCreated(ID, "c", "é\n😀", PROPERTIES, "me", PROPERTIES),
        new CatalogDeleted(ID, "c", null),
        new SchemaCreated(ID, ID, "c", "s", null, PROPERTIES, null, null),
        new SchemaDeleted(ID, ID, "c", "s", KEPT),
        new TableCreated(
            ID,
            ID,
            "c",
            "s",
            "t",
            TableFormat.PARQUET,
            "file:/x",
            null,
            PROPERTIES,
            List.of(
                new Column(1, "Cost Total $", "decimal(3,1)", false, "x"),
                new Column(2, "`", "struct<`a b`: int>", true, null, PROPERTIES)),
            "me",
            PROPERTIES),
        new TableDeleted(ID, ID, "c", "s", "t", KEPT),
        new EntityUndropped(EntityKind.SCHEMA, ID, List.of("c", "s"), null),
        new EntityUndropped(
            EntityKind.SCHEMA, ID, List.of("c", "s"), new Place(ID, List.of("c", "é"))),
        new EntityPurged(EntityKind.SCHEMA, ID, List.of("c", "s"), PurgeReason.ROOM),
        new EntityAltered(
            EntityKind.CATALOG,
            ID,
            List.of("c"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new EntityAltered(
            EntityKind.TABLE,
            ID,
            List.of("c", "s", "t"),
            new Place(ID, List.of("c", "r", "é")),
            Change.to("é\n😀"),
            REMOVED,
            Change.none(),
            REMOVED,
            Change.to("s3://b"),
            List.of(new Column(3, "`", "int", true, null, PROPERTIES)),
            7,
            null),
        new EntityAltered(
            EntityKind.VOLUME,
            ID,
            List.of("c", "s", "v"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new VolumeDetails("s3://b")),
        created(
            EntityKind.VIEW,
            new ViewDetails(
                "select 'é'\n",
                "duckdb",
                List.of(new ViewColumn("`", "int", null), new ViewColumn("b", "date", "x")),
                List.of(new Reference("c", "s", "t")))),
        created(
            EntityKind.FUNCTION,
            new FunctionDetails("sql", "x + 1", List.of(new Parameter("x", "int", null)), null)),
        created(EntityKind.MODEL, new ModelDetails(null)),
        new EntityDeleted(EntityKind.MODEL, ID, ID, List.of("c", "s", "m"), KEPT));
  }

  private static EntityCreated created(EntityKind kind, Details details) {
    return new EntityCreated(
        kind, ID, ID, List.of("c", "s", "o"), "x", PROPERTIES, "me", PROPERTIES, details);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandComesBackFromJsonAsItWas(CatalogCommand command) {
    assertEquals(command, Json.read(Json.bytes(command), command.getClass()));
    assertEquals(command.getClass(), DOMAIN.commands().get(command.getClass().getSimpleName()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventComesBackFromJsonAsItWas(CatalogEvent event) {
    assertEquals(event, Json.read(Json.bytes(event), event.getClass()));
    assertEquals(event.getClass(), DOMAIN.events().get(event.getClass().getSimpleName()));
  }

  @Test
  void everyCommandAndEventHasAName() {
    assertEquals(DOMAIN.commands().size(), commands().map(Object::getClass).distinct().count());
    assertEquals(DOMAIN.events().size(), events().map(Object::getClass).distinct().count());
    assertTrue(
        DOMAIN.commands().values().stream().allMatch(DOMAIN.commandType()::isAssignableFrom));
  }

  @Test
  void propertiesStandInTheOrderOfUtf8() {
    String json =
        new String(
            Json.bytes(new CatalogCreated(ID, "c", null, PROPERTIES, null, null)),
            StandardCharsets.UTF_8);
    assertTrue(
        json.contains("{\"a\\\"\\\\\\n\":\"3\",\"\uff5e\":\"2\",\"\\uD83D\\uDE00\":\"1\"}"), json);
  }

  @Test
  void anEntityComesBackFromJsonAsItWas() {
    LocalCatalog catalog = new LocalCatalog();
    events()
        .filter(CatalogEvent.Created.class::isInstance)
        .map(event -> ((CatalogEvent.Created) event).entity(catalog.now()))
        .forEach(
            entity -> assertEquals(entity, Json.read(Json.bytes(entity), entity.kind().type())));
  }

  @Test
  void aFormatIsItsLowerCaseWordAndNoOther() {
    for (String bad : List.of("\"DELTA\"", "\"csv\"", "0", "\"\"")) {
      byte[] json = ("{\"catalog\":\"c\",\"format\":" + bad + "}").getBytes(StandardCharsets.UTF_8);
      assertThrows(UncheckedIOException.class, () -> Json.read(json, CreateTable.class), bad);
    }
    for (TableFormat format : TableFormat.values()) {
      assertEquals(format, TableFormat.of(format.text()));
      assertEquals(
          "\"" + format.text() + "\"", new String(Json.bytes(format), StandardCharsets.UTF_8));
    }
    assertThrows(IllegalArgumentException.class, () -> TableFormat.of("csv"));
  }
}
