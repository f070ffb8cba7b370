package io.arco.gc;

import static io.arco.gc.RetentionWorld.A_DAY;
import static io.arco.gc.RetentionWorld.DAY;
import static io.arco.gc.RetentionWorld.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionWorld.Node;
import io.arco.ledger.AsOf;
import io.arco.ledger.ReadOptions;
import io.arco.ledger.WorkspaceState;
import io.arco.problem.ErrorCode;
import io.arco.problem.ProblemException;
import io.arco.snapshot.FormerManifests;
import io.arco.snapshot.StoredManifest;
import io.arco.store.Key;
import io.arco.testing.LedgerWorld;
import io.arco.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What can still be told of the past after retention, by a server that saw none of it. */
class AsOfAfterRetentionTest {
  private static final RetentionOptions ALL_COMMITS =
      new RetentionOptions(Duration.ofDays(1), Optional.of(Duration.ofDays(3)), Optional.empty());

  private final Seeds seeds = Seeds.of("AsOfAfterRetentionTest");
  private final RetentionWorld retention = new RetentionWorld(5);
  private final TreeMap<Long, WorkspaceState> seen = new TreeMap<>();
  private final TreeSet<Long> published = new TreeSet<>();

  @Test
  void everyStateFromTheFloorOnIsToldAndEveryOtherIsRefusedWithIt() {
    live(retention.open(), 80);
    retention.collect(A_DAY);
    Node fresh = retention.open();
    long floor = floorOf(fresh);
    assertTrue(floor > 2, "retention took nothing");
    // The first commit is never taken, so the first state can always be told.
    for (long sequence = 2; sequence < floor; sequence++) {
      assertEquals(floor, refusedWith(fresh, sequence));
    }
    for (long sequence = seen.lastKey(); sequence >= floor; sequence--) {
      assertState(sequence, sequence % 20 == 0 ? retention.open() : fresh);
    }
  }

  @Test
  void withAllCommitsKeptEveryStateIsTold() {
    live(retention.open(), 80);
    retention.collect(ALL_COMMITS);
    Node fresh = retention.open();
    for (int i = 0; i < 30; i++) {
      assertState(1 + seeds.below(seen.lastKey().intValue()), fresh);
    }
  }

  @Test
  void theNearestManifestIsFoundInTheLogAndAmongTheCopies() {
    Node node = retention.open();
    live(node, 80);
    retention.collect(ALL_COMMITS);
    TreeSet<Long> kept = new TreeSet<>();
    retention
        .numbers(retention.world.keys().snapshots())
        .forEach(k -> kept.add(reach(retention.manifest(k), k)));
    long lowestOfLog = kept.first();
    retention
        .numbers(retention.world.keys().keptSnapshots())
        .forEach(k -> kept.add(reach(retention.copy(k), k)));
    assertTrue(kept.first() < lowestOfLog, "there are no copies");
    assertTrue(kept.size() < published.size(), "retention took nothing");
    FormerManifests manifests = new FormerManifests(node.snapshots());
    for (long sequence = 0; sequence <= seen.lastKey() + 1; sequence++) {
      Optional<StoredManifest> found = retention.world.time().await(manifests.atOrBefore(sequence));
      assertEquals(
          Optional.ofNullable(kept.floor(sequence)),
          found.map(it -> it.manifest().journal().sequence()));
      var oldest = retention.world.time().await(manifests.oldestFrom(sequence));
      assertEquals(kept.ceiling(sequence), oldest.isPresent() ? (Long) oldest.getAsLong() : null);
    }
    for (long sequence : kept) {
      Instant time = seen.get(sequence).committedAt();
      assertEquals(Optional.of(sequence), reachAt(manifests, time));
      assertEquals(
          Optional.ofNullable(kept.lower(sequence)), reachAt(manifests, time.minusMillis(1)));
    }
  }

  private Optional<Long> reachAt(FormerManifests manifests, Instant time) {
    Optional<StoredManifest> found = retention.world.time().await(manifests.atOrBefore(time));
    return found.map(it -> it.manifest().journal().sequence());
  }

  private long reach(Key key, long number) {
    return retention.decoded(key, number).journal().sequence();
  }

  /** Days of commits, of which some are published. */
  private void live(Node node, int commits) {
    for (int i = 0; i < commits; i++) {
      retention.world.time().advance(seeds.below((int) HOUR));
      long sequence = retention.world.create(node.ledger(), "c" + i).sequence();
      seen.put(sequence, node.ledger().state());
      if (seeds.below(3) == 0 || i == commits - 1) {
        published.add(
            retention
                .world
                .time()
                .await(node.compactor().including(sequence))
                .manifest()
                .journal()
                .sequence());
      }
    }
    retention.world.time().advance(DAY / 2);
  }

  private long floorOf(Node node) {
    return refusedWith(node, 2);
  }

  private long refusedWith(Node node, long sequence) {
    try {
      asOf(node, sequence);
      throw new AssertionError(sequence + " is told");
    } catch (ProblemException e) {
      assertEquals(ErrorCode.HISTORY_EXPIRED, e.problem().code());
      return (Long) e.problem().details().get("floor");
    }
  }

  private void assertState(long sequence, Node node) {
    WorkspaceState state = asOf(node, sequence);
    assertEquals(sequence, state.sequence());
    assertEquals(seen.get(sequence).hash(), state.hash());
    assertEquals(seen.get(sequence).committedAt(), state.committedAt());
  }

  private WorkspaceState asOf(Node node, long sequence) {
    return retention
        .world
        .time()
        .await(
            node.ledger()
                .asOf(
                    new AsOf.AtSequence(sequence),
                    ReadOptions.linearizable(LedgerWorld.TIMEOUT_MILLIS)));
  }
}
