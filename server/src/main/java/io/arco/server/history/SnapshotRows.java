package io.arco.server.history;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Runtime;
import io.arco.server.bus.SnapshotClient;
import io.arco.server.bus.SnapshotName;
import io.arco.server.query.SnapshotProblems;
import io.arco.snapshot.Manifest;
import io.arco.snapshot.ShardFile;
import io.arco.snapshot.Snapshots;
import io.arco.snapshot.StoredManifest;
import io.arco.snapshot.TableFiles;
import io.arco.store.ObjectStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.arco.table.Row;
import io.arco.table.RowKey;
import io.arco.table.TableDefinition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Reads rows of the newest snapshot by key range, file by file, without an SQL engine. May be
 * called from any thread; futures fail with {@link io.arco.problem.ProblemException}.
 */
public final class SnapshotRows {
  /** Files that one call reads. */
  public static final int MAX_FILES = 64;

  /** Manifests kept, one for each workspace. */
  static final int MAX_KEPT = 256;

  private final Runtime runtime;
  private final ObjectStore store;
  private final SnapshotClient newest;
  private final Map<Workspace, Kept> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Workspace, Kept> eldest) {
              return size() > MAX_KEPT;
            }
          });

  private record Kept(SnapshotName name, Manifest manifest) {}

  /**
   * Which rows of a table.
   *
   * @param table which
   * @param from the least key
   * @param until a key above all
   * @param newestFirst whether in descending order of keys
   * @param wanted which of them
   * @param limit how many at most
   * @param sequence a commit that the snapshot must include, published if there is none; 0 for any
   */
  public record Range(
      TableDefinition table,
      RowKey from,
      RowKey until,
      boolean newestFirst,
      Predicate<Row> wanted,
      int limit,
      long sequence) {}

  /**
   * What was found.
   *
   * @param rows in the order asked for
   * @param reached null if nothing wanted is left; else the key of the last row that was looked at
   */
  public record Found(List<Row> rows, RowKey reached) {
    private static final Found NOTHING = new Found(List.of(), null);
  }

  /** Rows of the snapshots in this store; manifests are read on the runtime. */
  public SnapshotRows(Runtime runtime, ObjectStore store, SnapshotClient newest) {
    this.runtime = runtime;
    this.store = store;
    this.newest = newest;
  }

  /** The rows of a range, in the newest snapshot; none where there is no snapshot. */
  public Future<Found> read(Workspace workspace, Range range) {
    return newest
        .including(workspace, range.sequence())
        .compose(
            name ->
                name.number() == 0
                    ? Future.succeededFuture(Found.NOTHING)
                    : onScheduler(() -> read(workspace, name, range)))
        .recover(failure -> Future.failedFuture(SnapshotProblems.of(workspace, failure)));
  }

  private <T> Future<T> onScheduler(Supplier<Future<T>> task) {
    Promise<T> promise = Promise.promise();
    runtime.scheduler().execute(() -> task.get().onComplete(promise));
    return promise.future();
  }

  private Future<Found> read(Workspace workspace, SnapshotName name, Range range) {
    Snapshots snapshots = new Snapshots(runtime, store, new WorkspaceKeys(workspace));
    return manifest(workspace, snapshots, name)
        .compose(
            manifest -> {
              List<ShardFile> files = new ArrayList<>();
              manifest.table(range.table()).map(TableFiles::files).orElse(List.of()).stream()
                  .filter(
                      file ->
                          file.max().compareTo(range.from()) >= 0
                              && file.min().compareTo(range.until()) < 0)
                  .forEach(files::add);
              if (range.newestFirst()) {
                Collections.reverse(files);
              }
              return new Scan(snapshots, range, files).next();
            });
  }

  private Future<Manifest> manifest(Workspace workspace, Snapshots snapshots, SnapshotName name) {
    Kept known = kept.get(workspace);
    if (known != null && known.name().equals(name)) {
      return Future.succeededFuture(known.manifest());
    }
    return snapshots
        .read(name.number())
        .map(
            stored -> {
              Manifest manifest =
                  stored
                      .map(StoredManifest::manifest)
                      .orElseThrow(
                          () ->
                              Problem.of(
                                      ErrorCode.UNAVAILABLE,
                                      "The snapshot is not there any more. Ask again.")
                                  .asException());
              kept.put(workspace, new Kept(name, manifest));
              return manifest;
            });
  }

  /** One walk through files. On the scheduler. */
  private static final class Scan {
    private final Snapshots snapshots;
    private final Range range;
    private final List<ShardFile> files;
    private final List<Row> found = new ArrayList<>();
    private RowKey reached;
    private int read;

    Scan(Snapshots snapshots, Range range, List<ShardFile> files) {
      this.snapshots = snapshots;
      this.range = range;
      this.files = files;
    }

    Future<Found> next() {
      boolean isFull = found.size() == range.limit();
      if (isFull || read == files.size() || read == MAX_FILES) {
        boolean isAll = !isFull && read == files.size();
        return Future.succeededFuture(new Found(List.copyOf(found), isAll ? null : reached));
      }
      ShardFile file = files.get(read++);
      return snapshots.rows(range.table(), file).compose(this::take);
    }

    private Future<Found> take(List<Row> rows) {
      List<Row> ordered = rows;
      if (range.newestFirst()) {
        ordered = new ArrayList<>(rows);
        Collections.reverse(ordered);
      }
      for (Row row : ordered) {
        RowKey key = range.table().keyOf(row);
        if (key.compareTo(range.from()) < 0 || key.compareTo(range.until()) >= 0) {
          continue;
        }
        reached = key;
        if (range.wanted().test(row)) {
          found.add(row);
        }
        if (found.size() == range.limit()) {
          break;
        }
      }
      return next();
    }
  }
}
