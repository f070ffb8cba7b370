package io.arco.planner.tally;

import static io.arco.testing.LedgerWorld.catalogNamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.ledger.CommittedChange;
import io.arco.ledger.Ledger;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.testing.InMemoryRows;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainPlugInTest {
  private final TallyDomain tally = new TallyDomain();
  private final LedgerWorld world = new LedgerWorld(4, tally);
  private final Ledger ledger = world.open(2, 20);

  @Test
  void one_commit_carries_events_of_both_domains() {
    Receipt receipt =
        world
            .time()
            .await(
                ledger.submit(
                    world.submission(
                        List.of(catalogNamed("a"), new TallyCommand.Add("tables", 2)), null)));
    assertEquals(1, receipt.sequence());
    assertEquals(2, receipt.answers().get(1).get("total").asLong());
    assertEquals(List.of("a"), world.catalogs(ledger.state()));
    assertEquals(2, ledger.state().of(tally).total("tables"));
  }

  @Test
  void a_rejection_in_one_domain_undoes_the_other() {
    Future<Receipt> mixed =
        ledger.submit(
            world.submission(List.of(catalogNamed("a"), new TallyCommand.Add("t", 0)), null));
    assertEquals(ErrorCode.INVALID_REQUEST, world.codeOf(mixed));
    WorkspaceState state = world.read(ledger);
    assertEquals(0, state.sequence());
    assertTrue(world.catalogs(state).isEmpty());
  }

  @Test
  void another_ledger_folds_both_to_the_same_hash() {
    for (int i = 1; i <= 20; i++) {
      world.submit(ledger, catalogNamed("c" + i));
      world.submit(ledger, new TallyCommand.Add("t" + i % 3, i));
    }
    world.time().run();
    Ledger other = world.open(2, 20);
    assertEquals(210, List.of("t0", "t1", "t2").stream().mapToLong(this::total).sum());
    assertEquals(ledger.state().hash(), other.state().hash());
    assertEquals(other.state().hash(), other.state().recomputeHash());
  }

  @Test
  void a_domain_that_holds_nothing_leaves_the_hash_as_it_was_before_there_was_one() {
    LedgerWorld alone = new LedgerWorld(4);
    Ledger without = alone.open(2, 20);
    alone.create(without, "a");
    world.create(ledger, "a");
    assertEquals(without.state().hash(), ledger.state().hash());
    world.time().await(world.submit(ledger, new TallyCommand.Add("t", 1)));
    alone.create(without, "b");
    assertNotEquals(without.state().hash(), ledger.state().hash());
  }

  @Test
  void its_rows_restore_its_state() {
    for (int i = 1; i <= 200; i++) {
      world.submit(ledger, new TallyCommand.Add("t" + i % 70, i));
    }
    world.time().run();
    InMemoryRows rows = new InMemoryRows();
    for (CommittedChange change : world.time().await(ledger.pendingChanges()).changes()) {
      change.rows(rows);
    }
    assertEquals(70, rows.rows(TallyDomain.TALLIES).size());
    assertEquals(tally.hash(ledger.state().of(tally)), tally.hash(tally.restore(rows)));
  }

  private long total(String name) {
    return ledger.state().of(tally).total(name);
  }
}
