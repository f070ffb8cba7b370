package io.arco.bench.jmh;

import io.arco.bench.SampleTables;
import io.arco.catalog.CatalogCommand.CreateCatalog;
import io.arco.catalog.CatalogCommand.CreateSchema;
import io.arco.catalog.CatalogDomain;
import io.arco.catalog.CatalogState;
import io.arco.ledger.ChangeLog;
import io.arco.ledger.Command;
import io.arco.ledger.Ledger;
import io.arco.ledger.Receipt;
import io.arco.testing.InMemoryRows;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A ledger on one thread, over a store in memory that answers at once, with tables in it. */
final class FilledLedger {
  private static final int COMMANDS_PER_SUBMISSION = 100;

  private final LedgerWorld world = new LedgerWorld(1);
  private final Ledger ledger = world.open(0, 0);
  private final InMemoryRows rows = new InMemoryRows();
  private int tables;

  FilledLedger(int count) {
    List<Command> parents = new ArrayList<>();
    parents.add(new CreateCatalog(SampleTables.CATALOG, null, Map.of()));
    for (int i = 0; i < SampleTables.SCHEMAS; i++) {
      String schema = SampleTables.schema(i);
      parents.add(new CreateSchema(SampleTables.CATALOG, schema, null, Map.of()));
    }
    world.time().await(ledger.submit(world.submission(parents, null)));
    while (tables < count) {
      List<Command> commands = new ArrayList<>();
      while (tables < count && commands.size() < COMMANDS_PER_SUBMISSION) {
        commands.add(SampleTables.command(tables++));
      }
      world.time().await(ledger.submit(world.submission(commands, null)));
    }
    publish();
  }

  CatalogDomain catalog() {
    return world.catalog();
  }

  CatalogState catalogState() {
    return ledger.state().of(world.catalog());
  }

  InMemoryRows rows() {
    return rows;
  }

  LedgerWorld world() {
    return world;
  }

  /** Has so many callers create a table each, all at once, and waits for their answers. */
  List<Receipt> createFrom(int callers) {
    List<Future<Receipt>> answers = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      answers.add(world.submit(ledger, SampleTables.command(tables++)));
    }
    return answers.stream().map(world.time()::await).toList();
  }

  /** Takes over the rows that changed, as a publish would. */
  void publish() {
    ChangeLog.Pending pending = world.time().await(ledger.pendingChanges());
    pending.changes().forEach(change -> change.rows(rows));
    ledger.published(pending.state().sequence());
    world.time().run();
  }
}
