package io.arco.server.files;

import io.arco.gc.RetentionOptions;
import io.arco.journal.CorruptObjectException;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import io.arco.runtime.Runtime;
import io.arco.server.bus.SnapshotName;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.store.ObjectStore;
import io.arco.store.StoreException;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds manifests, and says until when garbage collection is sure to leave their files: a manifest
 * stays until its successor is older than the grace (docs/design/007-retention.md). May be called
 * from any thread; futures fail with {@link ProblemException}.
 *
 * @param runtime where manifests are read on
 * @param store where they are
 */
public record ProtectedManifests(Runtime runtime, ObjectStore store) {
  /** How far clocks may disagree. */
  static final Duration SLACK = Duration.ofMinutes(5);

  /** Files are sure to stay so long after a successor was published. */
  public static final Duration PROTECTED = RetentionOptions.MIN_GRACE.minus(SLACK);

  private static final Logger LOG = LoggerFactory.getLogger(ProtectedManifests.class);

  /** The manifest of this name, which was the newest a moment ago. */
  public Future<ProtectedManifest> newest(Workspace workspace, SnapshotName name) {
    if (name.number() == 0) {
      return Future.succeededFuture(new ProtectedManifest(Optional.empty(), fromNow()));
    }
    return read(workspace, name.number())
        .compose(
            found ->
                found.filter(it -> it.stored().hash().hex().equals(name.hash())).isPresent()
                    ? Future.succeededFuture(found.get().asProtected(fromNow()))
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
                    ? Future.succeededFuture(found.get().asProtected(fromNow()))
                    : Future.failedFuture(missing(number)));
  }

  private record Found(StoredManifest stored, Optional<StoredManifest> next) {
    ProtectedManifest asProtected(Instant fromNow) {
      Instant until =
          next.map(it -> it.manifest().publishedAt().plus(PROTECTED))
              .filter(fromNow::isAfter)
              .orElse(fromNow);
      return new ProtectedManifest(Optional.of(stored.manifest()), until);
    }
  }

  private Instant fromNow() {
    return Instant.ofEpochMilli(runtime.clock().wallMillis()).plus(PROTECTED);
  }

  private Future<Optional<Found>> read(Workspace workspace, long number) {
    Promise<Optional<Found>> promise = Promise.promise();
    runtime
        .scheduler()
        .execute(
            () -> {
              Snapshots snapshots = new Snapshots(runtime, store, new WorkspaceKeys(workspace));
              // The successor after it: absent then, this was the newest at some time in between.
              snapshots
                  .read(number)
                  .compose(
                      stored ->
                          stored.isEmpty()
                              ? Future.succeededFuture(Optional.<Found>empty())
                              : snapshots.read(number + 1).map(next -> chained(stored.get(), next)))
                  .onComplete(promise);
            });
    return promise.future().recover(failure -> Future.failedFuture(asProblem(workspace, failure)));
  }

  private static Optional<Found> chained(StoredManifest stored, Optional<StoredManifest> next) {
    boolean isChained =
        next.isEmpty() || next.get().manifest().previousHash().equals(stored.hash());
    return isChained ? Optional.of(new Found(stored, next)) : Optional.empty();
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

  private static Throwable asProblem(Workspace workspace, Throwable failure) {
    if (failure instanceof CorruptObjectException corrupt) {
      LOG.atError()
          .addKeyValue("tenant", workspace.tenant().name())
          .addKeyValue("workspace", workspace.name())
          .addKeyValue("failure", corrupt.getMessage())
          .log("a manifest can't be read");
      return corrupt.problem().asException();
    }
    if (failure instanceof StoreException) {
      LOG.warn("a manifest can't be read", failure);
      return Problem.of(ErrorCode.UNAVAILABLE, "The store can't be reached now.").asException();
    }
    return failure;
  }
}
