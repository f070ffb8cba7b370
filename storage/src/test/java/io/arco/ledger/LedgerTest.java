package io.arco.ledger;

import static io.arco.testing.LedgerWorld.catalogNamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.AlterEntity;
import io.arco.catalog.EntityKind;
import io.arco.catalog.EntityPatch;
import io.arco.problem.ErrorCode;
import io.arco.store.Prefix;
import io.arco.testing.LedgerWorld;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long PUT_MILLIS = 20;

  private final LedgerWorld world = new LedgerWorld(1);

  @Test
  void a_create_is_answered_after_one_put_and_is_in_the_state() {
    Ledger ledger = world.open(2, PUT_MILLIS);
    world.create(ledger, "first");
    long before = world.time().nowMillis();
    Receipt receipt = world.create(ledger, "second");
    assertEquals(PUT_MILLIS, world.time().nowMillis() - before);
    assertEquals(2, receipt.sequence());
    assertEquals("second", receipt.answers().get(0).get("name").asText());
    assertEquals(List.of("first", "second"), world.catalogs(ledger.state()));
  }

  @Test
  void what_changes_nothing_is_answered_with_the_commit_it_was_decided_on() {
    Ledger ledger = world.open(2, PUT_MILLIS);
    world.create(ledger, "first");
    AlterEntity same =
        new AlterEntity(EntityKind.CATALOG, List.of("new"), EntityPatch.NONE, false, null, null);
    Future<Receipt> created = world.submit(ledger, catalogNamed("new"));
    Future<Receipt> altered = world.submit(ledger, same);
    world.time().run();
    assertEquals(2, created.result().sequence());
    assertEquals(2, altered.result().sequence());
    Future<Receipt> later = world.submit(ledger, same);
    world.time().run();
    assertEquals(2, later.result().sequence());
    assertEquals(2, ledger.state().sequence());
  }

  @Test
  void opening_writes_nothing_and_an_idle_ledger_asks_the_store_nothing() {
    Ledger ledger = world.open(2, PUT_MILLIS);
    world.time().run();
    assertEquals(0, ledger.state().sequence());
    assertEquals(0, count());
    world.create(ledger, "first");
    assertEquals(2, count());
    world.time().run();
    assertEquals(2, count());
  }

  @Test
  void a_thousand_creates_of_64_instant_clients_take_at_most_33_puts() {
    Ledger ledger = world.open(2, PUT_MILLIS);
    world.create(ledger, "warm");
    List<Future<?>> done = new ArrayList<>();
    int[] next = {0};
    for (int client = 0; client < 64; client++) {
      clientLoop(ledger, next, done);
    }
    world.time().run();
    assertEquals(1000, done.size());
    assertTrue(done.stream().allMatch(Future::succeeded));
    assertEquals(1001, world.catalogs(ledger.state()).size());
    long puts = ledger.state().sequence() - 1;
    assertTrue(puts <= 33, puts + " puts");
  }

  private void clientLoop(Ledger ledger, int[] next, List<Future<?>> done) {
    if (next[0] == 1000) {
      return;
    }
    Future<Receipt> create = world.submit(ledger, catalogNamed("c" + next[0]++));
    create.onComplete(
        receipt -> {
          done.add(create);
          clientLoop(ledger, next, done);
        });
  }

  @Test
  void a_rejection_is_answered_only_after_a_look_at_the_head() {
    Ledger one = world.open(2, PUT_MILLIS);
    Ledger other = world.open(2, PUT_MILLIS);
    world.create(one, "taken");
    assertEquals(
        ErrorCode.ALREADY_EXISTS, world.codeOf(world.submit(other, catalogNamed("taken"))));
    var delete = io.arco.catalog.CatalogCommand.DeleteEntity.catalog("taken", false, null);
    world.time().await(world.submit(one, delete));
    Receipt receipt = world.create(other, "taken");
    assertEquals(3, receipt.sequence());
  }

  @Test
  void a_read_begun_after_another_ledgers_answer_sees_it() {
    Ledger one = world.open(2, PUT_MILLIS);
    Ledger other = world.open(3, PUT_MILLIS);
    for (int i = 0; i < 20; i++) {
      world.create(one, "c" + i);
      assertEquals(i + 1, world.read(other).sequence());
    }
    assertEquals(world.catalogs(one.state()), world.catalogs(other.state()));
    assertEquals(one.state().hash(), other.state().hash());
  }

  @Test
  void reads_that_wait_share_one_look() {
    Ledger ledger = world.open(2, PUT_MILLIS);
    world.create(ledger, "first");
    long before = world.time().nowMillis();
    List<Future<WorkspaceState>> reads =
        IntStream.range(0, 100)
            .mapToObj(i -> ledger.read(ReadOptions.linearizable(1_000)))
            .toList();
    reads.forEach(read -> assertEquals(1, world.time().await(read).sequence()));
    assertEquals(2, world.time().nowMillis() - before);
  }

  @Test
  void a_stale_read_within_its_bound_asks_the_store_nothing() {
    Ledger one = world.open(2, PUT_MILLIS);
    Ledger other = world.open(2, PUT_MILLIS);
    world.read(other);
    world.create(one, "new");
    assertEquals(0, world.time().await(other.read(new ReadOptions(0, 1_000, 1_000))).sequence());
    world.time().advance(1_001);
    assertEquals(1, world.time().await(other.read(new ReadOptions(0, 1_000, 1_000))).sequence());
  }

  @Test
  void a_minimal_sequence_is_waited_for_and_not_for_ever() {
    Ledger one = world.open(2, PUT_MILLIS);
    Ledger other = world.open(2, PUT_MILLIS);
    Future<WorkspaceState> read = other.read(new ReadOptions(2, 0, 5_000));
    world.create(one, "a");
    assertFalse(read.isComplete());
    world.create(one, "b");
    assertEquals(2, world.time().await(read).sequence());
    assertEquals(
        ErrorCode.SEQUENCE_NOT_REACHED, world.codeOf(other.read(new ReadOptions(3, 0, 500))));
  }

  @Test
  void of_two_ledgers_creating_the_same_names_at_once_each_name_is_created_once() {
    Ledger one = world.open(2, PUT_MILLIS);
    Ledger other = world.open(3, PUT_MILLIS + 3);
    List<Future<Receipt>> creates = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      creates.add(world.submit(one, catalogNamed("c" + i)));
      creates.add(world.submit(other, catalogNamed("c" + i)));
    }
    world.time().run();
    assertEquals(200, creates.stream().filter(Future::succeeded).count());
    assertEquals(200, creates.stream().filter(Future::failed).count());
    assertEquals(200, world.catalogs(world.read(one)).size());
    assertEquals(one.state().hash(), world.read(other).hash());
  }

  @Test
  void a_ledger_that_was_idle_while_another_wrote_loses_nothing_and_loses_one_slot() {
    Ledger one = world.open(2, PUT_MILLIS);
    Ledger other = world.open(2, PUT_MILLIS);
    for (int i = 0; i < 50; i++) {
      world.create(one, "one" + i);
    }
    long before = world.time().nowMillis();
    world.create(other, "other");
    assertTrue(world.time().nowMillis() - before < 3 * PUT_MILLIS + 50);
    assertEquals(51, world.catalogs(world.read(one)).size());
  }

  @Test
  void a_fold_of_the_journal_from_nothing_gives_the_hash_of_the_writer() {
    Ledger ledger = world.open(2, PUT_MILLIS);
    for (int i = 0; i < 30; i++) {
      world.time().await(world.submit(ledger, catalogNamed("c" + i), "key" + i));
    }
    Ledger reopened = world.open(2, PUT_MILLIS);
    assertEquals(ledger.state().hash(), reopened.state().hash());
    assertEquals(reopened.state().recomputeHash(), reopened.state().hash());
  }

  private int count() {
    return world.time().await(world.truth().list(Prefix.ROOT, null, 1000)).entries().size();
  }
}
