package io.arco.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.testing.LedgerWorld;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** States of the past, against those that were seen when they were the newest. */
final class FormerStatesTest {
  private static final int COMMITS = 300;

  private final Seeds seeds = Seeds.of("FormerStatesTest");
  private final LedgerWorld world = new LedgerWorld(11);
  private final List<Long> built = new ArrayList<>();
  private final List<WorkspaceState> seen = new ArrayList<>();

  @Test
  void everyFormerStateIsTheOneThatWas() {
    Ledger writer = open(FormerOptions.DEFAULT);
    commit(writer, COMMITS);
    Ledger other = open(new FormerOptions(64, 2, 1 << 20));
    for (int i = 0; i < 200; i++) {
      int sequence = seeds.below(COMMITS + 1);
      Ledger ledger = seeds.random().nextBoolean() ? writer : other;
      assertState(sequence, asOf(ledger, new AsOf.AtSequence(sequence)));
    }
  }

  @Test
  void aTimeIsTheLastCommitAtOrBeforeIt() {
    Ledger writer = open(FormerOptions.DEFAULT);
    commit(writer, COMMITS);
    Ledger other = open(FormerOptions.DEFAULT);
    Instant first = seen.get(1).committedAt();
    long span = seen.get(COMMITS).committedAt().toEpochMilli() - first.toEpochMilli() + 20;
    for (int i = 0; i < 200; i++) {
      Instant time = first.plusMillis(seeds.below((int) span) - 10);
      int expected = 0;
      while (expected < COMMITS && !seen.get(expected + 1).committedAt().isAfter(time)) {
        expected++;
      }
      assertState(
          expected, asOf(seeds.random().nextBoolean() ? writer : other, new AsOf.AtTime(time)));
    }
  }

