package io.arco.server.data;

import io.arco.journal.Hash;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of objects of data buckets in a directory of this machine, within a bound of bytes. An
 * object is copied whole, in parts that must all be of one version, once for all who want it at the
 * same time; what was used longest ago leaves first, but nothing that a query holds.
 *
 * <p>Thread-safe. Blocks: for callers on workers.
 */
final class BucketCache {
  /** Bytes asked for at once. */
  static final int PART_BYTES = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BucketCache.class);

  private final long maxBytes;
  private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private Path folder;

  private static final class Copy {
    private final CompletableFuture<Path> path = new CompletableFuture<>();
    private final AtomicInteger holders = new AtomicInteger();
    private final long bytes;

    Copy(long bytes) {
      this.bytes = bytes;
    }

    boolean mayLeave() {
      return holders.get() == 0 && path.isDone();
    }
  }

  /** The copies that one query reads: none of them leaves before it lets go. Thread-safe. */
  static final class Held {
    private final Set<Copy> copies = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isOver;

    private synchronized void add(Copy copy) {
      if (isOver) {
        throw DataBucket.unavailable();
      }
      if (copies.add(copy)) {
        copy.holders.incrementAndGet();
      }
    }

    /** Lets go of all copies; there can be no more. */
    synchronized void letGo() {
      isOver = true;
      copies.forEach(copy -> copy.holders.decrementAndGet());
      copies.clear();
    }
  }

  /** An empty cache; its directory is made with the first copy. */
  BucketCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * The copy of an object as it is now.
   *
   * @param held has it until it lets go
   * @throws LakeException UNREADABLE if it is not there or changes meanwhile; TOO_LARGE if what
   *     queries hold leaves no room for it
   * @throws io.arco.problem.ProblemException UNAVAILABLE if it can't be written here, or the thread
   *     is interrupted, which is no failure for others who wait for it
   */
  Path file(DataBucket bucket, Key key, Held held) {
    if (!(DataBucket.await(bucket.store().head(key)) instanceof HeadOutcome.Found found)) {
      throw LakeException.unreadable("A file that the table's metadata names is not there.");
    }
    String id = bucket.name() + " " + key + " " + found.version();
    Path copied = null;
    while (copied == null) {
      Claim claim = claim(id, found.size(), held);
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

  private synchronized Claim claim(String id, long size, Held held) {
    Copy known = copies.get(id);
    if (known != null) {
      held.add(known);
      return new Claim(known, false);
    }
    makeRoom(size);
    Copy copy = new Copy(size);
    held.add(copy);
    copies.put(id, copy);
    bytes += size;
    return new Claim(copy, true);
  }

  /** What another makes; null if that one was interrupted, so that somebody else must. */
  private Path wait(Copy copy) {
    try {
      return copy.path.get();
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

  /** Lets the oldest leave until there is room; none, if that would not do. */
  private void makeRoom(long size) {
    long mayLeave =
        copies.values().stream().filter(Copy::mayLeave).mapToLong(copy -> copy.bytes).sum();
    if (bytes - mayLeave + size > maxBytes) {
      throw LakeException.tooLarge(
          "The files that queries read from buckets take more room than there is.", maxBytes);
    }
    Iterator<Copy> oldestFirst = copies.values().iterator();
    while (bytes + size > maxBytes) {
      Copy oldest = oldestFirst.next();
      if (oldest.mayLeave()) {
        oldestFirst.remove();
        bytes -= oldest.bytes;
        delete(oldest.path.join());
      }
    }
  }

  private Path fill(Copy copy, String id, DataBucket bucket, Key key, HeadOutcome.Found found) {
    try {
      Path path = download(id, bucket, key, found);
      copy.path.complete(path);
      return path;
    } catch (IOException e) {
      RuntimeException failure = noRoom(e);
      giveUp(copy, id, failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      giveUp(copy, id, e);
      throw e;
    }
  }

  private void giveUp(Copy copy, String id, Throwable failure) {
    synchronized (this) {
      copies.remove(id);
      bytes -= copy.bytes;
    }
    copy.path.completeExceptionally(
        Thread.currentThread().isInterrupted() ? new InterruptedException() : failure);
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

  /** What copies take, those that are being made included. */
  synchronized long bytes() {
    return bytes;
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
