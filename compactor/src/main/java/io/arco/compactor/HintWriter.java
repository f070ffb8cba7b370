package io.arco.compactor;

import io.arco.runtime.Runtime;
import io.arco.snapshot.Hint;
import io.arco.store.ObjectStore;
import io.arco.store.Precondition;
import io.arco.store.PutOutcome;
import io.arco.store.ReadOutcome;
import io.arco.store.Version;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;

/**
 * Keeps {@code snapshots/current.json} near the newest manifest. It is a hint: failures are let
 * pass. It does not go backwards where the store can compare; elsewhere only a look before the put
 * keeps it from that. On the runtime's scheduler.
 */
final class HintWriter {
  private static final int MAX_ATTEMPTS = 3;

  private final Runtime runtime;
  private final ObjectStore store;
  private final WorkspaceKeys keys;

  /** The version of our own last hint, or null. */
  private Version mine;

  HintWriter(Runtime runtime, ObjectStore store, WorkspaceKeys keys) {
    this.runtime = runtime;
    this.store = store;
    this.keys = keys;
  }

  /** Completes, never with a failure, when the hint is written or was given up. */
  Future<Void> write(Hint hint) {
    Future<Void> written =
        mine != null ? put(hint, new Precondition.Matches(mine), 1) : lookAndPut(hint, 1);
    return written.otherwiseEmpty();
  }

  private Future<Void> lookAndPut(Hint hint, int attempt) {
    return runtime
        .onScheduler(store.get(keys.hint()))
        .compose(
            outcome -> {
              if (!(outcome instanceof ReadOutcome.Found found)) {
                return put(hint, Precondition.ABSENT, attempt);
              }
              if (Hint.manifestIn(found.bytes()).orElse(0) >= hint.manifest()) {
                return Future.succeededFuture();
              }
              return put(
                  hint,
                  store.supportsMatches()
                      ? new Precondition.Matches(found.version())
                      : Precondition.NONE,
                  attempt);
            });
  }

  private Future<Void> put(Hint hint, Precondition precondition, int attempt) {
    mine = null;
    return runtime
        .onScheduler(store.put(keys.hint(), hint.encode(), precondition))
        .compose(
            outcome -> {
              if (outcome instanceof PutOutcome.Written written && store.supportsMatches()) {
                mine = written.version();
              } else if (outcome instanceof PutOutcome.PreconditionFailed
                  && attempt < MAX_ATTEMPTS) {
                return lookAndPut(hint, attempt + 1);
              }
              return Future.succeededFuture();
            });
  }
}
