package io.arco.server.compaction;

import io.arco.compactor.Compactor;
import io.arco.ledger.Ledger;
import io.arco.runtime.Scheduler;
import io.arco.store.Workspace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The compactors of this node: one for each open ledger that needed one. Used on their scheduler.
 * There are at most as many as there are open workspaces.
 */
final class OpenCompactors {
  private final CompactorOpener opener;
  private final Scheduler scheduler;
  private final Map<Workspace, Entry> open = new HashMap<>();

  private record Entry(Ledger ledger, Future<Compactor> compactor) {}

  OpenCompactors(CompactorOpener opener, Scheduler scheduler) {
    this.opener = opener;
    this.scheduler = scheduler;
  }

  /** The compactor of the workspace's ledger as it is open now; completes on the scheduler. */
  Future<Compactor> open(Workspace workspace) {
    Promise<Compactor> promise = Promise.promise();
    opener
        .ledger(workspace)
        .onComplete(
            ledger ->
                scheduler.execute(
                    () -> {
                      if (ledger.failed()) {
                        promise.fail(ledger.cause());
                      } else {
                        following(workspace, ledger.result()).onComplete(promise);
                      }
                    }));
    return promise.future();
  }

  private Future<Compactor> following(Workspace workspace, Ledger ledger) {
    Entry known = open.get(workspace);
    if (known != null && known.ledger() == ledger) {
      return known.compactor();
    }
    if (known != null) {
      known.compactor().onSuccess(Compactor::close);
    }
    Entry entry = new Entry(ledger, opener.open(workspace, ledger, scheduler));
    open.put(workspace, entry);
    entry.compactor().onFailure(failure -> open.remove(workspace, entry));
    return entry.compactor();
  }

  /** Completes when nothing is being published any more. */
  Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    open.values().forEach(entry -> closing.add(entry.compactor().compose(Compactor::close)));
    open.clear();
    return Future.join(closing).otherwiseEmpty().mapEmpty();
  }
}
