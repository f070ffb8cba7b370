package io.arco.compactor;

import static io.arco.compactor.RowHistory.ASCENDING;
import static io.arco.compactor.RowHistory.SCATTERED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.PublishResult.Published;
import io.arco.compactor.PublishResult.Superseded;
import io.arco.journal.CorruptObjectException;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.StoreException;
import io.arco.table.RandomRows;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.testing.SimulatedStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTest {
  private final SnapshotWorld world = new SnapshotWorld();
  private final RowHistory history = new RowHistory(1);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyChangesInAnyBatchesReadBackAsTheModel(long seed) {
    Random random = new Random(seed);
    RowHistory changes = new RowHistory(seed);
    UncertainStore store = new UncertainStore(world.store, random, seed % 2 == 0 ? 20 : 0);
    Publisher publisher = world.publisher(store, "w");
    for (int round = 0; round < 12; round++) {
      for (int commits = 1 + random.nextInt(3); commits > 0; commits--) {
        changes.commit(random.nextInt(30), round % 4 == 3);
      }
      world.publish(publisher, changes);
      world.check(changes);
      if (random.nextInt(5) == 0) {
        publisher = world.publisher(store, "w" + round);
      }
    }
  }

  @Test
  void aTableThatLosesAllRowsHasNoFiles() {
    Publisher publisher = world.publisher();
    history.commit(50, false);
    world.publish(publisher, history);
    history.begin();
    history.rows(ASCENDING).forEach(row -> history.remove(ASCENDING, ASCENDING.keyOf(row)));
    world.publish(publisher, history);
    world.check(history);
    assertEquals(List.of(), files(ASCENDING.folder()));
  }

  @Test
  void ascendingKeysFillEachShardAndLeaveFullOnesAlone() {
    Publisher publisher = world.publisher();
    for (int i = 0; i < 35; i++) {
      history.begin();
      history.put(ASCENDING, row(i));
      Published published = world.publish(publisher, history);
      assertEquals(2, published.puts(), "one file and the manifest");
    }
    world.check(history);
    assertEquals(List.of(10L, 10L, 10L, 5L), rowCounts());
    assertEquals(List.of(10L, 20L, 30L, 35L), manifestsOf(files(ASCENDING.folder())));
  }

  @Test
  void aFullInnerShardSplitsInTheMiddle() {
    Publisher publisher = world.publisher();
    history.begin();
    for (int i = 0; i < 25; i++) {
      history.put(ASCENDING, row(2 * i));
    }
    world.publish(publisher, history);
    history.begin();
    history.put(ASCENDING, row(3));
    Published published = world.publish(publisher, history);
    world.check(history);
    assertEquals(List.of(5L, 6L, 10L, 5L), rowCounts());
    assertEquals(3, published.puts());
  }

  @Test
  void aShardBelowAQuarterJoinsANeighbourIfBothFitInHalf() {
    Publisher publisher = world.publisher();
    history.begin();
    for (int i = 0; i < 30; i++) {
      history.put(ASCENDING, row(i));
    }
    world.publish(publisher, history);
    history.begin();
    for (int i = 13; i < 20; i++) {
      history.remove(ASCENDING, key(i));
    }
    world.publish(publisher, history);
    assertEquals(List.of(10L, 3L, 10L), rowCounts());
    history.begin();
    history.remove(ASCENDING, key(12));
    world.publish(publisher, history);
    assertEquals(List.of(10L, 2L, 10L), rowCounts(), "no neighbour is small enough");
    history.begin();
    for (int i = 0; i < 7; i++) {
      history.remove(ASCENDING, key(i));
    }
    history.remove(ASCENDING, key(11));
    world.publish(publisher, history);
    assertEquals(List.of(4L, 10L), rowCounts());
    world.check(history);
  }

  @Test
  void changesThatChangeNothingWriteTheManifestAlone() {
    Publisher publisher = world.publisher();
    history.commit(100, false);
    world.publish(publisher, history);
    history.begin();
    history.rows(SCATTERED).forEach(row -> history.put(SCATTERED, row));
    history.remove(ASCENDING, RowKey.of("no such row", 1));
    assertEquals(1, world.publish(publisher, history).puts());
    world.check(history);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void ofTwoPublishersOneWinsEachNumberAndTheOtherGoesOnFromThere(long seed) {
    Random random = new Random(seed);
    Publisher[] publishers = new Publisher[2];
    for (int i = 0; i < 2; i++) {
      ObjectStore remote =
          new SimulatedStore(
              new UncertainStore(world.store, random, 10),
              world.time.scheduler(),
              () -> 1 + random.nextInt(20),
              () -> 1 + random.nextInt(20));
      publishers[i] = world.publisher(remote, "writer-" + i);
    }
    for (int round = 0; round < 6; round++) {
      history.commit(15, false);
      Future<PublishResult> first = publish(publishers[0]);
      Future<PublishResult> second = publish(publishers[1]);
      PublishResult[] results = {world.time.await(first), world.time.await(second)};
      assertTrue(results[0] instanceof Published ^ results[1] instanceof Published);
      assertEquals(publishers[0].current(), publishers[1].current());
      world.check(history);
    }
    assertEquals(6, world.newest().manifest().number());
  }

  @Test
  void aPublisherThatIsBehindLooksBeforeItWrites() {
    UncertainStore counted = new UncertainStore(world.store, new Random(1), 0);
    Publisher behind = world.publisher(counted, "behind");
    Publisher ahead = world.publisher();
    for (int i = 0; i < 3; i++) {
      history.commit(20, false);
      world.publish(ahead, history);
    }
    PublishResult result = world.time.await(behind.publish(history.after(0)));
    assertEquals(new Superseded(world.newest()), result);
    assertEquals(List.of(), counted.puts);
    history.commit(20, false);
    world.publish(behind, history);
    world.check(history);
  }

  @Test
  void killedAfterAnyPutTheSnapshotBeforeHoldsAndTheNextPublishWorks() {
    RowHistory changes = new RowHistory(3);
    int crashes = 0;
    for (int puts = 0; ; puts++) {
      changes.commit(10, false);
      world.publish(world.publisher(), changes);
      StoredManifest before = world.newest();
      changes.commit(10, false);
      UncertainStore dying =
          new UncertainStore(world.store, new Random(1), 0).silentAfterPuts(puts);
      Publisher dead = world.publisher(dying, "dead-" + puts);
      dead.publish(changes.after(before.manifest().journal().sequence()));
      world.time.run();
      if (!dying.isSilent()) {
        break;
      }
      crashes++;
      StoredManifest after = world.newest();
      if (after.manifest().number() == before.manifest().number()) {
        world.time.await(world.snapshots.load(before.manifest(), RowHistory.TABLES));
        world.publish(world.publisher(), changes);
      }
      world.check(changes);
    }
    assertTrue(crashes > 4, crashes + " crashes");
  }

  @Test
  void aFileThatWasLeftByAKilledPublisherIsTakenOver() {
    history.commit(5, false);
    UncertainStore dying = new UncertainStore(world.store, new Random(1), 0).silentAfterPuts(2);
    world.publisher(dying, "dead").publish(history.after(0));
    world.time.run();
    assertTrue(dying.isSilent());
    world.publish(world.publisher(), history);
    world.check(history);
  }

  @Test
  void otherBytesUnderAFilesNameStopThePublish() {
    history.commit(20, false);
    world.publish(world.publisher(), history);
    ShardFile file = files(ASCENDING.folder()).get(0);
    SnapshotWorld other = new SnapshotWorld();
    other.time.await(other.store.put(other.keys.file(file.path()), new byte[3], Precondition.NONE));
    Future<PublishResult> result = other.publisher().publish(history.after(0));
    other.time.run();
    CorruptObjectException e = assertInstanceOf(CorruptObjectException.class, result.cause());
    assertEquals(file.path(), e.object());
  }

  @Test
  void aStoreThatTakesNoFileFailsThePublishAndTheNextTryWorks() {
    history.commit(20, false);
    UncertainStore store = new UncertainStore(world.store, new AlwaysLost(), 100);
    Publisher publisher = world.publisher(store, "w");
    Future<PublishResult> result = publisher.publish(history.after(0));
    world.time.run();
    assertInstanceOf(StoreException.class, result.cause());
    assertTrue(world.time.await(world.snapshots.newest()).isEmpty());
    assertTrue(store.puts.size() > FileWriter.MAX_ATTEMPTS);
    store.heal();
    world.publish(publisher, history);
    world.check(history);
  }

  @Test
  void aFileThatIsNotWhatTheManifestSaysStopsThePublish() {
    Publisher publisher = world.publisher();
    history.commit(20, false);
    world.publish(publisher, history);
    ShardFile file = files(ASCENDING.folder()).get(0);
    byte[] flipped = world.bytes(file.path()).clone();
    flipped[40] ^= 1;
    world.time.await(world.store.put(world.keys.file(file.path()), flipped, Precondition.NONE));
    history.commit(20, false);
    Future<PublishResult> result = world.publisher().publish(history.after(history.head() - 1));
    world.time.run();
    CorruptObjectException e = assertInstanceOf(CorruptObjectException.class, result.cause());
    assertEquals(file.path(), e.object());
  }

  @Test
  void aPublishWhileAnotherRunsOrWithoutProgressOrATableIsRefused() {
    Publisher publisher = world.publisher();
    history.commit(20, false);
    SnapshotInput input = history.after(0);
    Future<PublishResult> running = publisher.publish(input);
    assertThrows(IllegalStateException.class, () -> publisher.publish(input));
    world.time.await(running);
    assertThrows(IllegalArgumentException.class, () -> publisher.publish(input));
    history.begin();
    SnapshotInput next = history.after(history.head() - 1);
    SnapshotInput without =
        new SnapshotInput(
            next.sequence(),
            next.headHash(),
            next.committedAt(),
            next.stateHash(),
            Map.of(ASCENDING, new TreeMap<>()));
    assertThrows(IllegalArgumentException.class, () -> publisher.publish(without));
  }

  @Test
  void publishingListsNothing() {
    UncertainStore counted = new UncertainStore(world.store, new Random(1), 0);
    Publisher publisher = world.publisher(counted, "w");
    int opening = counted.lists;
    for (int i = 0; i < 3; i++) {
      history.commit(20, false);
      world.publish(publisher, history);
    }
    assertEquals(opening, counted.lists);
  }

  /** Chooses that every put is lost on its way there. */
  private static final class AlwaysLost extends Random {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean nextBoolean() {
      return true;
    }

    @Override
    public int nextInt(int bound) {
      return 0;
    }
  }

  private Future<PublishResult> publish(Publisher publisher) {
    long published = publisher.current().map(m -> m.manifest().journal().sequence()).orElse(0L);
    return publisher.publish(history.after(published));
  }

  private List<ShardFile> files(String folder) {
    return world.newest().manifest().tables().stream()
        .filter(table -> table.folder().equals(folder))
        .flatMap(table -> table.files().stream())
        .toList();
  }

  private List<Long> rowCounts() {
    return files(ASCENDING.folder()).stream().map(ShardFile::rows).toList();
  }

  private static List<Long> manifestsOf(List<ShardFile> files) {
    return files.stream().map(ShardFile::manifest).toList();
  }

  private static RowKey key(int i) {
    return RowKey.of(String.format("%08d", i), 1);
  }

  private static Row row(int i) {
    return new RandomRows(i).row(String.format("%08d", i), 1);
  }
}
