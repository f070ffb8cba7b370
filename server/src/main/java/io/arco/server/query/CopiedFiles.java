package io.arco.server.query;

import io.arco.journal.CorruptObjectException;
import io.arco.journal.Hash;
import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import io.arco.snapshot.ShardFile;
import io.arco.store.ObjectStore;
import io.arco.store.ReadOutcome;
import io.arco.store.Workspace;
import io.arco.store.WorkspaceKeys;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of any store, copied into a temporary directory when first asked for, after their checksums
 * were verified. A copy that was not asked for within {@value #KEEP_MILLIS} ms goes when another is
 * made: longer than any query runs.
 */
public final class CopiedFiles implements LocalFiles {
  /** How long an unused copy is kept at least. */
  static final long KEEP_MILLIS = 600_000;

  private static final Logger LOG = LoggerFactory.getLogger(CopiedFiles.class);

  private final ObjectStore store;
  private final Workers workers;
  private final Clock clock;
  private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
  private Path folder;

  private static final class Copy {
    private final Future<Path> path;
    private long usedAtNanos;

    Copy(Future<Path> path, long usedAtNanos) {
      this.path = path;
      this.usedAtNanos = usedAtNanos;
    }
  }

  /** Copies from this store; the directory is made with the first copy. */
  public CopiedFiles(ObjectStore store, Workers workers, Clock clock) {
    this.store = store;
    this.workers = workers;
    this.clock = clock;
  }

  @Override
  public synchronized Future<Path> path(Workspace workspace, ShardFile file) {
    String key = new WorkspaceKeys(workspace).file(file.path()).text() + " " + file.sha256();
    long now = clock.nanoTime();
    Copy known = copies.get(key);
    if (known != null && !known.path.failed()) {
      known.usedAtNanos = now;
      return known.path;
    }
    dropUnused(now);
    Future<Path> path = copy(workspace, file);
    copies.put(key, new Copy(path, now));
    return path;
  }

  private Future<Path> copy(Workspace workspace, ShardFile file) {
    return store
        .get(new WorkspaceKeys(workspace).file(file.path()))
        .compose(outcome -> workers.call(() -> write(file, outcome)));
  }

  private Path write(ShardFile file, ReadOutcome outcome) throws IOException {
    if (!(outcome instanceof ReadOutcome.Found found)) {
      throw new CorruptObjectException(file.path(), "missing, but its manifest names it");
    }
    if (!Hash.of(found.bytes()).equals(file.sha256())) {
      throw new CorruptObjectException(file.path(), "its bytes are not those its manifest names");
    }
    Path copy = Files.createTempFile(folder(), "", ".parquet");
    return Files.write(copy, found.bytes());
  }

  private synchronized Path folder() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("arco-files");
    }
    return folder;
  }

  private void dropUnused(long now) {
    Iterator<Copy> oldestFirst = copies.values().iterator();
    while (oldestFirst.hasNext()) {
      Copy copy = oldestFirst.next();
      if (now - copy.usedAtNanos < KEEP_MILLIS * 1_000_000) {
        return;
      }
      oldestFirst.remove();
      copy.path.onSuccess(path -> workers.call(() -> Files.deleteIfExists(path)));
    }
  }

  @Override
  public Future<Void> close() {
    return workers.call(
        () -> {
          deleteAll();
          return null;
        });
  }

  private synchronized void deleteAll() {
    if (folder == null) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("copies of snapshot files are left behind", e);
    }
  }
}