  @Test
  void manyWhoAskForOneStateHaveItBuiltOnce() {
    Ledger ledger = open(FormerOptions.DEFAULT);
    commit(ledger, 100);
    List<Future<WorkspaceState>> asks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asks.add(ledger.asOf(new AsOf.AtSequence(77), options()));
    }
    WorkspaceState first = world.time().await(asks.get(0));
    asks.forEach(ask -> assertSame(first, world.time().await(ask)));
    assertSame(first, asOf(ledger, new AsOf.AtSequence(77)));
    assertEquals(List.of(77L), built);
  }

  @Test
  void whatTheLedgerHasJustPassedIsKept() {
    Ledger ledger = open(FormerOptions.DEFAULT);
    commit(ledger, 100);
    assertState(64, asOf(ledger, new AsOf.AtSequence(64)));
    assertState(100, asOf(ledger, new AsOf.AtSequence(100)));
    assertEquals(List.of(), built);
  }

  @Test
  void tooManyStatesAtOnceAreRefused() {
    Ledger ledger = open(FormerOptions.DEFAULT);
    commit(ledger, 130);
    List<Future<WorkspaceState>> asks = new ArrayList<>();
    for (int i = 1; i <= 130; i++) {
      asks.add(ledger.asOf(new AsOf.AtSequence(i), options()));
    }
    long refused =
        asks.stream()
            .filter(
                ask -> {
                  try {
                    world.time().await(ask);
                    return false;
                  } catch (ProblemException e) {
                    assertEquals(ErrorCode.OVERLOADED, e.problem().code());
                    return true;
                  }
                })
            .count();
    // 130 asked, of which 32, 64, 96, 128 and the newest are in memory; 2 are built, 64 wait.
    assertEquals(130 - 5 - FormerStates.MAX_BUILDS - FormerStates.MAX_WAITING_BUILDS, refused);
  }

  @Test
  void aSequenceThatIsNotThereYetIsRefusedAtOnce() {
    Ledger ledger = open(FormerOptions.DEFAULT);
    commit(ledger, 3);
    ProblemException refused =
        assertThrows(ProblemException.class, () -> asOf(ledger, new AsOf.AtSequence(4)));
    assertEquals(ErrorCode.SEQUENCE_NOT_REACHED, refused.problem().code());
    assertEquals(3L, refused.problem().details().get("sequence"));
  }

  @Test
  void anotherServersNewestCommitIsLookedFor() {
    Ledger reader = open(FormerOptions.DEFAULT);
    Ledger writer = open(FormerOptions.DEFAULT);
    commit(writer, 3);
    assertState(3, asOf(reader, new AsOf.AtSequence(3)));
  }

  @Test
  void aCommitThatIsGoneIsToldWithTheFloor() {
    Ledger ledger = open(new FormerOptions(0, 1, 0));
    commit(ledger, 40);
    for (long n = 2; n <= 17; n++) {
      world
          .time()
          .await(world.truth().delete(world.keys().journal().key("%020d.json".formatted(n))));
    }
    ProblemException refused =
        assertThrows(ProblemException.class, () -> asOf(ledger, new AsOf.AtSequence(30)));
    assertEquals(ErrorCode.HISTORY_EXPIRED, refused.problem().code());
    // Without any snapshot, nothing but the newest can be told.
    assertEquals(40L, refused.problem().details().get("floor"));
    assertState(40, asOf(ledger, new AsOf.AtSequence(40)));
  }

  @Test
  void memoryIsBoundedByNumberAndBytes() {
    Ledger ledger = open(new FormerOptions(100, 3, 1 << 20));
    commit(ledger, COMMITS);
    for (int sequence = 10; sequence < 200; sequence += 7) {
      assertState(sequence, asOf(ledger, new AsOf.AtSequence(sequence)));
    }
    assertTrue(
        ledger.former().memory().size() <= 3 + 3, () -> "" + ledger.former().memory().size());
    Ledger small = open(new FormerOptions(10_000, 64, 600_000));
    for (int i = 0; i < 100; i++) {
      world.create(small, "more" + i);
    }
    assertTrue(small.former().memory().bytes() <= 600_000);
    assertTrue(small.former().memory().size() > 0);
  }

  @Test
  void changesBetweenTwoStatesLeadFromOneToTheOther() {
    Ledger ledger = open(FormerOptions.DEFAULT);
    commit(ledger, 60);
    ChangeLog.Pending changes = world.time().await(ledger.changesBetween(17, 53));
    assertEquals(17, changes.published());
    assertEquals(36, changes.changes().size());
    assertState(53, changes.state());
  }

  private Ledger open(FormerOptions former) {
    LedgerOptions defaults = LedgerOptions.DEFAULT;
    LedgerOptions options =
        new LedgerOptions(
            defaults.maxQueuedCommands(),
            defaults.maxBatchCommands(),
            defaults.maxBatchBytes(),
            defaults.maxCommandBytes(),
            defaults.idempotencyTtlMillis(),
            defaults.maxIdempotencyKeys(),
            defaults.lookTimeoutMillis(),
            defaults.maxTailCommits(),
            former);
    LedgerObserver counts =
        new LedgerObserver() {
          @Override
          public void building(long sequence) {
            built.add(sequence);
          }
        };
    return world
        .time()
        .await(
            world.tryOpen(
                1, 1, config -> LedgerWorld.with(LedgerWorld.with(config, options), counts)));
  }

  private void commit(Ledger ledger, int commits) {
    if (seen.isEmpty()) {
      seen.add(ledger.state());
    }
    List<String> there = new ArrayList<>();
    while (seen.size() <= commits) {
      int next = seen.size();
      if (!there.isEmpty() && seeds.below(3) == 0) {
        String name = there.remove(seeds.below(there.size()));
        world
            .time()
            .await(world.submit(ledger, CatalogCommand.DeleteEntity.catalog(name, false, null)));
      } else {
        there.add("c" + next);
        world.create(ledger, "c" + next);
      }
      seen.add(ledger.state());
    }
  }

  private WorkspaceState asOf(Ledger ledger, AsOf asOf) {
    return world.time().await(ledger.asOf(asOf, options()));
  }

  private static ReadOptions options() {
    return ReadOptions.linearizable(LedgerWorld.TIMEOUT_MILLIS);
  }

  private void assertState(int sequence, WorkspaceState state) {
    assertEquals(sequence, state.sequence());
    assertEquals(seen.get(sequence).hash(), state.hash());
    assertEquals(world.catalogs(seen.get(sequence)), world.catalogs(state));
  }
}
