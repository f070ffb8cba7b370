package io.arco.gc;

import static io.arco.gc.RetentionWorld.A_DAY;
import static io.arco.gc.RetentionWorld.DAY;
import static io.arco.testing.LedgerWorld.catalogNamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.compactor.CompactionWorld.Node;
import io.arco.ledger.Ledger;
import io.arco.ledger.Receipt;
import io.arco.ledger.WorkspaceState;
import io.arco.snapshot.Hint;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ForwardingStore;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.testing.LedgerWorld;
import io.arco.testing.RecordingStore;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Servers that are stopped, idle or opening while what they knew is collected. */
class RetentionAndServersTest {
  private final RetentionWorld retention = new RetentionWorld(4);
  private final LedgerWorld world = retention.world;

  /** One busy and one idle server; then days pass, and what the idle one knew is collected. */
  private Node idleSince(int known, int later) {
    Node busy = retention.open();
    retention.publish(busy, known);
    Node idle = retention.open();
    assertEquals(known, world.read(idle.ledger()).sequence());
    retention.publish(busy, later);
    world.time().advance(DAY * 2);
    retention.publish(busy, 2);
    retention.collect(A_DAY);
    return idle;
  }

  @Test
  void an_idle_server_reads_what_is_there_now() {
    Node idle = idleSince(3, 20);
    Ledger fresh = retention.open().ledger();
    assertEquals(25, world.read(idle.ledger()).sequence());
    assertEquals(fresh.state().hash(), idle.ledger().state().hash());
  }

  @Test
  void an_idle_server_writes_behind_what_is_there_now() {
    Node idle = idleSince(3, 20);
    assertEquals(26, world.create(idle.ledger(), "mine").sequence());
    Ledger fresh = retention.open().ledger();
    assertTrue(world.catalogs(fresh.state()).contains("mine"));
    assertEquals(26, fresh.state().sequence());
  }

  @Test
  void an_idle_server_that_knew_commit_1_alone_writes_behind_what_is_there_now() {
    Node idle = idleSince(1, 20);
    assertEquals(24, world.create(idle.ledger(), "mine").sequence());
    assertEquals(world.read(retention.open().ledger()).hash(), world.read(idle.ledger()).hash());
  }

  @Test
  void an_idle_server_that_knew_an_empty_workspace_writes_behind_what_is_there_now() {
    Node idle = retention.open();
    Node busy = retention.open();
    retention.publish(busy, 20);
    world.time().advance(DAY * 2);
    retention.publish(busy, 1);
    retention.collect(A_DAY);
    assertEquals(22, world.create(idle.ledger(), "mine").sequence());
    world.time().await(idle.compactor().including(22));
    assertEquals(22, retention.open().ledger().state().sequence());
  }

  @Test
  void an_idle_server_refuses_a_name_that_was_taken_meanwhile() {
    Node idle = idleSince(3, 20);
    Future<Receipt> taken = world.submit(idle.ledger(), catalogNamed("n15"));
    world.codeOf(taken);
    assertEquals(25, idle.ledger().state().sequence());
  }

  @Test
  void the_compactor_of_an_idle_server_follows() {
    Node idle = idleSince(3, 20);
    long sequence = world.create(idle.ledger(), "mine").sequence();
    StoredManifest published = world.time().await(idle.compactor().including(sequence));
    assertEquals(26, published.manifest().journal().sequence());
    assertEquals(
        published.hash(),
        world.time().await(retention.open().snapshots().newest()).orElseThrow().hash());
    world.time().await(retention.load(published.manifest()));
  }

  @Test
  void the_compactor_of_an_idle_server_answers_no_snapshot_that_is_gone() {
    Node idle = idleSince(3, 20);
    StoredManifest answered = world.time().await(idle.compactor().including(2));
    assertEquals(25, answered.manifest().journal().sequence());
    assertEquals(
        25,
        world
            .time()
            .await(idle.compactor().newest())
            .orElseThrow()
            .manifest()
            .journal()
            .sequence());
  }

  @Test
  void a_ghost_below_the_floor_misleads_nobody() {
    Node idle = idleSince(3, 20);
    Node other = retention.open();
    byte[] ghost = retention.bytes(retention.commit(24));
    retention.put(retention.commit(4), ghost);
    retention.put(retention.commit(3), ghost);
    assertEquals(25, world.read(idle.ledger()).sequence());
    assertEquals(26, world.create(other.ledger(), "mine").sequence());
    assertEquals(world.read(retention.open().ledger()).hash(), world.read(idle.ledger()).hash());
  }

