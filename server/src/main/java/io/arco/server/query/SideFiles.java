package io.arco.server.query;

import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import io.arco.snapshot.ShardFile;
import io.arco.store.FileStore;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of files that stand beside those of a store, in a temporary directory of this machine,
 * which is made with the first of them. May be used from any thread.
 */
public final class SideFiles {
  private static final Logger LOG = LoggerFactory.getLogger(SideFiles.class);

  private final Workers workers;
  private final Clock clock;
  private final AtomicLong folders = new AtomicLong();
  private Path root;

  /** None yet. */
  public SideFiles(Workers workers, Clock clock) {
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * One folder.
   *
   * @param path where it is
   * @param store writes to it
   */
  record Folder(Path path, FileStore store) {
    /** Where a file of it is. */
    Future<Path> path(Workspace workspace, ShardFile file) {
      return Future.succeededFuture(
          store.localPath(new WorkspaceKeys(workspace).file(file.path())));
    }
  }

  /** Has a new folder written; what a failed write leaves is removed. */
  <T> Future<T> write(Function<Folder, Future<T>> write) {
    return workers
        .call(this::folder)
        .compose(folder -> write.apply(folder).onFailure(failure -> remove(folder)));
  }

  private synchronized Folder folder() throws IOException {
    if (root == null) {
      root = Files.createTempDirectory("arco-former");
    }
    Path path = root.resolve(Long.toString(folders.incrementAndGet()));
    return new Folder(path, FileStore.open(path, workers, clock));
  }

  /** Removes a folder that nothing is written to any more. */
  void remove(Folder folder) {
    folder
        .store()
        .close()
        .transform(
            closed ->
                workers.<Void>call(
                    () -> {
                      deleteAll(folder.path());
                      return null;
                    }))
        .onFailure(failure -> LOG.warn("files of a former snapshot are left behind", failure));
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  /** Removes all. */
  public Future<Void> close() {
    return workers
        .<Void>call(
            () -> {
              synchronized (this) {
                if (root != null) {
                  deleteAll(root);
                }
              }
              return null;
            })
        .otherwiseEmpty();
  }
}
