package io.arco.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionOptions;
import io.arco.compactor.CompactionWorld;
import io.arco.compactor.CompactionWorld.Node;
import io.arco.log.ObjectSlots;
import io.arco.problem.ErrorCode;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.TableFiles;
import io.arco.store.Key;
import io.arco.store.Precondition;
import io.arco.store.ReadOutcome;
import io.arco.testing.LedgerWorld;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private final CompactionWorld nodes = new CompactionWorld(6);
  private final LedgerWorld world = nodes.world();
  private final Node node = nodes.open(CompactionOptions.DEFAULT);

  private void fill() {
    for (int i = 1; i <= 12; i++) {
      world.create(node.ledger(), "c" + i);
      if (i % 4 == 0) {
        world.time().await(node.compactor().including(i));
      }
    }
  }

  @Test
  void a_sound_workspace_has_no_findings() {
    fill();
    Report report = verify();
    assertEquals(List.of(), report.findings());
    assertEquals(12, report.commits());
    assertEquals(3, report.manifests());
    assertEquals(node.ledger().state().hash(), report.stateHash());
    assertEquals(0, report.unreferenced());
  }

  @Test
  void every_flipped_byte_of_a_commit_is_found_and_named() {
    fill();
    everyFlip(commit(5));
  }

  @Test
  void every_flipped_byte_of_the_last_commit_is_found_and_named() {
    fill();
    everyFlip(commit(12));
  }

  @Test
  void every_flipped_byte_of_a_manifest_is_found_and_named() {
    fill();
    everyFlip(manifest(3));
  }

  @Test
  void every_flipped_byte_of_a_parquet_file_is_found_and_named() {
    fill();
    TableFiles tables =
        node.compactor().current().orElseThrow().manifest().tables().stream()
            .filter(table -> !table.files().isEmpty())
            .findFirst()
            .orElseThrow();
    everyFlip(world.keys().file(tables.files().get(0).path()));
  }

  @Test
  void a_missing_middle_commit_is_named() {
    fill();
    world.time().await(world.truth().delete(commit(6)));
    assertNamed("journal/00000000000000000006.json");
  }

  @Test
  void a_torn_last_commit_is_named_and_not_served() {
    fill();
    world.create(node.ledger(), "last");
    change(commit(13), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    assertNamed("journal/00000000000000000013.json");
    assertEquals(ErrorCode.WORKSPACE_CORRUPT, world.codeOf(world.tryOpen(1, 5, config -> config)));
  }

  @Test
  void a_missing_commit_of_the_tail_is_named_and_not_served() {
    fill();
    world.create(node.ledger(), "last");
    world.time().await(world.truth().delete(commit(12)));
    assertNamed("journal/00000000000000000012.json");
    assertEquals(ErrorCode.WORKSPACE_CORRUPT, world.codeOf(world.tryOpen(1, 5, config -> config)));
  }

  @Test
  void a_flipped_byte_in_a_file_of_the_newest_snapshot_is_not_served() {
    fill();
    var tables = node.compactor().current().orElseThrow().manifest().tables();
    var catalogs = tables.stream().filter(t -> t.name().equals("catalogs")).findFirst();
    Key file = world.keys().file(catalogs.orElseThrow().files().get(0).path());
    change(file, bytes -> flipped(bytes, bytes.length / 2));
    assertEquals(
        ErrorCode.WORKSPACE_CORRUPT,
        world.codeOf(
            world.tryOpen(
                1,
                5,
                config ->
                    LedgerWorld.with(
                        config, new SnapshotCheckpoints(node.snapshots(), world.domains())))));
  }

  @Test
  void a_missing_workspace_file_is_named() {
    fill();
    world.time().await(world.truth().delete(world.keys().workspaceFile()));
    assertNamed("workspace.json");
  }

  @Test
  void files_that_no_manifest_names_are_counted_and_are_no_fault() {
    fill();
    Key stray = world.keys().file("tables/catalog/tables/stray.parquet");
    world.time().await(world.truth().put(stray, new byte[9], Precondition.ABSENT));
    Report report = verify();
    assertTrue(report.isSound());
    assertEquals(1, report.unreferenced());
  }

  private void everyFlip(Key key) {
    String name = key.text().substring(world.keys().root().text().length());
    int length = bytes(key).length;
    int step = Math.max(1, length / 60);
    for (int at = 0; at < length; at += step) {
      int place = at;
      byte[] sound = change(key, bytes -> flipped(bytes, place));
      assertNamed(name);
      change(key, bytes -> sound);
    }
    assertTrue(verify().isSound());
  }

  private void assertNamed(String object) {
    Report report = verify();
    assertTrue(
        report.findings().stream().anyMatch(finding -> finding.object().equals(object)),
        object + " is not in " + report.findings());
  }

  private Report verify() {
    return world
        .time()
        .await(
            new Verifier(world.time().runtime(1), world.truth(), world.keys(), world.domains())
                .verify());
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= 0x10;
    return flipped;
  }

  private byte[] change(Key key, UnaryOperator<byte[]> change) {
    byte[] before = bytes(key);
    world.time().await(world.truth().put(key, change.apply(before), Precondition.NONE));
    return before;
  }

  private byte[] bytes(Key key) {
    return ((ReadOutcome.Found) world.time().await(world.truth().get(key))).bytes();
  }

  private Key commit(long n) {
    return world.keys().journal().key(ObjectSlots.fileName(n));
  }

  private Key manifest(long k) {
    return world.keys().snapshots().key(ObjectSlots.fileName(k));
  }
}
