package io.arco.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.arco.catalog.ColumnChange.Kind;
import io.arco.json.Json;
import io.arco.problem.Problem;
import io.arco.table.TableDefinition;
import io.arco.testing.InMemoryRows;
import io.arco.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Thousands of commands against {@link PlainCatalog}, which says the same in another way. */
class CatalogModelTest {
  private static final int COMMANDS = 3_000;
  private static final int WORLDS = 6;
  private static final int MOST_WORLDS = 20 * WORLDS;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "\uff5e", "é", "😀", "x/y");
  private static final List<String> TYPES =
      List.of(
          "int",
          "LONG",
          "text",
          "double",
          "list<int>",
          "list<bigint>",
          "struct<a:int>",
          "struct<b:text,a:bigint>");

  private static final List<EntityKind> OBJECTS =
      List.of(EntityKind.VIEW, EntityKind.VOLUME, EntityKind.FUNCTION, EntityKind.MODEL);

  private final Seeds seeds = Seeds.of("CatalogModelTest");
  private static final Duration RETENTION = Duration.ofSeconds(200);
  private static final int MAX_DROPPED = 40;

  private LocalCatalog catalog;
  private PlainCatalog model;
  private final List<UUID> deleted = new ArrayList<>();
  private final Set<String> answers = new TreeSet<>();
  private int accepted;
  private int forcedOneIn;

  /**
   * Several worlds: what is answered depends on how full one is, so every other one is often
   * emptied by force.
   */
  @Test
  void everyAnswerStateAndRowAgreesWithThePlainModel() {
    int worlds = 0;
    while (worlds < WORLDS || worlds < MOST_WORLDS && isMissingAnswers()) {
      forcedOneIn = worlds % 2 == 0 ? 6 : 40;
      world();
      worlds++;
    }
    int least = worlds * COMMANDS / 16;
    assertTrue(accepted > least, () -> "only " + accepted + " were accepted, not " + least);
    assertFalse(isMissingAnswers(), () -> "never came " + missingAnswers());
  }

  private void world() {
    catalog = new LocalCatalog(limits(), RETENTION);
    model = new PlainCatalog(RETENTION, MAX_DROPPED);
    deleted.clear();
    for (int i = 0; i < COMMANDS; i++) {
      CatalogCommand command = command();
      int events = catalog.events.size();
      Instant now = catalog.now();
      Object answer = catalog.run(overTheBus(command));
      String said = answer instanceof Problem problem ? problem.code().name() : "ok";
      accepted += said.equals("ok") ? 1 : 0;
      UUID id = answer instanceof Deletion deletion ? deletion.id() : null;
      assertEquals(model.run(command, now, id), said, () -> "answer to " + command);
      assertEquals(
          events + model.lastEvents(), catalog.events.size(), () -> "events of " + command);
      answers.add(command.getClass().getSimpleName() + " " + said);
      if (answer instanceof Deletion deletion) {
        assertEquals(model.lastDeleted(), deletion.deleted());
        deleted.add(id);
      }
      if (i % 50 == 0) {
        checkState();
      }
    }
    checkState();
    assertEquals(catalog.state.hash(), catalog.folded().hash());
  }

  private static CatalogLimits limits() {
    CatalogLimits it = CatalogLimits.DEFAULT;
    return new CatalogLimits(
        it.nameCharacters(),
        it.commentCharacters(),
        it.properties(),
        it.propertyKeyCharacters(),
        it.propertyValueCharacters(),
        it.locationCharacters(),
        it.columns(),
        it.columnsCharacters(),
        it.catalogs(),
        it.entitiesPerCatalog(),
        it.entitiesPerSchema(),
        it.entities(),
        it.ownerCharacters(),
        it.tags(),
        it.textCharacters(),
        it.detailEntries(),
        MAX_DROPPED);
  }

  private boolean isMissingAnswers() {
    return !missingAnswers().isEmpty();
  }

  private Set<String> missingAnswers() {
    Set<String> missing = new TreeSet<>(EXPECTED);
    missing.removeAll(answers);
    return missing;
  }

  /** What a run must have come across to say anything: it goes on until it has. */
  private static final Set<String> EXPECTED =
      Set.of(
          "AlterEntity ok",
          "AlterEntity ALREADY_EXISTS",
          "AlterEntity CATALOG_NOT_FOUND",
          "AlterEntity SCHEMA_NOT_FOUND",
          "AlterEntity TABLE_NOT_FOUND",
          "AlterEntity COLUMN_NOT_FOUND",
          "AlterEntity DUPLICATE_COLUMN",
          "AlterEntity INCOMPATIBLE_CHANGE",
          "AlterEntity INVALID_NAME",
          "AlterEntity INVALID_REQUEST",
          "AlterEntity VERSION_MISMATCH",
          "AlterEntity VIEW_NOT_FOUND",
          "AlterEntity MODEL_VERSION_NOT_FOUND",
          "CreateObject ok",
          "CreateObject ALREADY_EXISTS",
          "CreateObject INVALID_REQUEST",
          "DeleteEntity FUNCTION_NOT_FOUND",
          "DeleteEntity ok",
          "DeleteEntity NOT_EMPTY",
          "DeleteEntity LIMIT_REACHED",
          "PurgeDropped ok",
          "PurgeDropped DROPPED_NOT_FOUND",
          "PutTable ok",
          "PutTable SCHEMA_NOT_FOUND",
          "PutTable TABLE_NOT_FOUND",
          "PutTable VERSION_MISMATCH",
          "PutTable INVALID_TYPE",
          "PutTable DUPLICATE_COLUMN",
          "RequireEntity ok",
          "RequireEntity VERSION_MISMATCH",
          "RequireEntity TABLE_NOT_FOUND",
          "UndropEntity ok",
          "UndropEntity ALREADY_EXISTS",
          "UndropEntity CATALOG_NOT_FOUND",
          "UndropEntity SCHEMA_NOT_FOUND",
          "UndropEntity DROPPED_NOT_FOUND",
          "UndropEntity INVALID_REQUEST",
          "UndropEntity INVALID_NAME",
          "DeleteEntity VERSION_MISMATCH");

  /** As it reaches the owner. */
  private static CatalogCommand overTheBus(CatalogCommand command) {
    return Json.read(Json.bytes(command), command.getClass());
  }

  private void checkState() {
    assertEquals(model.count(), catalog.state.count());
    assertEquals(model.all(), PlainView.all(catalog.state, 1 + seeds.below(9)));
    assertEquals(model.droppedCount(), catalog.state.dropped().count());
    assertEquals(model.allDropped(), allDropped());
    checkIds();
    assertEquals(catalog.state.hash(), catalog.domain.recomputeHash(catalog.state));
    CatalogState restored = catalog.domain.restore(catalog.rows);
    assertEquals(catalog.state.hash(), restored.hash());
    assertEquals(catalog.state.count(), restored.count());
    checkRows();
  }

  private List<String> allDropped() {
    return catalog.state.dropped().byExpiry().stream()
        .map(it -> it.id() + " " + it.names() + " " + it.keptUntil())
        .toList();
  }

  /** No id is at two places, standing or dropped. */
  private void checkIds() {
    Set<UUID> ids = new HashSet<>();
    catalog.state.node(EntityPath.TOP).walk(entity -> assertTrue(ids.add(entity.id())));
    for (Dropped dropped : catalog.state.dropped().byExpiry()) {
      dropped.node().walk(entity -> assertTrue(ids.add(entity.id())));
    }
  }

  /** The rows kept event by event are those that the state would be written as. */
  private void checkRows() {
    InMemoryRows whole = new InMemoryRows();
    catalog
        .state
        .node(EntityPath.TOP)
        .walkBelow(
            List.of(),
            (parents, entity) -> {
              EntityRows.BY_KIND.get(entity.kind()).put(parents, entity, whole);
              TagRows.change(null, entity, whole);
            });
    catalog.state.dropped().byExpiry().forEach(dropped -> DroppedRows.put(dropped, whole));
    for (TableDefinition table : catalog.domain.tables()) {
      assertEquals(whole.rows(table), catalog.rows.rows(table), table::name);
    }
  }

  private CatalogCommand command() {
    String c = catalogName();
    String s = schemaName();
    String t = tableName();
    Long version = seeds.below(8) == 0 ? Long.valueOf(seeds.below(4)) : null;
    boolean force = seeds.below(forcedOneIn) == 0;
    return switch (seeds.below(48)) {
      case 0 ->
          new CreateCatalog(c, seeds.below(2) == 0 ? "comment" : null, Map.of("k", s), null, null);
      case 1, 2 -> new CreateSchema(c, s, null, Map.of(), "me", Map.of("tag", ""));
      case 3 -> DeleteEntity.catalog(c, force, version);
      case 4 -> DeleteEntity.schema(c, s, force, version);
      case 5, 6 -> DeleteEntity.table(c, s, t, version);
      case 7 -> alter(EntityKind.CATALOG, version, null, null, catalogName(), c);
      case 8, 9 -> alter(EntityKind.SCHEMA, version, catalogName(), null, schemaName(), c, s);
      case 10, 11, 12, 13, 14, 15, 16 ->
          alter(EntityKind.TABLE, version, catalogName(), schemaName(), tableName(), c, s, t);
      case 17, 18, 19 -> create(seeds.oneOf(OBJECTS), t, c, s);
      case 20, 21, 22 ->
          alter(seeds.oneOf(OBJECTS), version, catalogName(), schemaName(), tableName(), c, s, t);
      case 23 ->
          new DeleteEntity(
              seeds.oneOf(OBJECTS), List.of(c, s, t), force, seeds.below(3) == 0, null, version);
      case 24, 25 -> create(EntityKind.MODEL_VERSION, schemaName(), c, s, t);
      case 26, 27 -> alter(EntityKind.MODEL_VERSION, version, null, null, t, c, s, t, schemaName());
      case 28, 29, 30 ->
          new PutTable(
              c,
              s,
              t,
              null,
              null,
              seeds.below(2) == 0 ? "put" : null,
              null,
              seeds.below(2) == 0 ? columns() : null,
              null,
              seeds.below(3) == 0 ? Map.of("put", s) : null,
              seeds.below(8) == 0,
              null,
              version);
      case 31, 32, 33, 34, 35, 36 -> undrop();
      case 37 -> new PurgeDropped(anyDeleted());
      case 38, 39 ->
          new RequireEntity(
              seeds.below(2) == 0 ? EntityKind.TABLE : EntityKind.VIEW,
              List.of(c, s, t),
              seeds.below(2) == 0,
              null,
              version);
      default -> new CreateTable(c, s, t, null, null, null, null, columns());
    };
  }

  private UndropEntity undrop() {
    return new UndropEntity(
        anyDeleted(),
        seeds.below(6) == 0 ? catalogName() : null,
        seeds.below(6) == 0 ? schemaName() : null,
        seeds.below(3) == 0 ? tableName() : null);
  }

  private UUID anyDeleted() {
    int recent = Math.min(deleted.size(), 60);
    return recent == 0 ? new UUID(1, 1) : deleted.get(deleted.size() - 1 - seeds.below(recent));
  }

  private CreateObject create(EntityKind kind, String name, String... parents) {
    return new CreateObject(
        kind, List.of(parents), name, null, Map.of(), "me", Map.of(), spec(kind));
  }

  private DetailsSpec spec(EntityKind kind) {
    Change<String> detail = text();
    Change<String> location = detail;
    if (detail != null && detail.value() != null) {
      location = Change.to("s3://b/" + seeds.below(3));
    }
    return switch (kind) {
      case VIEW -> new ViewDetails.Spec(detail, null, null, null);
      case VOLUME -> new VolumeDetails.Spec(location);
      case FUNCTION -> new FunctionDetails.Spec(null, detail, null, null);
      case MODEL -> new ModelDetails.Spec(location);
      default -> new ModelVersionDetails.Spec(null, location, null);
    };
  }

  private String catalogName() {
    return seeds.oneOf(seeds.below(20) == 0 ? NAMES : NAMES.subList(4, 7));
  }

  private String schemaName() {
    return seeds.oneOf(seeds.below(20) == 0 ? NAMES : NAMES.subList(3, 8));
  }

  private String tableName() {
    return seeds.oneOf(NAMES) + (seeds.below(2) == 0 ? "" : "2");
  }

  private AlterEntity alter(
      EntityKind kind, Long version, String catalog, String schema, String name, String... names) {
    boolean isTable = kind == EntityKind.TABLE;
    EntityPatch patch =
        new EntityPatch(
            seeds.below(6) == 0 ? catalog : null,
            seeds.below(6) == 0 ? schema : null,
            seeds.below(3) == 0 ? name : null,
            text(),
            text(),
            entries(),
            entries(),
            null,
            isTable && seeds.below(2) == 0 ? changes() : null,
            kind.type() == ObjectEntity.class && seeds.below(2) == 0 ? spec(kind) : null);
    boolean force = seeds.below(6) == 0;
    return new AlterEntity(kind, Arrays.asList(names), patch, force, null, version);
  }

  private Change<String> text() {
    return switch (seeds.below(6)) {
      case 0 -> Change.none();
      case 1 -> Change.to(seeds.oneOf(NAMES));
      default -> null;
    };
  }

  private Change<Map<String, String>> entries() {
    if (seeds.below(4) > 0) {
      return null;
    }
    Map<String, String> entries = new HashMap<>();
    for (int i = seeds.below(4); i > 0; i--) {
      entries.put(seeds.oneOf(NAMES), seeds.below(3) == 0 ? null : seeds.oneOf(NAMES));
    }
    return seeds.below(8) == 0 ? Change.none() : Change.to(entries);
  }

  private List<ColumnSpec> columns() {
    List<ColumnSpec> columns = new ArrayList<>();
    for (int i = seeds.below(4); i > 0; i--) {
      String type = seeds.below(40) == 0 ? "nonsense" : seeds.oneOf(TYPES);
      columns.add(new ColumnSpec(columnName(), type, null, null));
    }
    return columns;
  }

  private List<ColumnChange> changes() {
    List<ColumnChange> changes = new ArrayList<>();
    for (int i = 1 + seeds.below(2); i > 0; i--) {
      Integer position = seeds.below(4) == 0 ? Integer.valueOf(seeds.below(4)) : null;
      Boolean nullable = seeds.below(8) == 0 ? Boolean.valueOf(seeds.below(2) == 0) : null;
      Change<Map<String, String>> tags =
          seeds.below(3) == 0 ? Change.to(Map.of(seeds.oneOf(NAMES), "")) : null;
      String name = columnName();
      String type = seeds.oneOf(TYPES);
      changes.add(
          switch (seeds.below(4)) {
            case 0 -> ColumnChange.drop(columnName());
            case 1 -> new ColumnChange(Kind.ADD, null, name, type, nullable, null, tags, position);
            default ->
                new ColumnChange(
                    Kind.ALTER,
                    columnName(),
                    seeds.below(2) == 0 ? name : null,
                    seeds.below(2) == 0 ? type : null,
                    nullable,
                    text(),
                    tags,
                    position);
          });
    }
    return changes;
  }

  private String columnName() {
    return seeds.oneOf(NAMES.subList(0, 6));
  }
}
