package io.arco.gc;

import static io.arco.gc.RetentionWorld.A_DAY;
import static io.arco.gc.RetentionWorld.DAY;
import static io.arco.gc.RetentionWorld.HOUR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionWorld.Node;
import io.arco.journal.CorruptObjectException;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.Listing;
import io.arco.store.ObjectStore;
import io.arco.store.Prefix;
import io.arco.store.ReadOutcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What goes, what stays, and when. */
class GarbageCollectorTest {
  private final RetentionWorld retention = new RetentionWorld(3);
  private final Node node = retention.open();

  private List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private List<Long> manifests() {
    return retention.numbers(retention.world.keys().snapshots());
  }

  private List<Long> commits() {
    return retention.numbers(retention.world.keys().journal());
  }

  private List<Long> copies() {
    return retention.numbers(retention.world.keys().keptSnapshots());
  }

  private Throwable refusal(RetentionOptions options) {
    Future<CollectionReport> run = retention.collector(retention.world.truth(), options).run(true);
    retention.world.time().runUntil(run::isComplete);
    return run.cause();
  }

  @Test
  void nothing_goes_before_its_grace_is_over() {
    retention.publish(node, 10);
    retention.world.time().advance(DAY - HOUR);
    CollectionReport report = retention.collect(A_DAY);
    assertEquals(0, report.removedBytes());
    assertEquals(range(1, 10), manifests());
    assertEquals(range(1, 10), commits());
  }

  @Test
  void a_manifest_stays_until_its_successor_is_older_than_the_grace() {
    retention.publish(node, 3);
    retention.world.time().advance(DAY * 5);
    retention.publish(node, 1);
    retention.collect(A_DAY);
    assertEquals(List.of(3L, 4L), manifests());
    retention.world.time().advance(DAY - HOUR);
    retention.collect(A_DAY);
    assertEquals(List.of(3L, 4L), manifests());
    retention.publish(node, 1);
    retention.world.time().advance(HOUR);
    retention.collect(A_DAY);
    assertEquals(List.of(4L, 5L), manifests());
  }

  @Test
  void the_newest_manifest_and_the_one_before_it_never_go() {
    retention.publish(node, 5);
    retention.world.time().advance(DAY * 50);
    retention.collect(A_DAY);
    assertEquals(List.of(4L, 5L), manifests());
    assertEquals(List.of(1L, 4L, 5L), commits());
  }

  @Test
  void commits_go_up_to_the_oldest_manifest_that_stays_but_the_first_never() {
    retention.publish(node, 10);
    retention.world.time().advance(DAY * 5);
    retention.publish(node, 2);
    CollectionReport report = retention.collect(A_DAY);
    assertEquals(List.of(1L, 10L, 11L, 12L), commits());
    assertEquals(10, report.journalFloor());
    assertEquals(8, report.commits().count());
  }

  @Test
  void files_of_a_manifest_that_a_list_passes_over_stay() {
    retention.publish(node, 6);
    retention.world.time().advance(HOUR);
    for (long missing = 1; missing <= 6; missing++) {
      ObjectStore lossy = passingOver(missing);
      retention.world.time().await(retention.collector(lossy, A_DAY).run(true));
      for (long k = 1; k <= 6; k++) {
        Manifest manifest = retention.decoded(retention.manifest(k), k);
        retention.world.time().await(retention.load(manifest));
      }
    }
  }

  /** A store whose lists do not show one manifest, and say nothing of it. */
  private ObjectStore passingOver(long manifest) {
    return new ForwardingStore(retention.world.truth()) {
      @Override
      public Future<Listing> list(Prefix prefix, Key after, int limit) {
        return super.list(prefix, after, limit)
            .map(
                page ->
                    new Listing(
                        page.entries().stream()
                            .filter(entry -> !entry.key().equals(retention.manifest(manifest)))
                            .toList(),
                        page.complete()));
      }
    };
  }

  @Test
  void reads_damaged_on_their_way_end_no_collection() {
    retention.publish(node, 4);
    retention.world.time().advance(DAY * 5);
    retention.world.time().await(retention.collector(damagingEachFirstRead(), A_DAY).run(true));
    assertEquals(List.of(3L, 4L), manifests());
  }

  /** A store that answers the first read of each object with its first half. */
  private ObjectStore damagingEachFirstRead() {
    Set<Key> read = new HashSet<>();
    return new ForwardingStore(retention.world.truth()) {
      @Override
      public Future<ReadOutcome> get(Key key) {
        boolean first = read.add(key);
        return super.get(key)
            .map(
                outcome ->
                    first && outcome instanceof ReadOutcome.Found found
                        ? new ReadOutcome.Found(
                            Arrays.copyOf(found.bytes(), found.bytes().length / 2),
                            found.size(),
                            found.version())
                        : outcome);
      }
    };
  }

  @Test
  void without_being_asked_to_no_commit_goes() {
    retention.publish(node, 10);
    retention.world.time().advance(DAY * 500);
    retention.publish(node, 1);
    retention.collect(RetentionOptions.DEFAULT);
    assertEquals(range(1, 11), commits());
  }

