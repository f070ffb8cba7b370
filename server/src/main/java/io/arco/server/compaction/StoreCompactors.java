package io.arco.server.compaction;

import io.arco.compactor.CompactionOptions;
import io.arco.compactor.Compactor;
import io.arco.compactor.Publisher;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.Scheduler;
import io.arco.runtime.Workers;
import io.arco.server.journal.Journals;
import io.arco.server.owner.Workspaces;
import io.arco.store.ObjectStore;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Opens compactors on an object store, which they see as the only role that may write tables and
 * snapshots.
 *
 * @param store the whole store
 * @param journals where commits are kept
 * @param workspaces the open ledgers
 * @param domains what snapshots show
 * @param clock the time
 * @param workers for heavy work
 * @param randoms a source of randomness for each compactor
 * @param options their pace
 * @param writer the id of this process
 */
public record StoreCompactors(
    ObjectStore store,
    Journals journals,
    Workspaces workspaces,
    Domains domains,
    Clock clock,
    Workers workers,
    Supplier<RandomGenerator> randoms,
    CompactionOptions options,
    String writer)
    implements CompactorOpener {
  @Override
  public Future<Ledger> ledger(Workspace workspace) {
    return workspaces.open(workspace);
  }

  @Override
  public Future<Compactor> open(Workspace workspace, Ledger ledger, Scheduler scheduler) {
    WorkspaceKeys keys = new WorkspaceKeys(workspace);
    ObjectStore narrowed =
        new RoleStore(
            store, "compactor", Set.of(keys.tables(), keys.internal(), keys.snapshots()), Set.of());
    Runtime runtime = new Runtime(clock, scheduler, workers, randoms.get());
    return Publisher.open(
            runtime, narrowed, keys, writer, journals.archive(workspace, store, runtime))
        .map(publisher -> new Compactor(runtime, ledger, domains, publisher, options));
  }
}