  @Test
  void a_hint_to_a_manifest_that_is_gone_or_a_ghost_is_not_followed() {
    Node busy = retention.open();
    retention.publish(busy, 20);
    byte[] old = retention.bytes(retention.manifest(7));
    world.time().advance(DAY * 2);
    retention.publish(busy, 2);
    retention.collect(A_DAY);
    byte[] stale = new Hint(7, 7, null).encode();
    retention.put(world.keys().hint(), stale);
    assertEquals(22, retention.open().ledger().state().sequence());
    retention.put(world.keys().hint(), stale);
    retention.put(retention.manifest(7), old);
    assertEquals(22, retention.open().ledger().state().sequence());
    world.time().await(world.truth().delete(world.keys().hint()));
    assertEquals(22, retention.open().ledger().state().sequence());
  }

  @Test
  void an_idle_workspace_opens_without_a_list_after_a_collection() {
    Node busy = retention.open();
    retention.publish(busy, 5);
    world.time().advance(DAY * 50);
    retention.collect(A_DAY);
    RecordingStore recorded = new RecordingStore(world.truth());
    Node opened = retention.nodes.open(RetentionWorld.EVERY_SECOND, recorded);
    assertEquals(5, opened.ledger().state().sequence());
    assertEquals(0, recorded.counts().lists());
  }

  @Test
  void a_store_that_begins_at_a_later_manifest_opens_and_is_published_on() {
    Node busy = retention.open();
    retention.publish(busy, 9);
    for (long k = 1; k < 9; k++) {
      world.time().await(world.truth().delete(retention.manifest(k)));
    }
    Node restored = retention.open();
    assertEquals(9, restored.ledger().state().sequence());
    retention.publish(restored, 1);
    world.time().await(world.truth().delete(world.keys().hint()));
    assertEquals(10, retention.open().compactor().current().orElseThrow().manifest().number());
    CollectionReport report = retention.collect(A_DAY);
    assertEquals(0, report.manifests().count());
    assertTrue(report.files().count() > 0, report.toString());
    world.time().await(retention.load(restored.compactor().current().orElseThrow().manifest()));
  }

  /** Holds back the puts of what matches, as a process does that is stopped in its midst. */
  private static final class StoppedStore extends ForwardingStore {
    private final String part;
    private final Promise<Void> goOn = Promise.promise();
    private boolean stopped;

    StoppedStore(ObjectStore store, String part) {
      super(store);
      this.part = part;
    }

