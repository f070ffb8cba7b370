package io.arco.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.gc.GhostCommit;
import io.arco.journal.Hash;
import io.arco.ledger.WorkspaceState;
import io.arco.snapshot.ShardFile;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.ReadOutcome;
import io.arco.store.StoreException;
import io.arco.testing.LedgerWorld;
import io.arco.testing.SimulatedStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void a_backup_made_while_commits_and_snapshots_are_written_is_of_one_instant(long seed) {
    BackupWorld world = new BackupWorld(seed);
    world.steps(40);
    ObjectStore slow =
        new SimulatedStore(world.world.truth(), world.world.time().scheduler(), 7, 20);
    ObjectStore place = new SimulatedStore(world.place, world.world.time().scheduler(), 7, 20);
    long before = world.node.ledger().state().sequence();
    Future<BackupReport> backup = world.beginBackup(slow, place);
    while (!backup.isComplete()) {
      world.begin();
      world.world.time().advance(3);
    }
    BackupReport report = world.world.time().await(backup);
    assertTrue(report.sequence() >= before);
    assertTrue(world.node.ledger().state().sequence() > report.sequence(), "writes went on");
    MemoryStore target = new MemoryStore();
    assertEquals(report.stateHash(), world.restore(target).stateHash());
    String then = world.fold(world.world.truth(), report.sequence()).hash();
    assertEquals(then, report.stateHash());
    assertEquals(then, world.fold(target, report.sequence()).hash());
  }

  @Test
  void a_backup_without_a_snapshot_is_a_journal() {
    BackupWorld world = new BackupWorld(1);
    world.world.create(
        world.world.time().await(world.world.tryOpen(1, 5, config -> config)), "only");
    MemoryStore source = new MemoryStore();
    for (Key key : List.of(world.keys().workspaceFile(), world.commit(1))) {
      world.put(source, key, world.bytes(world.world.truth(), key));
    }
    BackupReport report = world.world.time().await(world.beginBackup(source, world.place));
    assertEquals(0, report.manifest());
    assertEquals(1, report.objects());
    MemoryStore target = new MemoryStore();
    assertEquals(2, world.restore(target).sequence());
    WorkspaceState state = world.world.time().await(world.open(target)).state();
    assertEquals(List.of("only"), world.catalogs(state));
  }

  @Test
  void the_second_backup_copies_what_is_new_and_reads_nothing_else() {
    BackupWorld world = new BackupWorld(2);
    world.steps(60);
    world.publish();
    BackupReport first = world.backup();
    assertEquals(first.objects(), first.copied());
    assertEquals(first.bytes(), first.copiedBytes());
    Set<ShardFile> known = filesOfNewest(world);

    world.world.create(world.node.ledger(), "new-1");
    world.world.create(world.node.ledger(), "new-2");
    world.publish();
    Set<ShardFile> fresh = filesOfNewest(world);
    fresh.removeAll(known);
    Set<Key> read = new HashSet<>();
    ObjectStore watched =
        new ForwardingStore(world.world.truth()) {
          @Override
          public Future<ReadOutcome> get(Key key) {
            read.add(key);
            return super.get(key);
          }
        };
    BackupReport second = world.world.time().await(world.beginBackup(watched, world.place));
    assertEquals(2, second.backup());
    assertEquals(first.sequence() + 2, second.sequence());
    assertEquals(2 + fresh.size() + 1, second.copied(), "commits, files, the manifest");
    assertEquals(second.objects() - second.copied(), second.reused());
    assertEquals(second.bytes() - second.copiedBytes(), second.reusedBytes());
    for (long n = 2; n < first.sequence(); n++) {
      assertTrue(!read.contains(world.commit(n)), "commit " + n + " was read again");
    }

    BackupReport third = world.backup();
    assertEquals(0, third.copied());
    assertEquals(second.objects(), third.reused());
    assertEquals(second.stateHash(), third.stateHash());
  }

  private static Set<ShardFile> filesOfNewest(BackupWorld world) {
    return new HashSet<>(
        SnapshotCopy.files(world.node.compactor().current().orElseThrow().manifest()));
  }

  @Test
  void killed_at_any_put_it_leaves_the_backup_before_and_can_be_run_again() {
    BackupWorld world = new BackupWorld(3);
    world.steps(10);
    BackupReport first = world.backup();
    world.steps(8);
    world.publish();
    Map<Key, Hash> before = world.contents(world.place);
    int deaths = 0;
    for (int puts = 0; ; puts++) {
      MemoryStore place = world.copy(world.place);
      DyingStore dying = new DyingStore(place, puts);
      Future<BackupReport> run = world.beginBackup(world.world.truth(), dying);
      world.world.time().runUntil(run::isComplete);
      if (!dying.isDead()) {
        assertTrue(run.succeeded());
        break;
      }
      deaths++;
      assertInstanceOf(StoreException.class, run.cause());
      Map<Key, Hash> after = world.contents(place);
      before.forEach((key, hash) -> assertEquals(hash, after.get(key), key.text()));
      MemoryStore target = new MemoryStore();
      RestoreReport restored = world.world.time().await(world.beginRestore(place, target, null));
      assertEquals(first.backup(), restored.backup());
      assertEquals(first.stateHash(), restored.stateHash());
      BackupReport again = world.world.time().await(world.beginBackup(world.world.truth(), place));
      assertEquals(2, again.backup());
      assertEquals(world.node.ledger().state().hash(), again.stateHash());
      assertEquals(
          again.stateHash(),
          world.world.time().await(world.beginRestore(place, new MemoryStore(), null)).stateHash());
    }
    assertTrue(deaths > 10, deaths + " puts were died at");
  }

  @Test
  void two_at_once_to_one_place_are_both_whole() {
    BackupWorld world = new BackupWorld(4);
    world.steps(30);
    ObjectStore place = new SimulatedStore(world.place, world.world.time().scheduler(), 3, 9);
    Future<BackupReport> one = world.beginBackup(world.world.truth(), place);
    Future<BackupReport> two = world.beginBackup(world.world.truth(), place);
    Set<Long> numbers =
        Set.of(world.world.time().await(one).backup(), world.world.time().await(two).backup());
    assertEquals(Set.of(1L, 2L), numbers);
    for (long number : numbers) {
      MemoryStore target = new MemoryStore();
      RestoreReport restored =
          world.world.time().await(world.beginRestore(world.place, target, number));
      assertEquals(world.node.ledger().state().hash(), restored.stateHash());
    }
  }

  @Test
  void damage_of_the_source_is_named_and_not_backed_up() {
    BackupWorld world = new BackupWorld(5);
    world.steps(30);
    world.publish();
    for (Key key : world.contents(world.world.truth()).keySet()) {
      if (key.equals(world.keys().hint()) || !isOfNewest(world, key)) {
        continue;
      }
      MemoryStore damaged = world.copy(world.world.truth());
      byte[] bytes = world.bytes(damaged, key).clone();
      bytes[bytes.length / 2] ^= 1;
      world.put(damaged, key, bytes);
      MemoryStore place = new MemoryStore();
      Throwable failure = world.failure(world.beginBackup(damaged, place));
      String name = key.text().substring(world.keys().root().text().length());
      assertTrue(BackupFailures.text(failure).contains(name), () -> name + " is not in " + failure);
      assertTrue(!world.contents(place).containsKey(world.record(1)), key::text);
      Hash there = world.contents(place).get(key);
      assertTrue(there == null || !there.equals(Hash.of(bytes)), key::text);
    }
  }

  private static boolean isOfNewest(BackupWorld world, Key key) {
    var newest = world.node.compactor().current().orElseThrow().manifest();
    String name = key.text().substring(world.keys().root().text().length());
    return name.startsWith("journal/")
        || key.equals(SnapshotCopy.key(world.keys(), newest.number()))
        || SnapshotCopy.files(newest).stream().anyMatch(file -> file.path().equals(name));
  }

  @Test
  void a_missing_middle_commit_is_no_floor() {
    BackupWorld world = new BackupWorld(6);
    while (world.node.ledger().state().sequence() < 30) {
      world.step();
    }
    world.publish();
    // Commit 2 alone may be gone: retention has got so far.
    for (long n = 3; n < 30; n++) {
      MemoryStore damaged = world.copy(world.world.truth());
      world.world.time().await(damaged.delete(world.commit(n)));
      MemoryStore place = new MemoryStore();
      Throwable failure = world.failure(world.beginBackup(damaged, place));
      assertTrue(BackupFailures.text(failure).contains("journal/"), failure.toString());
      assertTrue(!world.contents(place).containsKey(world.record(1)), "commit " + n);
    }
  }

  @Test
  void a_journal_whose_old_commits_are_gone_is_backed_up_from_its_floor() {
    BackupWorld world = new BackupWorld(7);
    world.steps(40);
    world.publish();
    long floor = world.node.ledger().state().sequence();
    world.steps(20);
    world.age();
    for (long n = 2; n < floor; n++) {
      world.world.time().await(world.world.truth().delete(world.commit(n)));
    }
    BackupReport report = world.backup();
    BackupRecord record = record(world, 1);
    assertEquals(floor, record.journal().from());
    assertEquals(report.sequence(), record.journal().to());
    MemoryStore target = new MemoryStore();
    RestoreReport restored = world.restore(target);
    assertEquals(report.stateHash(), restored.stateHash());
    var state = world.world.time().await(world.open(target)).state();
    assertEquals(restored.sequence(), state.sequence());
    assertEquals(2, state.incarnation().number());
    assertEquals(List.of(), world.verify(target).findings());
  }

  @Test
  void commits_that_were_left_directly_below_the_floor_are_no_part_of_the_journal() {
    BackupWorld world = new BackupWorld(7);
    world.steps(40);
    world.publish();
    long floor = world.node.ledger().state().sequence();
    world.steps(20);
    world.age();
    byte[] first = world.bytes(world.world.truth(), world.commit(1));
    for (long n = 2; n < floor; n++) {
      world.world.time().await(world.world.truth().delete(world.commit(n)));
    }
    Instant now = Instant.ofEpochMilli(world.world.time().clock().wallMillis());
    for (long n = floor - 2; n < floor; n++) {
      byte[] ghost = GhostCommit.of(world.world.keys().workspace(), n, first, now);
      world
          .world
          .time()
          .await(world.world.truth().put(world.commit(n), ghost, Precondition.ABSENT));
    }
    BackupReport report = world.backup();
    assertEquals(floor, record(world, 1).journal().from());
    assertEquals(report.stateHash(), world.restore(new MemoryStore()).stateHash());
  }

  @Test
  void commits_that_are_too_young_for_retention_are_missing() {
    BackupWorld world = new BackupWorld(7);
    world.steps(40);
    world.publish();
    for (long n = 2; n < 10; n++) {
      world.world.time().await(world.world.truth().delete(world.commit(n)));
    }
    Throwable failure = world.failure(world.beginBackup(world.world.truth(), world.place));
    assertTrue(
        BackupFailures.text(failure).contains("journal/00000000000000000009.json"),
        failure.toString());
  }

  @Test
  void while_garbage_collection_takes_what_is_copied_it_begins_again_and_is_whole() {
    int vanished = 0;
    for (long seed = 61; seed <= 72; seed++) {
      BackupWorld world = new BackupWorld(seed);
      world.steps(40);
      world.publish();
      world.age();
      world.steps(20);
      world.publish();
      AtomicInteger missing = new AtomicInteger();
      ObjectStore slow =
          new SimulatedStore(world.world.truth(), world.world.time().scheduler(), 9, 9);
      ObjectStore watched =
          new ForwardingStore(slow) {
            @Override
            public Future<ReadOutcome> get(Key key) {
              boolean isFile = key.text().endsWith(".parquet");
              return super.get(key)
                  .onSuccess(
                      read -> {
                        if (isFile && read instanceof ReadOutcome.Missing) {
                          missing.incrementAndGet();
                        }
                      });
            }
          };
      Future<BackupReport> backup = world.beginBackup(watched, world.place);
      world.world.time().advance(seed);
      for (int i = 0; i < 3; i++) {
        world.world.create(world.node.ledger(), "more-" + i);
        world.publish();
      }
      world.collect();
      BackupReport report = world.world.time().await(backup);
      vanished += missing.get();
      MemoryStore target = new MemoryStore();
      RestoreReport restored = world.restore(target);
      assertEquals(report.stateHash(), restored.stateHash());
      assertEquals(List.of(), world.verify(target).findings(), "seed " + seed);
      world.steps(10);
      world.collect();
      BackupReport next = world.backup();
      assertEquals(world.node.ledger().state().hash(), next.stateHash());
      assertEquals(next.stateHash(), world.restore(new MemoryStore()).stateHash());
    }
    assertTrue(vanished > 0, "files vanished under backups");
  }

  @Test
  void a_backup_keeps_the_commits_that_the_source_has_dropped_since() {
    BackupWorld world = new BackupWorld(8);
    world.steps(30);
    world.backup();
    world.steps(10);
    world.publish();
    world.age();
    long floor = world.node.ledger().state().sequence();
    for (long n = 2; n < floor; n++) {
      world.world.time().await(world.world.truth().delete(world.commit(n)));
    }
    world.steps(5);
    long head = record(world, 1).journal().to();
    assertTrue(floor > head + 1, "commits between were never backed up");
    world.backup();
    assertEquals(floor, record(world, 2).journal().from());

    world.steps(5);
    world.age();
    long next = world.node.ledger().state().sequence();
    for (long n = floor; n < next - 2; n++) {
      world.world.time().await(world.world.truth().delete(world.commit(n)));
    }
    // What is left begins right behind the record or before it: the range goes on.
    world.publish();
    world.backup();
    BackupRecord third = record(world, 3);
    assertTrue(third.journal().from() <= next);
    assertEquals(world.node.ledger().state().hash(), world.restore(new MemoryStore()).stateHash());
  }

  @Test
  void another_workspace_of_the_same_name_is_refused_with_nothing_changed() {
    BackupWorld mine = new BackupWorld(9);
    mine.steps(10);
    mine.backup();
    Map<Key, Hash> before = mine.contents(mine.place);
    BackupWorld other = new BackupWorld(10);
    other.world.time().advance(1_000);
    other.steps(10);
    MemoryStore shared = other.copy(other.world.truth());
    assertNotEquals(
        mine.contents(mine.world.truth()).get(mine.keys().workspaceFile()),
        other.contents(shared).get(other.keys().workspaceFile()));
    Throwable failure = mine.failure(mine.beginBackup(shared, mine.place));
    assertInstanceOf(BackupException.class, failure);
    assertTrue(failure.getMessage().contains("another workspace"), failure.getMessage());
    assertEquals(before, mine.contents(mine.place));
  }

  @Test
  void a_place_that_holds_the_workspace_itself_is_refused() {
    BackupWorld world = new BackupWorld(11);
    world.steps(5);
    Map<Key, Hash> before = world.contents(world.world.truth());
    Throwable failure = world.failure(world.beginBackup(world.world.truth(), world.world.truth()));
    assertInstanceOf(BackupException.class, failure);
    assertEquals(before, world.contents(world.world.truth()));
  }

  @Test
  void a_workspace_restored_from_an_older_backup_does_not_go_on_in_the_same_place() {
    BackupWorld world = new BackupWorld(12);
    world.steps(10);
    world.backup();
    world.steps(10);
    world.backup();
    Map<Key, Hash> before = world.contents(world.place);

    MemoryStore older = new MemoryStore();
    world.world.time().await(world.beginRestore(world.place, older, 1L));
    Throwable shorter = world.failure(world.beginBackup(older, world.place));
    assertInstanceOf(BackupException.class, shorter);
    var ledger = world.world.time().await(world.open(older));
    for (int i = 0; i < 30; i++) {
      world.world.create(ledger, "after-" + i);
    }
    Throwable longer = world.failure(world.beginBackup(older, world.place));
    assertTrue(longer.getMessage().contains("restored from an older backup"), longer.toString());
    assertEquals(before, world.contents(world.place));

    MemoryStore newest = new MemoryStore();
    world.restore(newest);
    BackupReport third = world.world.time().await(world.beginBackup(newest, world.place));
    assertEquals(3, third.backup());
    assertEquals(1, third.copied(), "the commit of the restore");
    assertEquals(2, record(world, 3).incarnation());
    MemoryStore again = new MemoryStore();
    assertEquals(3, world.restore(again).incarnation());
  }

  @Test
  void an_empty_workspace_and_none_at_all_are_refused() {
    BackupWorld world = new BackupWorld(13);
    Throwable none = world.failure(world.beginBackup(new MemoryStore(), world.place));
    assertTrue(none.getMessage().contains("no workspace acme/main"), none.getMessage());
    MemoryStore empty = new MemoryStore();
    world.world.create(world.node.ledger(), "a");
    Key file = world.keys().workspaceFile();
    world.put(empty, file, world.bytes(world.world.truth(), file));
    Throwable without = world.failure(world.beginBackup(empty, world.place));
    assertTrue(without.getMessage().contains("no commits"), without.getMessage());
    assertEquals(LedgerWorld.WORKSPACE, world.keys().workspace());
  }

  private static BackupRecord record(BackupWorld world, long number) {
    return BackupRecord.decode(
        world.keys().workspace(), number, "record", world.bytes(world.place, world.record(number)));
  }
}
