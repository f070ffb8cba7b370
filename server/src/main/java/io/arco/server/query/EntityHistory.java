package io.arco.server.query;

import io.arco.ledger.ChangeLog;
import io.arco.ledger.CommittedChange;
import io.arco.ledger.Ledger;
import io.arco.runtime.Runtime;
import io.arco.snapshot.ChangeRows;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.Row;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What happened to one entity: the newest from the memory of the ledger, the rest from the newest
 * snapshot. May be called from any thread.
 *
 * @param runtime where manifests are read on
 * @param store where snapshots are
 */
public record EntityHistory(Runtime runtime, ObjectStore store) {

  /**
   * A place in a history: what happened before it is asked for.
   *
   * @param sequence the commit
   * @param position the place within it
   */
  public record Place(long sequence, int position) {
    /** Behind all that happened. */
    public static final Place NEWEST = new Place(Long.MAX_VALUE, Integer.MAX_VALUE);

    boolean isBehind(Row row) {
      long other = (Long) row.get(ChangeRows.SEQUENCE);
      return other < sequence
          || (other == sequence && (Integer) row.get(ChangeRows.POSITION) < position);
    }
  }

  /**
   * Rows of {@code system.audit.changes} about an entity, the newest first. Fails with {@link
   * io.arco.problem.ProblemException}.
   *
   * @param before only what happened before this
   * @param limit at most so many
   */
  public Future<List<Row>> rows(
      Workspace workspace, Ledger ledger, UUID id, Place before, int limit) {
    // Memory first: what a snapshot includes meanwhile is then in both, not in neither.
    return ledger
        .pendingChanges()
        .compose(
            pending ->
                newest(workspace)
                    .compose(newest -> rows(workspace, pending, newest, id, before, limit)))
        .recover(failure -> Future.failedFuture(SnapshotProblems.of(workspace, failure)));
  }

  private Future<Optional<StoredManifest>> newest(Workspace workspace) {
    Promise<Optional<StoredManifest>> promise = Promise.promise();
    runtime.scheduler().execute(() -> snapshots(workspace).newest().onComplete(promise));
    return promise.future();
  }

  private Snapshots snapshots(Workspace workspace) {
    return new Snapshots(runtime, store, new WorkspaceKeys(workspace));
  }

  private Future<List<Row>> rows(
      Workspace workspace,
      ChangeLog.Pending pending,
      Optional<StoredManifest> newest,
      UUID id,
      Place before,
      int limit) {
    long included = newest.map(it -> it.manifest().journal().sequence()).orElse(0L);
    return runtime
        .onScheduler(runtime.workers().call(() -> remembered(pending, included, id, before, limit)))
        .compose(
            rows ->
                newest.isEmpty() || rows.size() >= limit
                    ? Future.succeededFuture(rows)
                    : new ChangeRows(snapshots(workspace))
                        .about(
                            newest.get().manifest(),
                            id,
                            before.sequence(),
                            before.position(),
                            limit - rows.size())
                        .map(
                            older -> {
                              rows.addAll(older);
                              return rows;
                            }));
  }

  private static List<Row> remembered(
      ChangeLog.Pending pending, long included, UUID id, Place before, int limit) {
    List<Row> rows = new ArrayList<>();
    List<CommittedChange> changes = pending.changes();
    for (int i = changes.size() - 1; i >= 0 && rows.size() < limit; i--) {
      if (changes.get(i).sequence() <= included) {
        break;
      }
      List<Row> about = changes.get(i).about(id);
      for (int j = about.size() - 1; j >= 0 && rows.size() < limit; j--) {
        if (before.isBehind(about.get(j))) {
          rows.add(about.get(j));
        }
      }
    }
    return rows;
  }
}