    @Override
    public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
      if (!key.text().contains(part)) {
        return super.put(key, bytes, precondition);
      }
      stopped = true;
      return goOn.future().compose(gone -> super.put(key, bytes, precondition));
    }
  }

  @Test
  void a_publisher_stopped_for_days_before_its_manifest_loses_and_harms_nothing() {
    Node busy = retention.open();
    retention.publish(busy, 5);
    StoppedStore store = new StoppedStore(world.truth(), "snapshots/00000000000000000006");
    Node slow = retention.nodes.open(RetentionWorld.EVERY_SECOND, store);
    long sequence = world.create(slow.ledger(), "slow").sequence();
    Future<StoredManifest> asked = slow.compactor().including(sequence);
    world.time().runUntil(() -> store.stopped);
    retention.publish(busy, 10);
    world.time().advance(DAY * 2);
    retention.publish(busy, 1);
    retention.collect(A_DAY);
    store.goOn.complete();
    assertEquals(17, world.time().await(asked).manifest().journal().sequence());
    assertEquals(17, retention.open().ledger().state().sequence());
    assertNotEquals(List.of(), retention.numbers(world.keys().snapshots()));
    retention.collect(A_DAY);
    assertFalse(retention.numbers(world.keys().snapshots()).contains(6L));
    retention.publish(slow, 1);
    world.time().await(retention.load(slow.compactor().current().orElseThrow().manifest()));
  }

  @Test
  void a_writer_stopped_for_days_before_its_put_lands_is_never_told_a_falsehood() {
    Node busy = retention.open();
    retention.publish(busy, 5);
    StoppedStore store = new StoppedStore(world.truth(), "journal/00000000000000000006");
    Node slow = retention.nodes.open(RetentionWorld.EVERY_SECOND, store);
    Future<Receipt> asked = world.submit(slow.ledger(), catalogNamed("slow"));
    world.time().runUntil(() -> store.stopped);
    retention.publish(busy, 10);
    world.time().advance(DAY * 2);
    retention.publish(busy, 1);
    retention.collect(A_DAY);
    store.goOn.complete();
    assertEquals("OUTCOME_UNKNOWN", world.codeOf(asked).name());
    WorkspaceState state = world.read(slow.ledger());
    assertEquals(16, state.sequence());
    assertFalse(world.catalogs(state).contains("slow"));
    assertEquals(17, world.create(slow.ledger(), "slow").sequence());
    assertEquals(world.read(busy.ledger()).hash(), world.read(slow.ledger()).hash());
  }

  /** Falls silent after so many changes, as a process does that is killed. */
  private static final class KilledStore extends ForwardingStore {
    private int changesLeft;

    KilledStore(ObjectStore store, int changes) {
      super(store);
      changesLeft = changes;
    }

    @Override
    public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
      return --changesLeft < 0
          ? Promise.<PutOutcome>promise().future()
          : super.put(key, bytes, precondition);
    }

    @Override
    public Future<Void> delete(Key key) {
      return --changesLeft < 0 ? Promise.<Void>promise().future() : super.delete(key);
    }
  }

  @Test
  void a_run_that_was_killed_anywhere_is_finished_by_the_next() {
    int point = 0;
    while (true) {
      RetentionWorld each = new RetentionWorld(5);
      Node node = each.open();
      each.publishSlowly(node, 8);
      each.world.time().advance(DAY);
      each.publish(node, 2);
      KilledStore store = new KilledStore(each.world.truth(), point);
      Future<CollectionReport> killed = each.collector(store, A_DAY).run(true);
      each.world.time().advance(600_000);
      Ledger between = each.open().ledger();
      each.collect(A_DAY);
      assertEquals(between.state().hash(), each.open().ledger().state().hash());
      assertEquals(List.of(8L, 9L, 10L), each.numbers(each.world.keys().snapshots()));
      assertEquals(List.of(1L, 8L, 9L, 10L), each.numbers(each.world.keys().journal()));
      assertEquals(List.of(2L, 5L), each.numbers(each.world.keys().keptSnapshots()));
      each.world.time().await(each.load(each.decoded(each.copy(5), 5)));
      if (killed.isComplete()) {
        assertTrue(point > 20, "only " + point + " changes");
        return;
      }
      point++;
    }
  }

  @Test
  void servers_that_come_and_go_while_old_entries_are_collected_agree() {
    Seeds seeds = Seeds.of("servers and retention");
    Set<String> acknowledged = new HashSet<>();
    Node[] servers = {retention.open(), retention.open(), retention.open()};
    world.create(servers[0].ledger(), "first");
    acknowledged.add("first");
    for (int step = 0; step < 400; step++) {
      Node server = servers[seeds.below(servers.length)];
      String name = "c" + step;
      switch (seeds.below(8)) {
        case 0 -> world.time().advance(seeds.below(26) * RetentionWorld.HOUR);
        case 1 -> {
          if (!acknowledged.isEmpty()) {
            retention.collect(A_DAY);
          }
        }
        case 2 -> servers[seeds.below(servers.length)] = retention.open();
        case 3 -> world.read(server.ledger());
        case 4 -> world.time().await(server.compactor().newest());
        default -> {
          Receipt receipt = world.create(server.ledger(), name);
          acknowledged.add(name);
          assertEquals(acknowledged.size(), receipt.sequence(), "seed " + seeds.seed());
          if (seeds.below(2) == 0) {
            world.time().await(server.compactor().including(receipt.sequence()));
          }
        }
      }
    }
    Ledger fresh = retention.open().ledger();
    assertEquals(acknowledged, new HashSet<>(world.catalogs(fresh.state())));
    for (Node server : servers) {
      assertEquals(fresh.state().hash(), world.read(server.ledger()).hash());
    }
    Snapshots snapshots = retention.open().snapshots();
    long newest = world.time().await(snapshots.newest()).map(m -> m.manifest().number()).orElse(0L);
    assertTrue(newest > 25, newest + " manifests");
    assertTrue(retention.numbers(world.keys().snapshots()).get(0) > 1, "nothing was collected");
  }
}
