package io.arco.server.dispatch;

import io.arco.planner.run.RunRows;
import io.arco.planner.run.RunTables;
import io.arco.runtime.Runtime;
import io.arco.server.journal.Journals;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ObjectStore;
import io.arco.store.RoleStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether runs of a workspace are under way, without opening it: from the manifest that the
 * hint names, if no commit follows on it. Where one does, nothing short of opening would tell, so
 * that counts as under way.
 *
 * <p>A workspace at rest costs three reads: hint, manifest, the commit that is not there; and one
 * more for each file of runs that have ended and are still in the state.
 *
 * @param store the whole store
 * @param journals where commits are kept
 * @param runtime futures complete on its scheduler
 */
record WorkUnderWay(ObjectStore store, Journals journals, Runtime runtime) {
  /** What is known of a workspace: a manifest, if it has any, and whether a commit follows. */
  private record Found(Optional<Manifest> manifest, boolean isFollowed) {}

  /** Fails as {@link Snapshots} and {@link io.arco.log.Slots} do. */
  Future<Boolean> in(Workspace workspace) {
    ObjectStore narrowed = new RoleStore(store, "awakening", Set.of(), Set.of());
    Snapshots snapshots = new Snapshots(runtime, narrowed, new WorkspaceKeys(workspace));
    return snapshots
        .hinted()
        .compose(manifest -> found(workspace, narrowed, manifest))
        .compose(
            found ->
                found.manifest().isPresent() && !found.isFollowed()
                    ? Future.succeededFuture(found)
                    // The hint may be behind, or there is none.
                    : snapshots.newest().compose(manifest -> found(workspace, narrowed, manifest)))
        .compose(
            found ->
                found.isFollowed()
                    ? Future.succeededFuture(true)
                    : found
                        .manifest()
                        .map(manifest -> hasRun(snapshots, files(manifest), 0))
                        .orElse(Future.succeededFuture(false)));
  }

  private Future<Found> found(
      Workspace workspace, ObjectStore narrowed, Optional<StoredManifest> stored) {
    Optional<Manifest> manifest = stored.map(StoredManifest::manifest);
    long next = manifest.map(it -> it.journal().sequence()).orElse(0L) + 1;
    return runtime
        .onScheduler(journals.slots(workspace, narrowed).get(next))
        .map(commit -> new Found(manifest, commit.isPresent()));
  }

  private static List<ShardFile> files(Manifest manifest) {
    return manifest.table(RunTables.STATE_RUNS).map(TableFiles::files).orElse(List.of());
  }

  /** Whether a run in one of these files, from one on, has not ended. */
  private Future<Boolean> hasRun(Snapshots snapshots, List<ShardFile> files, int from) {
    if (from == files.size()) {
      return Future.succeededFuture(false);
    }
    return snapshots
        .rows(RunTables.STATE_RUNS, files.get(from))
        .compose(
            rows ->
                runtime.onScheduler(
                    runtime.workers().call(() -> rows.stream().anyMatch(RunRows::isUnderWay))))
        .compose(is -> is ? Future.succeededFuture(true) : hasRun(snapshots, files, from + 1));
  }
}
