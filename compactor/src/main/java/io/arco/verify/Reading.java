package io.arco.verify;

import io.arco.journal.Hash;
import io.arco.ledger.Domains;
import io.arco.log.NumberFence;
import io.arco.log.ObjectSlots;
import io.arco.log.Slots;
import io.arco.runtime.Runtime;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ManifestCodec;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What the parts of one verification share.
 *
 * @param runtime where it runs
 * @param store the whole store, read alone
 * @param keys of the workspace
 * @param domains what is known
 * @param snapshots the workspace's
 * @param findings where what does not hold is noted
 */
record Reading(
    Runtime runtime,
    ObjectStore store,
    WorkspaceKeys keys,
    Domains domains,
    Snapshots snapshots,
    Findings findings) {
  Slots manifests() {
    return new ObjectSlots(store, keys.snapshots());
  }

  Slots copies() {
    return new ObjectSlots(store, keys.keptSnapshots());
  }

  /** A manifest of the log or a copy, if it is there; fails where it does not decode. */
  Future<Optional<StoredManifest>> manifest(Slots slots, long k) {
    return runtime
        .onScheduler(slots.get(k))
        .map(
            bytes ->
                bytes.map(
                    content -> {
                      Manifest manifest =
                          ManifestCodec.decode(keys.workspace(), k, slots.nameOf(k), content);
                      return new StoredManifest(manifest, Hash.of(content));
                    }));
  }

  /** Whether retention may have taken what lies before this manifest. */
  boolean isOldEnoughForRetention(Manifest manifest) {
    long ageMillis = runtime.clock().wallMillis() - manifest.publishedAt().toEpochMilli();
    return ageMillis >= NumberFence.MIN_KEPT_MILLIS;
  }

  /** Runs what takes long on a worker. */
  Future<Void> onWorker(Runnable task) {
    return call(
        () -> {
          task.run();
          return null;
        });
  }

  <T> Future<T> call(Callable<T> task) {
    return runtime.onScheduler(runtime.workers().call(task));
  }

  /** Notes a failure that says something about the workspace, and answers this instead. */
  <T> Future<T> noted(String object, Throwable failure, T instead) {
    findings.add(object, failure);
    return Future.succeededFuture(instead);
  }
}
