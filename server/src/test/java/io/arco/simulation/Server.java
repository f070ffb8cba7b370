package io.arco.simulation;

import io.arco.compactor.Compactor;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerObserver;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.server.bus.BusAddresses;
import io.arco.server.bus.DispatchClient;
import io.arco.server.bus.MessageBus;
import io.arco.server.bus.OwnerClient;
import io.arco.server.bus.SnapshotClient;
import io.arco.server.compaction.CommitHints;
import io.arco.server.compaction.Compaction;
import io.arco.server.compaction.CompactorOpener;
import io.arco.server.compaction.StoreCompactors;
import io.arco.server.dispatch.DispatchListener;
import io.arco.server.dispatch.DispatchOptions;
import io.arco.server.dispatch.Dispatches;
import io.arco.server.journal.ObjectJournals;
import io.arco.server.owner.Owner;
import io.arco.server.owner.StoreLedgers;
import io.arco.server.owner.Workspaces;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.faults.FaultStore;
import io.vertx.core.Future;
import java.util.Set;
import java.util.SplittableRandom;

/** What runs in one life of a server, wired as the server wires it. */
final class Server {
  private static final int MAX_OPEN_WORKSPACES = 10;
  private static final int KEPT_FINISHED_RUNS = 3;
  private static final long FINISHED_RUN_MILLIS = 20_000;

  /** In every so manieth world runs leave as soon as a snapshot holds their end. */
  private static final int LEAVING_AT_ONCE = 3;

  private static final Set<String> OF_OWNERS =
      Set.of(BusAddresses.SUBMIT, BusAddresses.LEASE, BusAddresses.LEAVE, BusAddresses.HEARTBEAT);

  private final World world;
  private final Node node;
  private final ServerProcess process;
  private final SplittableRandom random;
  private final FaultStore faults;
  private final Dispatches dispatches;
  private final DispatchClient workers;
  private final Workspaces workspaces;
  private final OwnerClient owner;
  private final SnapshotClient snapshots;

  Server(World world, Node node, ServerProcess process, SplittableRandom random) {
    this.world = world;
    this.node = node;
    this.process = process;
    this.random = random;
    this.faults =
        new FaultStore(
            world.truth(),
            world.scheduler(),
            process,
            world.time()::nowMillis,
            random.split(),
            node.profile(),
            world.faults());
    SimulatedBus bus = world.bus();
    MessageBus mine = bus.of(process, address -> route(address));
    this.snapshots = new SnapshotClient(mine, world.plan().timeoutMillis());
    this.owner = new OwnerClient(mine, node.domains(), process.name());
    this.dispatches = world.plan().hasRuns() ? dispatches() : null;
    this.workspaces =
        new Workspaces(
            dispatches == null ? this::ledger : dispatches, process, MAX_OPEN_WORKSPACES);
    this.workers = new DispatchClient(mine, process.name(), world.plan().timeoutMillis());
    Owner listener = new Owner(workspaces, node.domains());
    Compaction compaction = new Compaction(new Compactors(), process);
    bus.listen(process, BusAddresses.SUBMIT, listener::receive);
    bus.listen(process, BusAddresses.COMMITTED, (message, reply) -> compaction.committed(message));
    bus.listen(
        process,
        BusAddresses.SNAPSHOT,
        (message, reply) -> compaction.snapshot(message).onSuccess(reply::handle));
    if (dispatches != null) {
      listenToWorkers(bus);
    }
  }

  private Dispatches dispatches() {
    boolean atOnce = world.plan().seed() % LEAVING_AT_ONCE == 0;
    DispatchOptions options =
        new DispatchOptions(
            DispatchOptions.DEFAULT.headCheckMillis(),
            DispatchOptions.DEFAULT.maxWaitingPolls(),
            atOnce ? 0 : KEPT_FINISHED_RUNS,
            atOnce ? 0 : FINISHED_RUN_MILLIS / 2,
            FINISHED_RUN_MILLIS,
            world.plan().timeoutMillis());
    return new Dispatches(
        this::ledger, World.ORCHESTRATION, node.clock(), process, random.split(), options);
  }

  private void listenToWorkers(SimulatedBus bus) {
    DispatchListener listener = new DispatchListener(dispatches, workspaces, process);
    bus.listen(process, BusAddresses.LEASE, listener::lease);
    bus.listen(process, BusAddresses.LEAVE, (message, reply) -> listener.leave(message));
    bus.listen(process, BusAddresses.HEARTBEAT, listener::heartbeat);
  }

  /** What is for an owner may go elsewhere; compaction is a server's own affair. */
  private ServerProcess route(String address) {
    return OF_OWNERS.contains(address) ? world.ownerFor(node) : process;
  }

  ServerProcess process() {
    return process;
  }

  FaultStore faults() {
    return faults;
  }

  Workspaces workspaces() {
    return workspaces;
  }

  OwnerClient owner() {
    return owner;
  }

  /** How workers speak to dispatch; only in worlds with runs does anybody listen. */
  DispatchClient workers() {
    return workers;
  }

  SnapshotClient snapshots() {
    return snapshots;
  }

  private ObjectStore view(WorkspaceKeys keys, String role) {
    return new RoleView(world, process, faults, keys, role);
  }

  private Future<Ledger> ledger(Workspace workspace, Scheduler scheduler, LedgerObserver further) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    return new StoreLedgers(
            view(keys, "owner"),
            new ObjectJournals(),
            node.domains(),
            (of, runtime) ->
                new SnapshotCheckpoints(
                    new Snapshots(runtime, view(keys, "reader"), keys), node.domains()),
            node.clock(),
            process,
            random.split(),
            world.plan().ledgerOptions(),
            process.name(),
            LedgerObserver.NONE,
            of -> new CommitHints(snapshots, of))
        .open(workspace, scheduler, further);
  }

  /** Opens compactors, each on its workspace's view of the store. */
  private final class Compactors implements CompactorOpener {
    @Override
    public Future<Ledger> ledger(Workspace workspace) {
      return workspaces.open(workspace);
    }

    @Override
    public Future<Compactor> open(Workspace workspace, Ledger ledger, Scheduler scheduler) {
      return new StoreCompactors(
              view(new WorkspaceKeys(workspace), "compactor"),
              new ObjectJournals(),
              workspaces,
              node.domains(),
              node.clock(),
              process,
              random::split,
              world.plan().compactionOptions(),
              process.name())
          .open(workspace, ledger, scheduler);
    }
  }

  /** A runtime on this process, for checks at the end. */
  Runtime runtime() {
    return new Runtime(node.clock(), process, process, random.split());
  }

  /** The clock, for those who ask. */
  Clock clock() {
    return node.clock();
  }
}
