package io.arco.gc;

import static io.arco.gc.RetentionWorld.A_DAY;
import static io.arco.gc.RetentionWorld.HOUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionWorld.Node;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How long the files of a manifest stay, as was said before, against what collection does. */
final class ProtectionTest {
  private final RetentionWorld retention = new RetentionWorld(5);
  private final Node node = retention.open();

  private Optional<Protection> of(long number) {
    Runtime runtime = retention.world.time().runtime(7);
    Snapshots snapshots = new Snapshots(runtime, retention.world.truth(), retention.world.keys());
    return retention.world.time().await(Protection.of(snapshots, number, runtime.clock()));
  }

  private Instant now() {
    return Instant.ofEpochMilli(retention.world.time().runtime(7).clock().wallMillis());
  }

  private Set<String> files() {
    return new TreeSet<>(retention.list(retention.world.keys().root()));
  }

  @Test
  void whatIsProtectedStaysHoweverOftenCollectionRuns() {
    List<Protection> said = new ArrayList<>();
    int ended = 0;
    for (int hour = 0; hour < 60; hour++) {
      retention.publishSlowly(node, 3);
      for (long number : new long[] {3L * hour + 3, 3L * hour + 2, Math.max(1, 3L * hour - 20)}) {
        of(number).ifPresent(said::add);
      }
      retention.collect(A_DAY);
      Set<String> there = files();
      ended = 0;
      for (Protection protection : said) {
        Manifest manifest = protection.stored().manifest();
        boolean isThere =
            manifest.tables().stream()
                .flatMap(table -> table.files().stream())
                .allMatch(file -> there.contains(file.path()));
        assertTrue(
            isThere || !now().isBefore(protection.until()),
            () -> "manifest " + manifest.number() + " was protected until " + protection.until());
        ended += isThere ? 0 : 1;
      }
    }
    assertTrue(ended > 10, "collection removed files that were protected once");
  }

  @Test
  void theNewestIsProtectedFromNowAndOthersFromTheirSuccessorOn() {
    retention.publish(node, 2);
    retention.world.time().advance(2 * HOUR);
    Protection newest = of(2).orElseThrow();
    assertEquals(now().plus(Protection.LENGTH), newest.until());
    assertTrue(newest.next().isEmpty());
    Protection older = of(1).orElseThrow();
    Instant followed = older.next().orElseThrow().manifest().publishedAt();
    assertEquals(followed.plus(Protection.LENGTH), older.until());
    assertTrue(followed.isBefore(now().minusSeconds(7_000)));
    assertTrue(of(3).isEmpty());
  }

  @Test
  void aLeftOverThatIsNotChainedToItsSuccessorIsNone() {
    retention.publish(node, 3);
    assertTrue(of(2).isPresent());
    // Another life's second manifest in its place: the third does not name its hash.
    RetentionWorld other = new RetentionWorld(6);
    other.publish(other.open(), 2);
    retention.put(retention.manifest(2), other.bytes(other.manifest(2)));
    assertTrue(of(2).isEmpty());
  }
}
