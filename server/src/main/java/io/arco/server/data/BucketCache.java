package io.arco.server.data;

import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.runtime.Clock;
import io.arco.server.lake.LakeException;
import io.arco.store.ByteRange;
import io.arco.store.HeadOutcome;
import io.arco.store.Key;
import io.arco.store.ReadOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of objects of data buckets in a directory of this machine, within a bound of bytes. An
 * object is copied whole, in parts that must all be of one version, once for all who want it at the
 * same time; what was used longest ago leaves first, but nothing that a query may still read.
 *
 * <p>Thread-safe. Blocks: for callers on workers.
 */
final class BucketCache {
  /** How long a copy is kept at least after it was asked for: longer than a query runs. */
  static final long KEEP_MILLIS = 600_000;

  /** Bytes asked for at once. */
  static final int PART_BYTES = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BucketCache.class);

  private final long maxBytes;
  private final Clock clock;
  private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private Path folder;

  private static final class Copy {
    private final CompletableFuture<Path> path = new CompletableFuture<>();
    private final long bytes;
    private volatile long usedAtNanos;

    Copy(long bytes) {
      this.bytes = bytes;
    }
  }

  /** An empty cache; its directory is made with the first copy. */
  BucketCache(long maxBytes, Clock clock) {
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * The copy of an object as it is now.
   *
   * @throws LakeException UNREADABLE if it is not there or changes meanwhile; TOO_LARGE if what
   *     queries use leaves no room for it
   * @throws io.arco.problem.ProblemException UNAVAILABLE if it can't be written here, or the thread
   *     is interrupted, which is no failure for others who wait for it
   */
  Path file(DataBucket bucket, Key key) {
    if (!(DataBucket.await(bucket.store().head(key)) instanceof HeadOutcome.Found found)) {
      throw LakeException.unreadable("A file that the table's metadata names is not there.");
    }
    String id = bucket.name() + " " + key + " " + found.version();
    Path copied = null;
    while (copied == null) {
      Claim claim = claim(id, found.size());
      copied = claim.isMine() ? fill(claim.copy(), id, bucket, key, found) : wait(claim.copy());
    }
    return copied;
  }

  /**
   * A copy that is there or will be.
   *
   * @param isMine whether the caller has to make it
   */
  private record Claim(Copy copy, boolean isMine) {}

  private synchronized Claim claim(String id, long size) {
    Copy known = copies.get(id);
    Copy copy = known == null ? add(id, size) : known;
    copy.usedAtNanos = clock.nanoTime();
    return new Claim(copy, known == null);
  }

  /** What another makes; null if that one was interrupted, so that somebody else must. */
  private Path wait(Copy copy) {
    try {
      Path path = copy.path.get();
      copy.usedAtNanos = clock.nanoTime();
      return path;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DataBucket.unavailable();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        return null;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private Copy add(String id, long size) {
    Iterator<Copy> oldestFirst = copies.values().iterator();
    long now = clock.nanoTime();
    while (bytes + size > maxBytes && oldestFirst.hasNext()) {
      Copy oldest = oldestFirst.next();
      if (now - oldest.usedAtNanos < KEEP_MILLIS * 1_000_000) {
        break;
      }
      if (oldest.path.isDone()) {
        oldestFirst.remove();
        bytes -= oldest.bytes;
        delete(oldest.path.join());
      }
    }
    if (bytes + size > maxBytes) {
      throw LakeException.tooLarge(
          "The files that queries read from buckets take more room than there is.", maxBytes);
    }
    Copy copy = new Copy(size);
    copies.put(id, copy);
    bytes += size;
    return copy;
  }

  private Path fill(Copy copy, String id, DataBucket bucket, Key key, HeadOutcome.Found found) {
    try {
      Path path = download(id, bucket, key, found);
      copy.usedAtNanos = clock.nanoTime();
      copy.path.complete(path);
      return path;
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        copies.remove(id);
        bytes -= copy.bytes;
      }
      RuntimeException failure = e instanceof RuntimeException known ? known : noRoom(e);
      copy.path.completeExceptionally(
          Thread.currentThread().isInterrupted() ? new InterruptedException() : failure);
      throw failure;
    }
  }

  private static RuntimeException noRoom(Exception cause) {
    LOG.error("a table's file can't be copied to this machine", cause);
    return Problem.of(
            ErrorCode.UNAVAILABLE, "A file of the table can't be copied to the server's machine.")
        .asException();
  }

  private Path download(String id, DataBucket bucket, Key key, HeadOutcome.Found found)
      throws IOException {
    Path target = place(id, key);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      for (long at = 0; at < found.size(); at += PART_BYTES) {
        out.write(part(bucket, key, at, found));
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] part(DataBucket bucket, Key key, long at, HeadOutcome.Found found) {
    long length = Math.min(PART_BYTES, found.size() - at);
    ReadOutcome outcome = DataBucket.await(bucket.store().get(key, new ByteRange(at, length)));
    if (!(outcome instanceof ReadOutcome.Found read)
        || !read.version().equals(found.version())
        || read.size() != found.size()
        || read.bytes().length != length) {
      throw LakeException.unreadable("A file of the table was changed while it was read.");
    }
    return read.bytes();
  }

  /** Below folders of the object's {@code key=value} names, for the engine reads them. */
  private Path place(String id, Key key) throws IOException {
    Path place = folder().resolve(Hash.of(id.getBytes(StandardCharsets.UTF_8)).hex());
    List<String> names = Arrays.asList(key.text().split("/", -1));
    for (String name : names.subList(0, names.size() - 1)) {
      place = name.indexOf('=') > 0 ? place.resolve(name) : place;
    }
    return Files.createDirectories(place).resolve(names.get(names.size() - 1));
  }

  private synchronized Path folder() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("arco-data").toRealPath();
    }
    return folder;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a copy of a table's file is left behind", e);
    }
  }

  /** Removes all copies. */
  synchronized void close() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(BucketCache::delete);
    } catch (IOException e) {
      LOG.warn("copies of tables' files are left behind", e);
    }
  }
}
