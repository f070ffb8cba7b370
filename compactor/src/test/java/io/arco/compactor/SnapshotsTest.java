package io.arco.compactor;

import static io.arco.compactor.RowHistory.ASCENDING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.snapshot.Hint;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.ReadOutcome;
import io.arco.table.TableRows;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding and loading snapshots that a publisher wrote. */
class SnapshotsTest {
  private final SnapshotWorld world = new SnapshotWorld();
  private final RowHistory history = new RowHistory(5);
  private final UncertainStore counted = new UncertainStore(world.store, new Random(1), 0);
  private final Snapshots snapshots = new Snapshots(world.runtime, counted, world.keys);

  @Test
  void aWorkspaceWithoutSnapshotsHasNone() {
    assertEquals(Optional.empty(), world.time.await(snapshots.newest()));
  }

  @Test
  void theHintLeadsToTheNewestWithoutListing() {
    publish(3);
    assertEquals(3, newest().manifest().number());
    assertEquals(0, counted.lists);
    assertArrayEquals(
        "{\"manifest\":3,\"sequence\":3}".getBytes(UTF_8), get(world.keys.hint()).bytes());
  }

  @Test
  void aStaleHintIsProbedOnFrom() {
    publish(8);
    overwrite(world.keys.hint(), new Hint(2, 2, null).encode());
    assertEquals(8, newest().manifest().number());
    assertEquals(0, counted.lists);
  }

  @Test
  void withoutAHintOneListFindsTheNewest() {
    publish(3);
    world.time.await(world.store.delete(world.keys.hint()));
    assertEquals(3, newest().manifest().number());
    assertEquals(1, counted.lists);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "{",
        "[]",
        "{\"manifest\":\"3\"}",
        "{\"manifest\":-1}",
        "{\"manifest\":0}",
        "{\"manifest\":1.5}",
        "{\"manifest\":99999999999999999999}",
        "{\"manifest\":4}",
        "{\"manifest\":9223372036854775807}"
      })
  void aHintThatLeadsNowhereCostsOneList(String hint) {
    publish(3);
    overwrite(world.keys.hint(), hint.getBytes(UTF_8));
    assertEquals(3, newest().manifest().number());
    assertEquals(1, counted.lists);
    publish(1);
    assertEquals(4, newest().manifest().number());
  }

  @Test
  void aFileDamagedOnItsWayIsReadAgainAndOneDamagedInTheStoreIsNamed() {
    publish(1);
    Manifest manifest = newest().manifest();
    Set<Key> read = new HashSet<>();
    ObjectStore damaging =
        new ForwardingStore(world.store) {
          @Override
          public Future<ReadOutcome> get(Key key) {
            return super.get(key).map(outcome -> read.add(key) ? flipped(outcome) : outcome);
          }
        };
    Snapshots careful = new Snapshots(world.runtime, damaging, world.keys);
    world.time.await(careful.load(manifest, RowHistory.TABLES));
    assertFalse(read.isEmpty());
    String path = manifest.tables().get(0).files().get(0).path();
    overwrite(world.keys.file(path), new byte[] {1});
    Future<?> load = snapshots.load(manifest, RowHistory.TABLES);
    world.time.runUntil(load::isComplete);
    assertEquals(path, assertInstanceOf(CorruptObjectException.class, load.cause()).object());
  }

  private static ReadOutcome flipped(ReadOutcome outcome) {
    ReadOutcome.Found found = (ReadOutcome.Found) outcome;
    byte[] bytes = found.bytes().clone();
    bytes[bytes.length / 2] ^= 1;
    return new ReadOutcome.Found(bytes, found.size(), found.version());
  }

  @Test
  void thePublisherNeverWritesTheHintBackwards() {
    publish(1);
    byte[] ahead = new Hint(9, 9, null).encode();
    overwrite(world.keys.hint(), ahead);
    publish(1);
    assertArrayEquals(ahead, get(world.keys.hint()).bytes());
  }

  @Test
  void aManifestThatIsNotChainedToTheOneBeforeIsCorrupt() {
    publish(2);
    Manifest second = newest().manifest();
    String hash = second.previousHash().hex();
    overwrite(manifestKey(2), ManifestCodec.encode(following(second, RowHistory.hashOf(99))));
    overwrite(world.keys.hint(), new Hint(1, 1, null).encode());
    CorruptObjectException e = assertInstanceOf(CorruptObjectException.class, newestFailure());
    assertEquals("snapshots/00000000000000000002.json", e.object());
    assertTrue(e.what().contains(hash), e.what());
  }

  @Test
  void anyFlippedByteOfAManifestIsFound() {
    publish(1);
    byte[] bytes = get(manifestKey(1)).bytes();
    Random random = new Random(9);
    for (int i = 0; i < 50; i++) {
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
      overwrite(manifestKey(1), flipped);
      Throwable failure = newestFailure();
      assertTrue(
          failure instanceof CorruptObjectException || failure instanceof ProblemException,
          String.valueOf(failure));
    }
  }

  @Test
  void aManifestOfANewerFormatIsRefused() {
    publish(1);
    String text = new String(get(manifestKey(1)).bytes(), UTF_8);
    overwrite(manifestKey(1), text.replace("\"format\":1", "\"format\":9").getBytes(UTF_8));
    ProblemException e = assertInstanceOf(ProblemException.class, newestFailure());
    assertEquals(ErrorCode.FORMAT_TOO_NEW, e.problem().code());
  }

  @Test
  void aFileThatIsFlippedCutOrMissingIsNamed() {
    publish(4);
    List<ShardFile> files = newest().manifest().table(ASCENDING).orElseThrow().files();
    for (int i = 0; i < 3; i++) {
      Key key = world.keys.file(files.get(i).path());
      byte[] bytes = get(key).bytes();
      if (i == 0) {
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 4;
        overwrite(key, flipped);
      } else if (i == 1) {
        overwrite(key, Arrays.copyOf(bytes, bytes.length - 1));
      } else {
        world.time.await(world.store.delete(key));
      }
      Future<TableRows> loading = snapshots.load(newest().manifest(), List.of(ASCENDING));
      world.time.run();
      CorruptObjectException e = assertInstanceOf(CorruptObjectException.class, loading.cause());
      assertEquals(files.get(i).path(), e.object());
      overwrite(key, bytes);
    }
  }

  private void publish(int times) {
    Publisher publisher = world.publisher();
    for (int i = 0; i < times; i++) {
      history.commit(20, false);
      world.publish(publisher, history);
    }
  }

  private StoredManifest newest() {
    return world.time.await(snapshots.newest()).orElseThrow();
  }

  private Throwable newestFailure() {
    Future<Optional<StoredManifest>> newest = snapshots.newest();
    world.time.run();
    return newest.cause();
  }

  private static Manifest following(Manifest manifest, Hash previousHash) {
    return new Manifest(
        manifest.workspace(),
        manifest.number(),
        previousHash,
        manifest.publishedAt(),
        manifest.writer(),
        manifest.journal(),
        manifest.stateHash(),
        manifest.lanes(),
        manifest.tables());
  }

  private Key manifestKey(long number) {
    return world.keys.snapshots().key(String.format("%020d.json", number));
  }

  private ReadOutcome.Found get(Key key) {
    return (ReadOutcome.Found) world.time.await(world.store.get(key));
  }

  private void overwrite(Key key, byte[] bytes) {
    world.time.await(world.store.put(key, bytes, Precondition.NONE));
  }
}
