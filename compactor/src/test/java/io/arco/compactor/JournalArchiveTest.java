package io.arco.compactor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.journal.CorruptObjectException;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.MemoryStore;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.RoleStore;
import io.arco.testing.SimulatedStore;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalArchiveTest {
  private final SnapshotWorld world = new SnapshotWorld();
  private final MemoryStore database = new MemoryStore();
  private final Slots journal = new ObjectSlots(database, world.keys.journal());
  private int puts;
  private int gets;
  private int atOnce;
  private int mostAtOnce;

  /** The bucket, with its puts counted. */
  private final ObjectStore counted =
      new ForwardingStore(new SimulatedStore(world.store, world.runtime.scheduler(), 1, 5)) {
        @Override
        public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
          puts++;
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          return super.put(key, bytes, precondition).onComplete(done -> atOnce--);
        }
      };

  private JournalArchive archive() {
    ObjectStore narrowed =
        new RoleStore(counted, "archiver", Set.of(world.keys.journal()), Set.of());
    Slots read =
        new Slots() {
          @Override
          public Future<PutOutcome> putIfAbsent(long n, byte[] bytes) {
            throw new AssertionError("the archiver writes no commit");
          }

          @Override
          public Future<Optional<byte[]>> get(long n) {
            gets++;
            return journal.get(n);
          }

          @Override
          public String nameOf(long n) {
            return journal.nameOf(n);
          }
        };
    return new JournalArchive(world.runtime, read, new ObjectSlots(narrowed, world.keys.journal()));
  }

  private void commit(long from, long to) {
    for (long n = from; n <= to; n++) {
      world.time.await(journal.putIfAbsent(n, bytes(n)));
    }
  }

  private static byte[] bytes(long n) {
    return ("commit " + n).getBytes(StandardCharsets.UTF_8);
  }

  private Optional<byte[]> archived(long n) {
    return world.time.await(new ObjectSlots(world.store, world.keys.journal()).get(n));
  }

  private Throwable failure(Future<?> future) {
    world.time.runUntil(future::isComplete);
    return future.cause();
  }

  @Test
  void commitsAreCopiedByteForByteAFewAtOnceAndNoneTwice() {
    commit(1, 100);
    JournalArchive archive = archive();
    world.time.await(archive.copied(1, 60));
    assertEquals(60, puts);
    assertEquals(60, gets);
    assertEquals(JournalArchive.COPIES_AT_ONCE, mostAtOnce);
    assertTrue(archived(61).isEmpty());
    world.time.await(archive.copied(1, 60));
    world.time.await(archive.copied(41, 100));
    assertEquals(100, puts);
    for (long n = 1; n <= 100; n++) {
      assertArrayEquals(bytes(n), archived(n).orElseThrow());
    }
  }

  @Test
  void whatAnotherArchiverCopiedIsTakenOver() {
    commit(1, 20);
    JournalArchive one = archive();
    JournalArchive two = archive();
    Future<Void> first = one.copied(1, 20);
    Future<Void> second = two.copied(1, 20);
    world.time.await(first);
    world.time.await(second);
    world.time.await(archive().copied(1, 20));
    assertArrayEquals(bytes(20), archived(20).orElseThrow());
  }

  @Test
  void otherBytesInTheArchiveAreNamed() {
    commit(1, 3);
    Slots archive = new ObjectSlots(world.store, world.keys.journal());
    world.time.await(archive.putIfAbsent(2, bytes(7)));
    CorruptObjectException corrupt =
        assertInstanceOf(CorruptObjectException.class, failure(archive().copied(1, 3)));
    assertEquals("journal/00000000000000000002.json", corrupt.object());
    assertArrayEquals(bytes(7), archived(2).orElseThrow());
  }

  @Test
  void aCommitThatTheJournalLacksIsNoArchive() {
    commit(1, 3);
    ProblemException behind =
        assertInstanceOf(ProblemException.class, failure(archive().copied(1, 4)));
    assertEquals(ErrorCode.JOURNAL_BEHIND, behind.problem().code());
  }

  @Test
  void noManifestIsWrittenBeforeItsCommitsAreArchived() {
    RowHistory history = new RowHistory(5);
    history.commit(10, false);
    history.commit(10, false);
    Publisher publisher =
        world.time.await(
            Publisher.open(world.runtime, world.narrowed(world.store), world.keys, "w", archive()));
    Future<PublishResult> published = publisher.publish(history.after(0));
    assertInstanceOf(ProblemException.class, failure(published));
    assertTrue(world.time.await(world.snapshots.newest()).isEmpty());
    commit(1, history.head());
    world.time.await(publisher.publish(history.after(0)));
    assertTrue(archived(history.head()).isPresent());
    assertFalse(world.time.await(world.snapshots.newest()).isEmpty());
  }
}
