package io.arco.repair;

import io.arco.runtime.Runtime;
import io.arco.store.Key;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Where bytes come from: the workspace as it is repaired so far, and another store.
 *
 * @param runtime where it runs
 * @param here the workspace with what was repaired so far
 * @param other a backup or another store that holds the same workspace at the same keys, or empty
 * @param keys of the workspace
 */
record Sources(Runtime runtime, ObjectStore here, Optional<ObjectStore> other, WorkspaceKeys keys) {
  Future<Optional<byte[]>> here(Key key) {
    return read(here, key);
  }

  Future<Optional<byte[]>> other(Key key) {
    return other.isPresent() ? read(other.get(), key) : Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<byte[]>> read(ObjectStore store, Key key) {
    return runtime
        .onScheduler(store.get(key))
        .map(
            outcome ->
                outcome instanceof ReadOutcome.Found found
                    ? Optional.of(found.bytes())
                    : Optional.empty());
  }
}
