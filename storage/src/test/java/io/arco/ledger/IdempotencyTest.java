package io.arco.ledger;

import static io.arco.testing.LedgerWorld.catalogNamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.catalog.CatalogCommand.RequireEntity;
import io.arco.catalog.EntityKind;
import io.arco.problem.ErrorCode;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  private final LedgerWorld world = new LedgerWorld(2);
  private final Ledger ledger = world.open(2, 20);

  @Test
  void a_repeated_request_gets_its_first_answer_even_after_what_it_made_is_gone() {
    Receipt first = world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    world.time().await(world.submit(ledger, DeleteEntity.catalog("a", false, null)));
    Receipt again = world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    assertTrue(again.replayed());
    assertFalse(first.replayed());
    assertEquals(text(first), text(again));
    assertEquals(first.sequence(), again.sequence());
    assertTrue(world.catalogs(ledger.state()).isEmpty());
  }

  @Test
  void it_is_done_once_when_repeated_while_the_first_is_under_way() {
    Future<Receipt> first = world.submit(ledger, catalogNamed("a"), "k");
    Future<Receipt> second = world.submit(ledger, catalogNamed("a"), "k");
    assertEquals(text(world.time().await(first)), text(world.time().await(second)));
    assertEquals(1, ledger.state().sequence());
  }

  @Test
  void another_server_and_a_restarted_one_give_the_first_answer() {
    Ledger other = world.open(2, 20);
    Receipt first = world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    assertEquals(
        text(first), text(world.time().await(world.submit(other, catalogNamed("a"), "k"))));
    Ledger restarted = world.open(2, 20);
    assertEquals(
        text(first), text(world.time().await(world.submit(restarted, catalogNamed("a"), "k"))));
  }

  @Test
  void another_request_under_the_same_key_is_refused() {
    world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    assertEquals(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        world.codeOf(world.submit(ledger, catalogNamed("b"), "k")));
  }

  @Test
  void a_refused_request_does_not_use_up_its_key() {
    world.create(ledger, "a");
    assertEquals(
        ErrorCode.ALREADY_EXISTS, world.codeOf(world.submit(ledger, catalogNamed("a"), "k")));
    world.time().await(world.submit(ledger, DeleteEntity.catalog("a", false, null)));
    assertFalse(world.time().await(world.submit(ledger, catalogNamed("a"), "k")).replayed());
  }

  @Test
  void keys_expire_by_the_journals_time_not_by_a_clock_that_went_back() {
    world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    world.time().jumpWall(DAY_MILLIS + 1);
    world.create(ledger, "b");
    assertEquals(0, ledger.state().keys().size());
    world.time().jumpWall(-DAY_MILLIS);
    assertEquals(
        ErrorCode.ALREADY_EXISTS, world.codeOf(world.submit(ledger, catalogNamed("a"), "k")));
    Ledger reopened = world.open(2, 20);
    assertEquals(ledger.state().hash(), reopened.state().hash());
  }

  @Test
  void a_clock_that_runs_ahead_expires_no_key_before_the_journal_does() {
    Receipt first = world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    world.time().jumpWall(DAY_MILLIS + 1);
    Receipt again = world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    assertEquals(text(first), text(again));
    assertEquals(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        world.codeOf(world.submit(ledger, DeleteEntity.catalog("b", false, null), "k")));
    world.create(ledger, "c");
    assertEquals(
        ErrorCode.ALREADY_EXISTS, world.codeOf(world.submit(ledger, catalogNamed("a"), "k")));
  }

  @Test
  void a_clock_that_runs_ahead_expires_no_key_for_what_changes_nothing_either() {
    world.time().await(world.submit(ledger, catalogNamed("a"), "k"));
    world.time().jumpWall(DAY_MILLIS + 1);
    RequireEntity holds = new RequireEntity(EntityKind.CATALOG, List.of("a"), false, null, null);
    assertEquals(ErrorCode.IDEMPOTENCY_KEY_REUSED, world.codeOf(world.submit(ledger, holds, "k")));
    world.create(ledger, "c");
    world.time().await(world.submit(ledger, holds, "k"));
  }

  @Test
  void keys_are_bounded() {
    LedgerOptions few =
        new LedgerOptions(
            100, 100, 1 << 20, 1 << 20, DAY_MILLIS, 2, 10_000, 1_000, FormerOptions.DEFAULT);
    Ledger bounded =
        world.time().await(world.tryOpen(2, 20, config -> LedgerWorld.with(config, few)));
    world.time().await(world.submit(bounded, catalogNamed("a"), "1"));
    world.time().await(world.submit(bounded, catalogNamed("b"), "2"));
    assertEquals(
        ErrorCode.IDEMPOTENCY_KEYS_EXHAUSTED,
        world.codeOf(world.submit(bounded, catalogNamed("c"), "3")));
    world.create(bounded, "c");
  }

  private static String text(Receipt receipt) {
    return receipt.sequence() + " " + receipt.answers();
  }
}
