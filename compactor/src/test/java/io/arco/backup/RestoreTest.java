package io.arco.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionOptions;
import io.arco.compactor.Compactor;
import io.arco.compactor.Publisher;
import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.ledger.Fold;
import io.arco.ledger.Ledger;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.testing.LedgerWorld;
import io.arco.testing.SimulatedStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void a_random_history_comes_back_with_the_same_state_hash(long seed) {
    BackupWorld world = new BackupWorld(seed);
    for (int backups = 0; backups < 3; backups++) {
      world.steps(25);
      WorkspaceState source = world.node.ledger().state();
      BackupReport report = world.backup();
      assertEquals(source.hash(), report.stateHash());
      MemoryStore target = new MemoryStore();
      RestoreReport restored = world.restore(target);
      assertEquals(source.sequence(), restored.restored());
      assertEquals(source.sequence() + 1, restored.sequence());
      assertEquals(source.hash(), world.fold(target, restored.restored()).hash());

      WorkspaceState state = world.world.time().await(world.open(target)).state();
      assertEquals(world.catalogs(source), world.catalogs(state));
      assertEquals(2, state.incarnation().number());
      assertEquals(restored.sequence(), state.incarnation().sequence());
      assertEquals(world.fold(target, restored.sequence()).hash(), state.hash());
      assertEquals(state.hash(), state.recomputeHash());
      assertEquals(List.of(), world.verify(target).findings());
      Map<Key, Hash> restoredObjects = world.contents(target);
      Map<Key, Hash> sourceObjects = world.contents(world.world.truth());
      restoredObjects.remove(world.commit(restored.sequence()));
      restoredObjects.remove(world.keys().hint());
      restoredObjects.forEach(
          (key, hash) -> assertEquals(sourceObjects.get(key), hash, key.text()));
    }
  }

  @Test
  void the_incarnation_comes_back_from_a_snapshot() {
    BackupWorld world = new BackupWorld(20);
    world.steps(20);
    world.backup();
    MemoryStore target = new MemoryStore();
    RestoreReport restored = world.restore(target);
    Ledger ledger = world.world.time().await(world.open(target));
    publish(world, target, ledger);
    WorkspaceState before = ledger.state();
    Ledger again = world.world.time().await(world.open(target));
    assertEquals(before.hash(), again.state().hash());
    assertEquals(before.incarnation(), again.state().incarnation());
    assertEquals(
        0, world.world.time().await(again.pendingChanges()).changes().size(), "from the snapshot");
    assertEquals(List.of(), world.verify(target).findings());
    assertEquals(restored.sequence(), again.state().sequence());
  }

  private static void publish(BackupWorld world, MemoryStore target, Ledger ledger) {
    Runtime runtime = world.runtime();
    Publisher publisher =
        world.world.time().await(Publisher.open(runtime, target, world.keys(), "p"));
    Compactor compactor =
        new Compactor(runtime, ledger, world.world.domains(), publisher, CompactionOptions.DEFAULT);
    world.world.time().await(compactor.including(ledger.state().sequence()));
  }

  @Test
  void two_restores_of_one_backup_are_two_lives() {
    BackupWorld world = new BackupWorld(21);
    world.steps(10);
    world.backup();
    MemoryStore one = new MemoryStore();
    MemoryStore two = new MemoryStore();
    world.restore(one);
    world.restore(two);
    var first = world.world.time().await(world.open(one)).state().incarnation();
    var second = world.world.time().await(world.open(two)).state().incarnation();
    assertEquals(first.number(), second.number());
    assertNotEquals(first.tag(), second.tag());
  }

  @Test
  void a_key_of_the_former_life_still_has_its_first_answer() {
    BackupWorld world = new BackupWorld(22);
    Receipt first =
        world
            .world
            .time()
            .await(world.world.submit(world.node.ledger(), LedgerWorld.catalogNamed("once"), "k"));
    world.backup();
    MemoryStore target = new MemoryStore();
    world.restore(target);
    Ledger ledger = world.world.time().await(world.open(target));
    Receipt again =
        world.world.time().await(world.world.submit(ledger, LedgerWorld.catalogNamed("once"), "k"));
    assertTrue(again.replayed());
    assertEquals(first.answers().toString(), again.answers().toString());
  }

  @Test
  void a_commit_of_the_former_life_does_not_follow_the_restored_journal_nor_the_other_way() {
    BackupWorld world = new BackupWorld(23);
    world.steps(10);
    long head = world.backup().sequence();
    MemoryStore target = new MemoryStore();
    world.restore(target);
    while (world.node.ledger().state().sequence() < head + 2) {
      world.step();
    }
    Ledger restored = world.world.time().await(world.open(target));
    world.world.create(restored, "of-the-restored");
    Fold fold = new Fold(LedgerWorld.WORKSPACE, world.world.domains());
    byte[] former = world.bytes(world.world.truth(), world.commit(head + 2));
    byte[] present = world.bytes(target, world.commit(head + 2));
    WorkspaceState presentState = world.fold(target, head + 1);
    WorkspaceState formerState = world.fold(world.world.truth(), head + 1);
    fold.next(presentState, "its own", present);
    fold.next(formerState, "its own", former);
    assertThrows(
        CorruptObjectException.class, () -> fold.next(presentState, "the former's", former));
    assertThrows(
        CorruptObjectException.class, () -> fold.next(formerState, "the restored's", present));
  }

  @Test
  void killed_at_any_put_it_opens_as_nothing_and_is_completed_by_running_it_again() {
    BackupWorld world = new BackupWorld(24);
    world.steps(20);
    world.publish();
    world.steps(3);
    BackupReport backup = world.backup();
    int deaths = 0;
    for (int puts = 0; ; puts++) {
      MemoryStore target = new MemoryStore();
      DyingStore dying = new DyingStore(target, puts);
      Future<RestoreReport> run = world.beginRestore(world.place, dying, null);
      world.world.time().runUntil(run::isComplete);
      if (!dying.isDead()) {
        assertTrue(run.succeeded());
        break;
      }
      deaths++;
      assertTrue(run.failed(), "put " + puts);
      assertIsNoWorkspace(world, target);
      RestoreReport again = world.restore(target);
      assertEquals(backup.stateHash(), again.stateHash());
      WorkspaceState state = world.world.time().await(world.open(target)).state();
      assertEquals(again.sequence(), state.sequence());
      assertEquals(2, state.incarnation().number());
      assertEquals(List.of(), world.verify(target).findings());
    }
    assertTrue(deaths > 25, deaths + " puts were died at");
  }

  /** Either nothing is there, or everybody refuses it. */
  private static void assertIsNoWorkspace(BackupWorld world, MemoryStore target) {
    Future<Ledger> open = world.open(target);
    world.world.time().runUntil(open::isComplete);
    if (open.succeeded()) {
      assertEquals(Map.of(), world.contents(target));
    } else {
      ProblemException problem = assertInstanceOf(ProblemException.class, open.cause());
      assertEquals(ErrorCode.WORKSPACE_CORRUPT, problem.problem().code());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {51, 52, 53, 54, 55, 56})
  void stores_that_lose_requests_and_answers_cost_time_alone(long seed) {
    BackupWorld world = new BackupWorld(seed);
    world.steps(20);
    world.publish();
    world.steps(5);
    FlakyStore place = new FlakyStore(world.place, seed, 33);
    BackupReport report = world.world.time().await(world.beginBackup(world.world.truth(), place));
    MemoryStore target = new MemoryStore();
    // Opening reads without patience, so what is restored into fails at puts alone.
    FlakyStore flaky = new FlakyStore(target, seed + 1, 0);
    RestoreReport restored = world.world.time().await(world.beginRestore(place, flaky, null));
    assertEquals(report.stateHash(), restored.stateHash());
    assertTrue(place.faults() + flaky.faults() > 20);
    assertEquals(List.of(), world.verify(target).findings());
    assertEquals(
        restored.sequence(), world.world.time().await(world.open(target)).state().sequence());
  }

  @Test
  void two_restores_at_once_into_one_store_are_one() {
    BackupWorld world = new BackupWorld(33);
    world.steps(20);
    world.backup();
    MemoryStore target = new MemoryStore();
    SimulatedStore slow = new SimulatedStore(target, world.world.time().scheduler(), 3, 9);
    Future<RestoreReport> one = world.beginRestore(world.place, slow, null);
    Future<RestoreReport> two = world.beginRestore(world.place, slow, null);
    assertEquals(world.world.time().await(one), world.world.time().await(two));
    assertEquals(List.of(), world.verify(target).findings());
  }

  @Test
  void a_backup_itself_is_served_and_collected_by_nobody() {
    BackupWorld world = new BackupWorld(25);
    world.steps(10);
    world.backup();
    assertEquals(ErrorCode.WORKSPACE_CORRUPT, world.world.codeOf(world.open(world.place)));
    Map<Key, Hash> before = world.contents(world.place);
    Throwable refused = world.failure(world.beginCollection(world.place));
    assertInstanceOf(CorruptObjectException.class, refused);
    assertEquals(before, world.contents(world.place));
  }

  @Test
  void a_flipped_byte_of_any_object_of_the_backup_is_named() {
    BackupWorld world = new BackupWorld(26);
    world.steps(15);
    world.publish();
    world.backup();
    for (Key key : world.contents(world.place).keySet()) {
      MemoryStore place = world.copy(world.place);
      byte[] bytes = world.bytes(place, key).clone();
      bytes[bytes.length * 2 / 3] ^= 4;
      world.put(place, key, bytes);
      MemoryStore target = new MemoryStore();
      Throwable failure = world.failure(world.beginRestore(place, target, null));
      String name = key.text().substring(world.keys().root().text().length());
      String named = name.startsWith("backups/workspace") ? "workspace.json" : name;
      assertTrue(BackupFailures.text(failure).contains(named), () -> named + " not in " + failure);
      assertIsNoWorkspace(world, target);
      world.world.time().await(place.delete(key));
      Throwable missing = world.failure(world.beginRestore(place, target, null));
      boolean isRecord = key.equals(world.record(1));
      assertTrue(
          BackupFailures.text(missing).contains(isRecord ? "There is no backup" : name),
          () -> name + " not in " + missing);
    }
  }

  @Test
  void another_commit_with_sound_seals_is_found_by_the_chain() {
    BackupWorld world = new BackupWorld(27);
    world.steps(20);
    world.backup();
    BackupWorld other = new BackupWorld(28);
    other.steps(20);
    for (long n : List.of(1L, 2L, 7L, record(world).journal().to())) {
      MemoryStore place = world.copy(world.place);
      world.put(place, world.commit(n), other.bytes(other.world.truth(), other.commit(n)));
      Throwable failure = world.failure(world.beginRestore(place, new MemoryStore(), null));
      assertInstanceOf(CorruptObjectException.class, failure);
    }
  }

  private static BackupRecord record(BackupWorld world) {
    return BackupRecord.decode(
        world.keys().workspace(), 1, "record", world.bytes(world.place, world.record(1)));
  }

  @Test
  void a_store_that_is_not_empty_is_refused_with_nothing_changed() {
    BackupWorld world = new BackupWorld(29);
    world.steps(15);
    world.backup();
    world.steps(15);
    world.publish();
    world.backup();
    MemoryStore served = world.copy(world.world.truth());
    assertRefused(world, served, null, "already");
    MemoryStore half = new MemoryStore();
    Future<RestoreReport> killed = world.beginRestore(world.place, new DyingStore(half, 25), 2L);
    world.world.time().runUntil(killed::isComplete);
    assertRefused(world, half, 1L, "not of this backup");
    MemoryStore stranger = new MemoryStore();
    world.put(stranger, world.keys().tables().key("mine.parquet"), new byte[] {1});
    assertRefused(world, stranger, null, "tables/mine.parquet");
    MemoryStore done = new MemoryStore();
    world.restore(done);
    assertRefused(world, done, 1L, "already");
    world.world.create(world.world.time().await(world.open(done)), "since");
    assertRefused(world, done, null, "already");
  }

  @Test
  void the_same_restore_again_finds_that_it_is_done() {
    BackupWorld world = new BackupWorld(32);
    world.steps(15);
    world.backup();
    MemoryStore target = new MemoryStore();
    RestoreReport first = world.restore(target);
    Map<Key, Hash> before = world.contents(target);
    assertEquals(first, world.restore(target));
    assertEquals(before, world.contents(target));
  }

  @Test
  void another_commit_where_the_restored_one_goes_is_refused() {
    BackupWorld world = new BackupWorld(30);
    world.steps(15);
    long head = world.backup().sequence();
    while (world.node.ledger().state().sequence() < head + 1) {
      world.step();
    }
    MemoryStore target = new MemoryStore();
    Key next = world.commit(head + 1);
    world.put(target, next, world.bytes(world.world.truth(), next));
    Throwable failure = world.failure(world.beginRestore(world.place, target, null));
    assertInstanceOf(BackupException.class, failure);
    assertIsNoWorkspace(world, target);
  }

  private static void assertRefused(
      BackupWorld world, MemoryStore target, Long number, String says) {
    Map<Key, Hash> before = world.contents(target);
    Throwable failure = world.failure(world.beginRestore(world.place, target, number));
    assertInstanceOf(BackupException.class, failure, failure.toString());
    assertTrue(failure.getMessage().contains(says), failure.getMessage());
    assertEquals(before, world.contents(target));
  }

  @Test
  void an_older_backup_can_be_chosen_and_a_wrong_number_is_answered_with_those_there_are() {
    BackupWorld world = new BackupWorld(31);
    world.steps(10);
    BackupReport first = world.backup();
    world.steps(10);
    world.backup();
    MemoryStore target = new MemoryStore();
    RestoreReport restored = world.world.time().await(world.beginRestore(world.place, target, 1L));
    assertEquals(first.stateHash(), restored.stateHash());
    Throwable wrong = world.failure(world.beginRestore(world.place, new MemoryStore(), 7L));
    assertTrue(wrong.getMessage().contains("from 1 to 2"), wrong.getMessage());
    Throwable none = world.failure(world.beginRestore(new MemoryStore(), new MemoryStore(), null));
    assertTrue(none.getMessage().contains("no backup of workspace acme/main"), none.toString());
  }
}
