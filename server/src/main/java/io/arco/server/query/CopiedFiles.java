package io.arco.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of any store, copied into a temporary directory when first asked for, after their checksums
 * were verified. The copies take a bounded number of bytes: when there are more, those not asked
 * for the longest go, but none that was asked for within {@value #KEEP_MILLIS} ms, longer than any
 * query runs; so the bound may be passed while one snapshot in use is larger than it. A file that
 * is copied again has the same path again.
 */
public final class CopiedFiles implements LocalFiles {
  /** How long an unused copy is kept at least. */
  static final long KEEP_MILLIS = 600_000;

  /** What copies may take together, in bytes, unless more is in use at once. */
  public static final long DEFAULT_MAX_BYTES = 4L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(CopiedFiles.class);

  private final ObjectStore store;
  private final Workers workers;
  private final Clock clock;
  private final long maxBytes;
  private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Future<Boolean>> removals = new HashMap<>();
  private long bytes;
  private Path folder;

  private static final class Copy {
    private final Future<Path> path;
    private final long bytes;
    private long usedAtNanos;

    Copy(Future<Path> path, long bytes, long usedAtNanos) {
      this.path = path;
      this.bytes = bytes;
      this.usedAtNanos = usedAtNanos;
    }
  }

  /** Copies from this store; the directory is made with the first copy. */
  public CopiedFiles(ObjectStore store, Workers workers, Clock clock) {
    this(store, workers, clock, DEFAULT_MAX_BYTES);
  }

  /** The same, with another bound on what copies take together. */
  CopiedFiles(ObjectStore store, Workers workers, Clock clock, long maxBytes) {
    this.maxBytes = maxBytes;
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
    if (known != null) {
      bytes -= known.bytes;
    }
    bytes += file.bytes();
    dropUnused(now);
    Future<Path> path = copy(workspace, file, key);
    copies.put(key, new Copy(path, file.bytes(), now));
    return path;
  }

  private Future<Path> copy(Workspace workspace, ShardFile file, String key) {
    return removals
        .getOrDefault(key, Future.succeededFuture())
        .transform(removed -> store.get(new WorkspaceKeys(workspace).file(file.path())))
        .compose(outcome -> workers.call(() -> write(file, key, outcome)));
  }

  private Path write(ShardFile file, String key, ReadOutcome outcome) throws IOException {
    if (!(outcome instanceof ReadOutcome.Found found)) {
      throw new CorruptObjectException(file.path(), "missing, but its manifest names it");
    }
    if (!Hash.of(found.bytes()).equals(file.sha256())) {
      throw new CorruptObjectException(file.path(), "its bytes are not those its manifest names");
    }
    return Files.write(
        folder().resolve(Hash.of(key.getBytes(UTF_8)).hex() + ".parquet"), found.bytes());
  }

  private synchronized Path folder() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("arco-files");
    }
    return folder;
  }

  private void dropUnused(long now) {
    Iterator<Map.Entry<String, Copy>> oldestFirst = copies.entrySet().iterator();
    while (bytes > maxBytes && oldestFirst.hasNext()) {
      Map.Entry<String, Copy> entry = oldestFirst.next();
      Copy copy = entry.getValue();
      if (now - copy.usedAtNanos < KEEP_MILLIS * 1_000_000) {
        return;
      }
      oldestFirst.remove();
      bytes -= copy.bytes;
      remove(entry.getKey(), copy);
    }
  }

  private void remove(String key, Copy copy) {
    Future<Boolean> removal =
        copy.path.compose(path -> workers.call(() -> Files.deleteIfExists(path)));
    removals.put(key, removal);
    removal.onComplete(
        done -> {
          synchronized (this) {
            removals.remove(key, removal);
          }
        });
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
