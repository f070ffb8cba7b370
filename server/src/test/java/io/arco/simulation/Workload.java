package io.arco.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.PurgeDropped;
import io.arco.catalog.CatalogCommand.PutTable;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.CatalogCommand.UndropEntity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.TableFormat;
import io.arco.ledger.Command;
import io.arco.planner.tally.TallyCommand;
import io.arco.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Makes up what clients ask for: few names, so that they get in each other's way. */
final class Workload {
  /** So many of the last deletions its client remembers, to have them undone. */
  private static final int REMEMBERED = 6;

  private final SplittableRandom random;
  private final boolean newer;
  private final ObjectWorkload objects;
  private final List<UUID> deleted = new ArrayList<>();
  private Command missing;

  /** Of clients that know the commands of a newer build, or do not. */
  Workload(SplittableRandom random, boolean newer) {
    this.random = random;
    this.newer = newer;
    this.objects = new ObjectWorkload(random.split());
  }

  /** The commands of one request: mostly one. */
  List<Command> request() {
    int count = random.nextInt(100) < 15 ? 2 + random.nextInt(3) : 1;
    List<Command> commands = new ArrayList<>();
    if (random.nextInt(100) < 8) {
      commands.add(requirement());
      count -= random.nextInt(4) == 0 ? 1 : 0;
    }
    for (int i = 0; i < count; i++) {
      commands.add(command());
    }
    return commands;
  }

  /** What a request was answered: ids of what it deleted are of use later. */
  void answered(List<JsonNode> answers) {
    for (JsonNode answer : answers) {
      if (answer.has("keptUntil")) {
        deleted.add(UUID.fromString(answer.path("id").asText()));
      }
    }
    while (deleted.size() > REMEMBERED) {
      deleted.remove(0);
    }
  }

  /** Why a request was refused: what was not there is mostly made next, or nothing ever is. */
  void refused(Problem problem) {
    String catalog = (String) problem.details().get("catalog");
    String schema = (String) problem.details().get("schema");
    missing =
        switch (problem.code()) {
          case CATALOG_NOT_FOUND -> new CreateCatalog(catalog, comment(), null);
          case SCHEMA_NOT_FOUND -> new CreateSchema(catalog, schema, comment(), null);
          case TABLE_NOT_FOUND -> table(catalog, schema);
          default -> null;
        };
  }

  private Command command() {
    if (missing != null && random.nextInt(4) > 0) {
      Command command = missing;
      missing = null;
      return command;
    }
    int drawn = random.nextInt(100);
    if (newer && drawn < 10) {
      return new NewerTally.Take(name("tally", 2), 1);
    }
    if (drawn < 10) {
      return new TallyCommand.Add(name("tally", 2), random.nextInt(0, 6));
    }
    if (drawn < 16) {
      return new CreateCatalog(name("c", 2), comment(), null);
    }
    if (drawn < 31) {
      return new CreateSchema(name("c", 2), name("s", 2), comment(), null);
    }
    if (drawn < 50) {
      return table(name("c", 2), name("s", 2));
    }
    if (drawn < 56) {
      return put();
    }
    if (drawn < 72) {
      return objects.command();
    }
    return drawn < 86 || deleted.isEmpty() ? deletion(drawn) : undoing();
  }

  private CreateTable table(String catalog, String schema) {
    return new CreateTable(
        catalog,
        schema,
        name("t", 5),
        TableFormat.PARQUET,
        null,
        comment(),
        Map.of("owner", "me"),
        columns());
  }

  private Command deletion(int drawn) {
    if (drawn < 80 || drawn >= 86) {
      return DeleteEntity.table(name("c", 2), name("s", 2), name("t", 5), version());
    }
    return drawn < 85
        ? DeleteEntity.schema(name("c", 2), name("s", 2), random.nextBoolean(), version())
        : DeleteEntity.catalog(name("c", 2), random.nextBoolean(), version());
  }

  /** Of the last deletions, or of nothing. */
  private Command undoing() {
    UUID id = deleted.get(random.nextInt(deleted.size()));
    if (random.nextInt(8) == 0) {
      return new PurgeDropped(id);
    }
    return new UndropEntity(
        id,
        random.nextInt(5) == 0 ? name("c", 2) : null,
        random.nextInt(5) == 0 ? name("s", 2) : null,
        random.nextInt(4) == 0 ? name("t", 5) : null);
  }

  private Command requirement() {
    boolean isTable = random.nextBoolean();
    return new RequireEntity(
        isTable ? EntityKind.TABLE : EntityKind.SCHEMA,
        isTable
            ? List.of(name("c", 2), name("s", 2), name("t", 5))
            : List.of(name("c", 2), name("s", 2)),
        random.nextInt(3) == 0,
        null,
        version());
  }

  private Command put() {
    return new PutTable(
        name("c", 2),
        name("s", 2),
        name("t", 5),
        TableFormat.PARQUET,
        null,
        comment(),
        random.nextInt(3) == 0 ? Map.of("owner", "you") : null,
        random.nextBoolean() ? columns() : null,
        null,
        null,
        random.nextInt(8) == 0,
        null,
        version());
  }

  private List<ColumnSpec> columns() {
    String type = random.nextInt(30) == 0 ? "nonsense" : random.nextBoolean() ? "bigint" : "int";
    return List.of(new ColumnSpec("id", type, true, null));
  }

  private String name(String kind, int many) {
    return kind + random.nextInt(many);
  }

  private String comment() {
    return random.nextInt(4) == 0 ? "words " + random.nextInt(100) : null;
  }

  private Long version() {
    int drawn = random.nextInt(10);
    return drawn == 0 ? Long.valueOf(2) : drawn == 1 ? Long.valueOf(1) : null;
  }
}
