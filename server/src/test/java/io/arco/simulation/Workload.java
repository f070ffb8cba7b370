package io.arco.simulation;

import io.arco.catalog.CatalogCommand.ColumnSpec;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogCommand.CreateTable;
import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.TableFormat;
import io.arco.ledger.Command;
import io.arco.planner.tally.TallyCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes up what clients ask for: few names, so that they get in each other's way. */
final class Workload {
  private final SplittableRandom random;
  private final boolean newer;

  /** Of clients that know the commands of a newer build, or do not. */
  Workload(SplittableRandom random, boolean newer) {
    this.random = random;
    this.newer = newer;
  }

  /** The commands of one request: mostly one. */
  List<Command> request() {
    int count = random.nextInt(100) < 15 ? 2 + random.nextInt(3) : 1;
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      commands.add(command());
    }
    return commands;
  }

  private Command command() {
    int drawn = random.nextInt(100);
    if (newer && drawn < 10) {
      return new NewerTally.Take(name("tally", 2), 1);
    }
    if (drawn < 20) {
      return new TallyCommand.Add(name("tally", 2), random.nextInt(0, 6));
    }
    if (drawn < 28) {
      return new CreateCatalog(name("c", 3), comment(), null);
    }
    if (drawn < 52) {
      return new CreateSchema(name("c", 3), name("s", 3), comment(), null);
    }
    if (drawn < 80) {
      return new CreateTable(
          name("c", 3),
          name("s", 3),
          name("t", 8),
          TableFormat.PARQUET,
          null,
          comment(),
          Map.of("owner", "me"),
          List.of(new ColumnSpec("id", drawn == 79 ? "nonsense" : "bigint", true, null)));
    }
    if (drawn < 92) {
      return DeleteEntity.table(name("c", 3), name("s", 3), name("t", 8), version());
    }
    return drawn < 97
        ? DeleteEntity.schema(name("c", 3), name("s", 3), random.nextBoolean(), version())
        : DeleteEntity.catalog(name("c", 3), random.nextBoolean(), version());
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
