package io.arco.compactor;

import io.arco.ledger.Ledger;
import io.arco.planner.OrchestrationDomain;
import io.arco.planner.tally.TallyDomain;
import io.arco.runtime.Runtime;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.ObjectStore;
import io.arco.testing.LedgerWorld;
import io.arco.testing.SimulatedStore;

/** A world of ledgers over three domains, each with a compactor beside it. */
public final class CompactionWorld {
  private final LedgerWorld world;
  private final long seed;
  private int nodes;

  /** An empty world. */
  public CompactionWorld(long seed) {
    this.seed = seed;
    this.world = new LedgerWorld(seed, new TallyDomain(), new OrchestrationDomain());
  }

  /** The ledgers' world. */
  public LedgerWorld world() {
    return world;
  }

  /** One server: its ledger and its compactor. */
  public record Node(Ledger ledger, Compactor compactor, Snapshots snapshots) {}

  /** Opens a node from the newest snapshot. */
  public Node open(CompactionOptions options) {
    return open(options, world.truth());
  }

  /** Opens a node that reaches the world's store through another one. */
  public Node open(CompactionOptions options, ObjectStore through) {
    Runtime runtime = world.time().runtime(seed * 1_000 + ++nodes);
    ObjectStore store = new SimulatedStore(through, runtime.scheduler(), 1, 5);
    Snapshots snapshots = new Snapshots(runtime, store, world.keys());
    Ledger ledger =
        world
            .time()
            .await(
                Ledger.open(
                    LedgerWorld.with(
                        world.config(runtime, store),
                        new SnapshotCheckpoints(snapshots, world.domains()))));
    Publisher publisher =
        world.time().await(Publisher.open(runtime, store, world.keys(), "compactor-" + nodes));
    Compactor compactor = new Compactor(runtime, ledger, world.domains(), publisher, options);
    return new Node(ledger, compactor, snapshots);
  }
}
