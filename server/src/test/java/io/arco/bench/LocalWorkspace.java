package io.arco.bench;

import io.arco.catalog.CatalogDomain;
import io.arco.compactor.CompactionOptions;
import io.arco.compactor.Compactor;
import io.arco.compactor.Publisher;
import io.arco.ledger.Domains;
import io.arco.ledger.Ledger;
import io.arco.ledger.LedgerConfig;
import io.arco.ledger.LedgerObserver;
import io.arco.ledger.LedgerOptions;
import io.arco.log.Backoff;
import io.arco.log.ObjectSlots;
import io.arco.runtime.Clock;
import io.arco.runtime.Runtime;
import io.arco.runtime.ThreadWorkers;
import io.arco.server.owner.VertxScheduler;
import io.arco.snapshot.SnapshotCheckpoints;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.FileStore;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** The default workspace of a directory, in this process, without a server. */
final class LocalWorkspace implements AutoCloseable {
  private static final int WORKER_THREADS = 4;
  private static final int MAX_WAITING_TASKS = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final ThreadWorkers workers =
      new ThreadWorkers("bench-work", WORKER_THREADS, MAX_WAITING_TASKS);
  private final Runtime runtime =
      new Runtime(
          Clock.system(),
          new VertxScheduler(vertx.getOrCreateContext()),
          workers,
          new SplittableRandom());
  private final CatalogDomain catalog = new CatalogDomain();
  private final Domains domains = new Domains(List.of(catalog));
  private final WorkspaceKeys keys = new WorkspaceKeys(Workspace.of("default", "default"));
  private final ObjectStore store;
  private final Snapshots snapshots;
  private final Ledger ledger;

  private LocalWorkspace(Path root) {
    store = FileStore.open(root, workers, runtime.clock());
    snapshots = new Snapshots(runtime, store, keys);
    LedgerConfig config =
        new LedgerConfig(
            keys.workspace(),
            store,
            new ObjectSlots(store, keys.journal()),
            domains,
            new SnapshotCheckpoints(snapshots, domains),
            runtime,
            LedgerOptions.DEFAULT,
            Backoff.DEFAULT,
            UUID.randomUUID().toString(),
            LedgerObserver.NONE);
    ledger = Await.value(onScheduler(() -> Ledger.open(config)));
  }

  /** Opens the workspace: its newest snapshot and the commits after it. */
  static LocalWorkspace open(Path root) {
    return new LocalWorkspace(root);
  }

  Ledger ledger() {
    return ledger;
  }

  /** Publishes what the ledger holds. */
  Future<StoredManifest> publish() {
    return onScheduler(
        () ->
            Publisher.open(runtime, store, keys, UUID.randomUUID().toString())
                .compose(publisher -> compactor(publisher).including(ledger.state().sequence())));
  }

  private Compactor compactor(Publisher publisher) {
    return new Compactor(runtime, ledger, domains, publisher, CompactionOptions.DEFAULT);
  }

  private <T> Future<T> onScheduler(java.util.function.Supplier<Future<T>> task) {
    Promise<T> promise = Promise.promise();
    runtime.scheduler().execute(() -> task.get().onComplete(promise));
    return promise.future();
  }

  @Override
  public void close() {
    Await.value(ledger.close());
    Await.value(store.close());
    workers.close();
    Await.value(vertx.close());
  }
}
