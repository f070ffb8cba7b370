package io.arco.compactor;

import static io.arco.planner.manifest.Manifests.asset;
import static io.arco.testing.LedgerWorld.catalogNamed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arco.catalog.CatalogCommand.DeleteEntity;
import io.arco.compactor.CompactionWorld.Node;
import io.arco.journal.Hash;
import io.arco.ledger.Command;
import io.arco.ledger.Ledger;
import io.arco.planner.OrchestrationCommand.DeployManifest;
import io.arco.planner.OrchestrationCommand.StorePlan;
import io.arco.planner.manifest.Manifests;
import io.arco.planner.manifest.NewManifest.NewAsset;
import io.arco.planner.tally.TallyCommand;
import io.arco.snapshot.StoredManifest;
import io.arco.testing.LedgerWorld;
import io.arco.testing.Seeds;
import io.vertx.core.Future;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CompactorTest {
  private static final CompactionOptions EVERY_SECOND = new CompactionOptions(1_000, 3, 10_000);

  private final CompactionWorld nodes = new CompactionWorld(5);
  private final LedgerWorld world = nodes.world();

  @Test
  void after_a_quiet_time_a_commit_is_published_at_once() {
    Node node = nodes.open(EVERY_SECOND);
    world.time().advance(5_000);
    world.create(node.ledger(), "a");
    node.compactor().committed();
    long before = world.time().nowMillis();
    world.time().runUntil(() -> node.compactor().current().isPresent());
    assertTrue(world.time().nowMillis() - before < 100);
    assertEquals(1, sequence(node));
  }

  @Test
  void a_stream_of_commits_is_published_once_an_interval() {
    Node node = nodes.open(EVERY_SECOND);
    for (int i = 0; i < 400; i++) {
      world.create(node.ledger(), "c" + i);
      node.compactor().committed();
      world.time().advance(20);
    }
    world.time().run();
    assertEquals(400, sequence(node));
    long manifests = node.compactor().current().orElseThrow().manifest().number();
    assertTrue(manifests >= 5 && manifests <= 12, manifests + " manifests in 10 s");
  }

  @Test
  void who_asks_does_not_wait_for_the_interval_and_shares_a_snapshot() {
    Node node = nodes.open(EVERY_SECOND);
    world.create(node.ledger(), "a");
    node.compactor().committed();
    world.time().run();
    world.create(node.ledger(), "b");
    long before = world.time().nowMillis();
    Future<StoredManifest> one = node.compactor().including(2);
    Future<StoredManifest> other = node.compactor().including(2);
    assertEquals(2, world.time().await(one).manifest().number());
    assertEquals(2, world.time().await(other).manifest().number());
    assertTrue(world.time().nowMillis() - before < 100);
  }

  @Test
  void a_workspace_at_rest_is_left_alone() {
    Node node = nodes.open(EVERY_SECOND);
    world.create(node.ledger(), "a");
    node.compactor().committed();
    world.time().run();
    long manifests = node.compactor().current().orElseThrow().manifest().number();
    node.compactor().committed();
    world.time().run();
    assertEquals(manifests, node.compactor().current().orElseThrow().manifest().number());
  }

  @Test
  void an_empty_workspace_has_no_snapshot() {
    Node node = nodes.open(EVERY_SECOND);
    assertInstanceOf(IllegalArgumentException.class, node.compactor().including(0).cause());
  }

  @Test
  void two_compactors_take_turns_and_neither_loses_a_row() {
    Node one = nodes.open(EVERY_SECOND);
    Node other = nodes.open(EVERY_SECOND);
    for (int i = 0; i < 60; i++) {
      Node node = i % 2 == 0 ? one : other;
      long sequence = world.create(node.ledger(), "c" + i).sequence();
      Future<StoredManifest> a = one.compactor().including(sequence);
      Future<StoredManifest> b = other.compactor().including(sequence);
      world.time().await(a);
      world.time().await(b);
    }
    Ledger restored = nodes.open(EVERY_SECOND).ledger();
    assertEquals(60, world.catalogs(restored.state()).size());
    assertEquals(world.read(one.ledger()).hash(), restored.state().hash());
  }

  @Test
  void a_restart_at_any_of_a_hundred_points_gives_the_hash_of_a_full_fold() {
    Seeds seeds = Seeds.of("restart");
    Node node = nodes.open(new CompactionOptions(50, 3, 10_000));
    for (int point = 0; point < 100; point++) {
      for (int i = seeds.below(12); i >= 0; i--) {
        step(seeds, node);
      }
      if (seeds.below(3) == 0 && world.read(node.ledger()).sequence() > 0) {
        world.time().await(node.compactor().including(node.ledger().state().sequence()));
      }
      node = seeds.below(4) == 0 ? nodes.open(new CompactionOptions(50, 3, 10_000)) : node;
      Ledger restarted = nodes.open(EVERY_SECOND).ledger();
      Ledger folded = world.open(1, 5);
      assertEquals(folded.state().sequence(), restarted.state().sequence());
      assertEquals(folded.state().hash(), restarted.state().hash(), "seed " + seeds.seed());
      assertEquals(restarted.state().hash(), restarted.state().recomputeHash());
    }
    assertTrue(node.snapshots() != null && sequence(node) > 100);
    assertTrue(RunSteps.made(world.read(node.ledger())) > 0, "no task succeeded");
  }

  private void step(Seeds seeds, Node node) {
    String name = "c" + seeds.below(40);
    Command command =
        switch (seeds.below(9)) {
          case 0 -> DeleteEntity.catalog(name, true, null);
          case 2 -> deployment(seeds);
          case 3 -> new StorePlan(1, "*", null, Instant.EPOCH, Hash.NONE, 1, seeds.below(9), 0);
          case 1 -> new TallyCommand.Add(name, 1 + seeds.below(9));
          case 4, 5 -> catalogNamed(name);
          default -> RunSteps.next(seeds, node.ledger().state());
        };
    if (seeds.below(20) == 0) {
      world.time().jumpWall(seeds.below(8) * 3_600_000L);
    }
    Future<?> done =
        seeds.below(2) == 0
            ? world.submit(node.ledger(), command)
            : world.submit(node.ledger(), command, "key-" + seeds.below(1_000));
    world.time().runUntil(done::isComplete);
    node.compactor().committed();
    world.time().advance(seeds.below(60));
  }

  /** A manifest of two of five assets, one of them changing. */
  private static Command deployment(Seeds seeds) {
    NewAsset changing = asset("a.n").group("g" + seeds.below(3)).build();
    NewAsset other = asset("a.n" + seeds.below(4)).from("a.n").build();
    return new DeployManifest(Manifests.of(changing, other));
  }

  private static long sequence(Node node) {
    return node.compactor().current().orElseThrow().manifest().journal().sequence();
  }
}
