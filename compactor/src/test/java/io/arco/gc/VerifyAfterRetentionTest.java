package io.arco.gc;

import static io.arco.gc.RetentionWorld.A_DAY;
import static io.arco.gc.RetentionWorld.DAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionWorld.Node;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.store.Key;
import io.arco.verify.Finding;
import io.arco.verify.Report;
import io.arco.verify.Verifier;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code arco verify} says of a workspace whose old entries are gone. */
class VerifyAfterRetentionTest {
  private final RetentionWorld retention = new RetentionWorld(6);
  private final Node node = retention.open();

  /** Commits 8 to 13 and manifests 8 to 13 stay, copies 2 and 5, and commit 1. */
  private void collected() {
    retention.publishSlowly(node, 8);
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 5);
    retention.collect(A_DAY);
    assertEquals(
        List.of(1L, 8L, 9L, 10L, 11L, 12L, 13L),
        retention.numbers(retention.world.keys().journal()));
  }

  private Report verify() {
    return retention
        .world
        .time()
        .await(
            new Verifier(
                    retention.world.time().runtime(1),
                    retention.world.truth(),
                    retention.world.keys(),
                    retention.world.domains())
                .verify());
  }

  private void assertNamed(String object) {
    List<String> named = verify().findings().stream().map(Finding::object).distinct().toList();
    assertTrue(named.contains(object), named.toString());
  }

  private void delete(Key key) {
    retention.world.time().await(retention.world.truth().delete(key));
  }

  private void flip(Key key) {
    byte[] bytes = retention.bytes(key).clone();
    bytes[bytes.length / 2] ^= 4;
    retention.put(key, bytes);
  }

  @Test
  void what_retention_took_is_no_finding_and_the_fold_goes_on_from_the_oldest_manifest() {
    collected();
    Report report = verify();
    assertEquals(List.of(), report.findings());
    assertEquals(13, report.sequence());
    assertEquals(7, report.commits());
    assertEquals(8, report.manifests());
    assertEquals(node.ledger().state().hash(), report.stateHash());
    assertEquals(0, report.unreferenced());
  }

  @Test
  void a_journal_whose_collection_was_killed_is_sound() {
    collected();
    retention.publish(node, 2);
    delete(retention.commit(8));
    delete(retention.manifest(8));
    retention.world.time().advance(DAY * 2);
    assertEquals(List.of(), verify().findings());
  }

  @Test
  void a_commit_missing_above_the_floor_is_named() {
    collected();
    delete(retention.commit(10));
    assertNamed("journal/00000000000000000010.json");
  }

  @Test
  void the_commit_a_manifest_names_is_missed_though_it_is_the_lowest() {
    collected();
    delete(retention.commit(8));
    assertNamed("journal/00000000000000000008.json");
  }

  @Test
  void the_first_commit_is_missed() {
    collected();
    delete(retention.commit(1));
    assertNamed("journal/00000000000000000001.json");
  }

  @Test
  void commits_that_retention_can_not_have_taken_yet_are_named() {
    retention.publish(node, 9);
    for (long n = 2; n < 9; n++) {
      delete(retention.commit(n));
    }
    assertNamed("journal/00000000000000000002.json");
  }

  @Test
  void a_manifest_missing_in_the_midst_is_named() {
    collected();
    delete(retention.manifest(10));
    assertNamed("snapshots/00000000000000000010.json");
    delete(retention.manifest(11));
    delete(retention.manifest(9));
    assertNamed("snapshots/00000000000000000009.json");
  }

  @Test
  void what_a_stopped_server_left_below_the_floor_is_counted_and_is_no_finding() {
    retention.publishSlowly(node, 8);
    byte[] commit = retention.bytes(retention.commit(4));
    byte[] manifest = retention.bytes(retention.manifest(4));
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 2);
    retention.collect(A_DAY);
    retention.put(retention.commit(4), commit);
    retention.put(retention.manifest(4), manifest);
    Report report = verify();
    assertEquals(List.of(), report.findings());
    assertEquals(2, report.unreferenced());
  }

  @Test
  void commits_that_were_left_directly_below_the_journal_are_no_part_of_it() {
    retention.publishSlowly(node, 8);
    byte[] first = retention.bytes(retention.commit(1));
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 2);
    retention.collect(A_DAY);
    List<Long> commits = retention.numbers(retention.world.keys().journal());
    assertEquals(1, commits.get(0));
    for (int below = 1; below <= 2; below++) {
      long emptied = commits.get(1) - below;
      retention.put(
          retention.commit(emptied),
          GhostCommit.of(retention.world.keys().workspace(), emptied, first, now()));
      Report report = verify();
      assertEquals(List.of(), report.findings());
      assertEquals(below, report.unreferenced());
    }
  }

  @Test
  void manifests_that_were_left_directly_below_the_log_are_no_part_of_it() {
    retention.publishSlowly(node, 8);
    retention.world.time().advance(DAY * 2);
    retention.publish(node, 2);
    retention.collect(A_DAY);
    long lowest = retention.numbers(retention.world.keys().snapshots()).get(0);
    retention.world.time().advance(DAY * 2);
    for (int below = 1; below <= 3; below++) {
      retention.put(retention.manifest(lowest - below), ghost(lowest, below));
      Report report = verify();
      assertEquals(List.of(), report.findings());
      assertEquals(below, report.unreferenced());
    }
    assertEquals(3, retention.collect(A_DAY).strays().count());
    assertEquals(0, verify().unreferenced());
  }

  @Test
  void manifests_above_which_nothing_is_old_enough_are_not_taken_for_left_behind() {
    retention.publish(node, 4);
    retention.put(retention.manifest(2), ghost(3, 1));
    assertNamed("snapshots/00000000000000000002.json");
    assertNamed("snapshots/00000000000000000003.json");
  }

  private Instant now() {
    return Instant.ofEpochMilli(retention.world.time().clock().wallMillis());
  }

  /** A manifest that another server would have published so far below this one. */
  private byte[] ghost(long lowest, int below) {
    Manifest other = retention.decoded(retention.manifest(lowest), lowest);
    return ManifestCodec.encode(
        new Manifest(
            other.workspace(),
            lowest - below,
            other.previousHash(),
            now(),
            "another",
            other.journal(),
            other.stateHash(),
            other.lanes(),
            List.of()));
  }

  @Test
  void a_damaged_copy_and_a_missing_file_of_a_copy_are_named() {
    collected();
    Manifest copy = retention.decoded(retention.copy(5), 5);
    List<String> newest =
        node.compactor().current().orElseThrow().manifest().tables().stream()
            .flatMap(table -> table.files().stream())
            .map(file -> file.path())
            .toList();
    String own =
        copy.tables().stream()
            .flatMap(table -> table.files().stream())
            .map(file -> file.path())
            .filter(path -> !newest.contains(path))
            .findFirst()
            .orElseThrow();
    delete(retention.world.keys().file(own));
    assertNamed(own);
    flip(retention.copy(5));
    assertNamed("snapshots/kept/00000000000000000005.json");
  }

  @Test
  void a_damaged_file_of_the_manifest_the_fold_begins_at_is_named() {
    collected();
    String path =
        retention.decoded(retention.manifest(8), 8).tables().stream()
            .flatMap(table -> table.files().stream())
            .map(file -> file.path())
            .findFirst()
            .orElseThrow();
    flip(retention.world.keys().file(path));
    assertNamed(path);
  }
}
