package io.arco.server.files;

import io.arco.gc.Protection;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.server.bus.SnapshotName;
import io.arco.server.query.SnapshotProblems;
import io.arco.snapshot.Snapshots;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds manifests, and says until when garbage collection is sure to leave their files: a manifest
 * stays until its successor is older than the grace (docs/design/007-retention.md). May be called
 * from any thread; futures fail with {@link ProblemException}.
 *
 * @param runtime where manifests are read on
 * @param store where they are
 */
public record ProtectedManifests(Runtime runtime, ObjectStore store) {

  /** The manifest of this name, which was the newest a moment ago. */
  public Future<ProtectedManifest> newest(Workspace workspace, SnapshotName name) {
    if (name.number() == 0) {
      return Future.succeededFuture(new ProtectedManifest(Optional.empty(), fromNow()));
    }
    return read(workspace, name.number())
        .compose(
            found ->
                found.filter(it -> it.stored().hash().hex().equals(name.hash())).isPresent()
                    ? Future.succeededFuture(asProtected(found.get()))
                    : Future.failedFuture(gone(name.number())));
  }

  /**
   * The manifest of a number.
   *
   * @param newest a number that the log is known to have reached
   */
  public Future<ProtectedManifest> numbered(Workspace workspace, long number, long newest) {
    return read(workspace, number)
        .compose(
            found ->
                // Behind a gap is what was put into an emptied slot: no manifest of this log.
                found.isPresent() && (found.get().next().isPresent() || number >= newest)
                    ? Future.succeededFuture(asProtected(found.get()))
                    : Future.failedFuture(missing(number)));
  }

  private static ProtectedManifest asProtected(Protection found) {
    return new ProtectedManifest(Optional.of(found.stored().manifest()), found.until());
  }

  private Instant fromNow() {
    return Instant.ofEpochMilli(runtime.clock().wallMillis()).plus(Protection.LENGTH);
  }

  private Future<Optional<Protection>> read(Workspace workspace, long number) {
    Promise<Optional<Protection>> promise = Promise.promise();
    runtime
        .scheduler()
        .execute(
            () ->
                Protection.of(
                        new Snapshots(runtime, store, new WorkspaceKeys(workspace)),
                        number,
                        runtime.clock())
                    .onComplete(promise));
    return promise
        .future()
        .recover(failure -> Future.failedFuture(SnapshotProblems.of(workspace, failure)));
  }

  private static ProblemException missing(long number) {
    return Problem.of(ErrorCode.SNAPSHOT_NOT_FOUND, "There is no manifest of this number.")
        .with("manifest", number)
        .asException();
  }

  private static ProblemException gone(long number) {
    return Problem.of(ErrorCode.UNAVAILABLE, "The snapshot is not there any more. Ask again.")
        .with("manifest", number)
        .asException();
  }
}