  @Test
  void no_commit_goes_while_no_manifest_is_old_enough() {
    retention.world.time().await(node.compactor().close());
    for (int i = 0; i < 20; i++) {
      retention.world.create(node.ledger(), "c" + i);
    }
    retention.world.time().advance(DAY * 3);
    retention.publish(retention.open(), 1);
    retention.collect(A_DAY);
    assertEquals(range(1, 21), commits());
  }

  @Test
  void commits_stay_as_long_as_was_asked() {
    retention.publish(node, 4);
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 4);
    retention.world.time().advance(DAY * 3);
    retention.publish(node, 1);
    RetentionOptions options =
        new RetentionOptions(
            Duration.ofDays(1), Optional.of(Duration.ofDays(9)), Optional.of(Duration.ofDays(4)));
    retention.collect(options);
    assertEquals(List.of(1L, 4L, 5L, 6L, 7L, 8L, 9L), commits());
  }

  @Test
  void one_manifest_an_hour_is_kept_until_its_time_is_over() {
    retention.publishSlowly(node, 8);
    byte[] original = retention.bytes(retention.manifest(5));
    retention.world.time().advance(DAY);
    CollectionReport report = retention.collect(A_DAY);
    assertEquals(List.of(7L, 8L), manifests());
    assertEquals(2, report.keptAdded().count());
    assertEquals(List.of(2L, 5L), copies());
    assertArrayEquals(original, retention.bytes(retention.copy(5)));
    for (long k : copies()) {
      retention.world.time().await(retention.load(retention.decoded(retention.copy(k), k)));
    }
    retention.world.time().advance(DAY * 3);
    report = retention.collect(A_DAY);
    assertEquals(2, report.keptRemoved().count());
    assertEquals(List.of(), copies());
  }

  @Test
  void files_stay_exactly_while_a_manifest_names_them() {
    retention.publish(node, 30);
    retention.world.time().advance(DAY);
    retention.publish(node, 1);
    CollectionReport report = retention.collect(A_DAY);
    assertTrue(report.files().count() > 50, report.toString());
    List<String> named =
        manifests().stream()
            .map(k -> retention.decoded(retention.manifest(k), k))
            .flatMap(manifest -> manifest.tables().stream())
            .flatMap(table -> table.files().stream())
            .map(file -> file.path())
            .distinct()
            .sorted()
            .toList();
    Prefix root = retention.world.keys().root();
    assertEquals(
        named,
        retention.list(root).stream().filter(name -> name.endsWith(".parquet")).sorted().toList());
  }

  @Test
  void files_of_a_slot_that_is_not_decided_and_objects_of_others_are_left_alone() {
    retention.publish(node, 2);
    retention.world.time().advance(DAY * 9);
    String folder = retention.world.keys().tables().text() + "catalog/catalogs/";
    String own = folder + "000001-" + String.format("%020d", 3) + "-0123456789abcdef.parquet";
    String lost = folder + "000001-" + String.format("%020d", 2) + "-0123456789abcdef.parquet";
    String other = folder + "mine.parquet";
    for (String each : List.of(own, lost, other)) {
      retention.put(new Key(each), new byte[9]);
    }
    retention.collect(A_DAY);
    List<String> left = retention.list(new Prefix(folder));
    assertTrue(left.contains(own.substring(folder.length())), left.toString());
    assertTrue(left.contains("mine.parquet"), left.toString());
    assertFalse(left.contains(lost.substring(folder.length())), left.toString());
  }

  @Test
  void a_dry_run_says_the_same_and_changes_nothing() {
    retention.publishSlowly(node, 10);
    retention.world.time().advance(DAY);
    retention.publish(node, 1);
    List<String> before = retention.list(Prefix.ROOT);
    CollectionReport dry =
        retention
            .world
            .time()
            .await(retention.collector(retention.world.truth(), A_DAY).run(false));
    assertEquals(before, retention.list(Prefix.ROOT));
    CollectionReport wet = retention.collect(A_DAY);
    assertEquals(dry.manifests(), wet.manifests());
    assertEquals(dry.keptAdded(), wet.keptAdded());
    assertEquals(dry.commits(), wet.commits());
    assertEquals(dry.files(), wet.files());
    assertEquals(0, retention.collect(A_DAY).removedBytes());
  }

  @Test
  void who_got_a_manifest_as_the_newest_can_read_its_files_until_the_grace_is_over() {
    retention.publish(node, 5);
    retention.world.time().advance(DAY * 3);
    StoredManifest newest = node.compactor().current().orElseThrow();
    for (int hour = 0; hour < 24; hour++) {
      retention.publish(node, 3);
      retention.world.time().advance(HOUR - 10_000);
      retention.collect(A_DAY);
      retention.world.time().await(retention.load(newest.manifest()));
    }
  }

  @Test
  void a_publisher_whose_clock_was_behind_does_not_shorten_the_grace() {
    retention.publish(node, 3);
    retention.world.time().jumpWall(-20 * HOUR);
    retention.publish(node, 3);
    retention.world.time().jumpWall(20 * HOUR);
    retention.world.time().advance(5 * HOUR);
    retention.collect(A_DAY);
    assertEquals(range(1, 6), manifests());
  }

  @Test
  void a_run_whose_floor_another_one_has_collected_is_refused_and_finds_no_damage() {
    retention.publishSlowly(node, 8);
    retention.world.time().advance(48 * HOUR);
    retention.publish(node, 2);
    long floor =
        retention
            .world
            .time()
            .await(retention.collector(retention.world.truth(), A_DAY).run(false))
            .journalFloor();
    assertTrue(floor > 1);
    List<Long> before = retention.numbers(retention.world.keys().journal());
    ObjectStore overtaken =
        new ForwardingStore(retention.world.truth()) {
          @Override
          public Future<ReadOutcome> get(Key key) {
            return key.equals(retention.commit(floor))
                ? Future.succeededFuture(new ReadOutcome.Missing())
                : super.get(key);
          }
        };
    Future<CollectionReport> run = retention.collector(overtaken, A_DAY).run(true);
    retention.world.time().runUntil(run::isComplete);
    assertInstanceOf(CollectionRefusedException.class, run.cause());
    assertEquals(before, retention.numbers(retention.world.keys().journal()));
  }

  @Test
  void a_run_that_another_one_has_overtaken_altogether_ends_and_deletes_nothing() {
    retention.publish(node, 5);
    retention.world.time().advance(DAY * 50);
    List<Long> before = commits();
    ObjectStore overtaken =
        new ForwardingStore(retention.world.truth()) {
          private boolean isListed;

          @Override
          public Future<Listing> list(Prefix prefix, Key after, int limit) {
            isListed |= prefix.equals(retention.world.keys().snapshots());
            return super.list(prefix, after, limit);
          }

          @Override
          public Future<ReadOutcome> get(Key key) {
            return isListed && key.text().contains("/snapshots/0")
                ? Future.succeededFuture(new ReadOutcome.Missing())
                : super.get(key);
          }
        };
    Future<CollectionReport> run = retention.collector(overtaken, A_DAY).run(true);
    retention.world.time().runUntil(run::isComplete);
    assertNull(run.cause());
    assertEquals(0, run.result().oldestManifest());
    assertEquals(before, commits());
    assertEquals(range(1, 5), manifests());
  }

  @Test
  void a_clock_that_is_behind_what_was_published_or_committed_is_refused() {
    retention.publish(node, 3);
    retention.world.time().jumpWall(-HOUR);
    assertInstanceOf(CollectionRefusedException.class, refusal(A_DAY));
    retention.world.time().jumpWall(2 * HOUR);
    retention.world.create(node.ledger(), "ahead");
    retention.world.time().jumpWall(-HOUR);
    assertInstanceOf(CollectionRefusedException.class, refusal(A_DAY));
  }

  @Test
  void a_missing_file_keeps_every_commit_and_file() {
    retention.publish(node, 9);
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 1);
    TableFiles table =
        node.compactor().current().orElseThrow().manifest().tables().stream()
            .filter(each -> !each.files().isEmpty())
            .findFirst()
            .orElseThrow();
    retention
        .world
        .time()
        .await(
            retention
                .world
                .truth()
                .delete(retention.world.keys().file(table.files().get(0).path())));
    List<String> before = retention.list(retention.world.keys().tables());
    assertInstanceOf(CollectionRefusedException.class, refusal(A_DAY));
    assertEquals(before, retention.list(retention.world.keys().tables()));
    assertEquals(range(1, 10), commits());
  }

  @Test
  void a_floor_that_is_not_the_commit_its_manifest_names_keeps_the_journal() {
    retention.publish(node, 9);
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 1);
    byte[] flipped = retention.bytes(retention.commit(9)).clone();
    flipped[20] ^= 1;
    retention.put(retention.commit(9), flipped);
    assertInstanceOf(CorruptObjectException.class, refusal(A_DAY));
    assertEquals(range(1, 10), commits());
  }

  @Test
  void a_workspace_without_snapshots_keeps_everything() {
    retention.world.time().await(node.compactor().close());
    retention.world.create(node.ledger(), "a");
    retention.world.time().advance(DAY * 9);
    assertEquals(0, retention.collect(A_DAY).removedBytes());
    assertEquals(List.of(1L), commits());
  }

  @Test
  void what_a_stopped_server_put_into_emptied_slots_goes_with_the_next_run() {
    retention.publish(node, 12);
    byte[] commit = retention.bytes(retention.commit(5));
    byte[] manifest = retention.bytes(retention.manifest(5));
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 1);
    retention.collect(A_DAY);
    retention.put(retention.commit(5), commit);
    retention.put(retention.manifest(5), manifest);
    CollectionReport report = retention.collect(A_DAY);
    assertEquals(2, report.strays().count());
    assertEquals(List.of(12L, 13L), manifests());
    assertEquals(List.of(1L, 12L, 13L), commits());
    assertEquals(List.of(), copies());
    Manifest head = node.compactor().current().orElseThrow().manifest();
    retention.world.time().await(retention.load(head));
  }
}
