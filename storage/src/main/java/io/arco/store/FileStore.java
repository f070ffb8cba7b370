package io.arco.store;

import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import io.arco.store.StoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * A store in a directory: a key is a path, an object a file. Any number of processes may use one
 * directory at once; every promise of {@link ObjectStore} holds between them, and killing one at
 * any instant leaves an object whole or absent.
 *
 * <p><b>Durable.</b> A put writes a file in the private folder {@code %store/tmp}, syncs it, gives
 * it its name, syncs the directory, and then answers. Directories are made durable from the top
 * down. What a killed process leaves in the private folder is never listed, and is removed by the
 * first write of a later process when it is an hour old.
 *
 * <p><b>Atomic.</b> {@link Precondition#ABSENT} is link(2), which takes no lock. What changes an
 * object that exists (other puts, deletes) takes turns under a lock on {@code %store/lock}, so that
 * {@link Precondition.Matches} looks and replaces in one step, between processes too. In Arco that
 * is the hint and what garbage collection deletes: rare enough for one lock, and a true compare and
 * swap costs less to have than to explain away.
 *
 * <p><b>Versions.</b> A version is the file's modification time, in nanoseconds, and size. The time
 * is not the system's, whose tick of milliseconds two objects may share, but a stamp that is given
 * out once: it ascends in a process, differs between processes in its last three digits, which
 * belong to a process while it lives, and is above that of the object it replaces. (An inode number
 * is used again at once; a hash of the content would make a head cost a whole read.) A stamp could
 * come again only if the wall clock were set back to the very microsecond between a delete and a
 * put.
 *
 * <p><b>Limits.</b> Needs hard links and modification times in nanoseconds; a file system without
 * fails the first put. Symbolic links below the root are not followed: reads and writes through
 * them fail, lists leave them out. A key that is a folder of another can't be held beside it. On
 * file systems that fold case, keys must not differ in case alone. Nothing but a write makes the
 * directory.
 */
public final class FileStore implements ObjectStore {
  /** How often a read begins again because the object was replaced under it. */
  static final int MAX_READ_ATTEMPTS = 100;

  private static final int MAX_READ_BYTES = Integer.MAX_VALUE - 8;
  private static final int CHUNK_BYTES = 256 * 1024;

  private final Workers workers;
  private final Clock clock;
  private final FileNames names;
  private final FileFolders folders;
  private final Object openLock = new Object();
  private volatile FileChanges changes;

  private final Promise<Void> drained = Promise.promise();
  private int running;
  private boolean closed;

  private FileStore(Path root, Workers workers, Clock clock) {
    this.workers = workers;
    this.clock = clock;
    this.names = new FileNames(root);
    this.folders = new FileFolders(root);
  }

  /**
   * A store in this directory, which need not exist.
   *
   * @param root where; made absolute
   * @param workers the threads all work is done on; not closed with the store
   * @param clock for stamps and the age of abandoned files
   */
  public static FileStore open(Path root, Workers workers, Clock clock) {
    return new FileStore(root.toAbsolutePath().normalize(), workers, clock);
  }

  /**
   * Where the object of this key is or would be, for an engine in this process that reads immutable
   * objects by path. Whether it exists, or is reached through a link, is not looked at.
   */
  public Path localPath(Key key) {
    return names.path(key);
  }

  @Override
  public Future<ReadOutcome> get(Key key) {
    return work(() -> read(key, null), FileStore::typed);
  }

  @Override
  public Future<ReadOutcome> get(Key key, ByteRange range) {
    return work(() -> read(key, range), FileStore::typed);
  }

  @Override
  public Future<HeadOutcome> head(Key key) {
    return work(
        () -> {
          FileStamp found = look(names.path(key));
          return found == null
              ? new HeadOutcome.Missing()
              : new HeadOutcome.Found(found.size(), found.version());
        },
        FileStore::typed);
  }

  @Override
  public Future<PutOutcome> put(Key key, byte[] bytes, Precondition precondition) {
    return work(() -> changes().put(names.path(key), bytes, precondition), this::notPut);
  }

  @Override
  public Future<Void> delete(Key key) {
    return work(
        () -> {
          Path path = names.path(key);
          if (look(path) != null) {
            changes().delete(path);
          }
          return null;
        },
        FileStore::typed);
  }

  @Override
  public Future<Listing> list(Prefix prefix, Key after, int limit) {
    Listing.checkLimit(limit);
    return work(
        () -> {
          folders.refuseLinks(names.path(prefix));
          return FileLister.list(names, prefix, after, limit);
        },
        FileStore::typed);
  }

  @Override
  public boolean supportsMatches() {
    return true;
  }

  /** Takes no more calls, and completes when those that run have ended. */
  @Override
  public Future<Void> close() {
    boolean last;
    synchronized (this) {
      last = !closed && running == 0;
      closed = true;
    }
    if (last) {
      drain();
    }
    return drained.future();
  }

  /** What is at the path, reached without a link; null if no object is. */
  private FileStamp look(Path path) throws IOException {
    FileStamp found = FileStamp.of(path);
    if (found != null) {
      folders.refuseLinks(path.getParent());
    }
    return found;
  }

  private ReadOutcome read(Key key, ByteRange range) throws IOException {
    Path path = names.path(key);
    for (int attempt = 0; attempt < MAX_READ_ATTEMPTS; attempt++) {
      FileStamp before = look(path);
      if (before == null) {
        return new ReadOutcome.Missing();
      }
      if (range != null && range.offset() >= before.size()) {
        return new ReadOutcome.Unsatisfiable(before.size());
      }
      byte[] bytes = bytes(path, before.size(), range);
      // Java can't ask an open file for its time. Stamps do not come again, so if the same file is
      // there before and after, it is the one that was read.
      if (bytes != null && before.equals(FileStamp.of(path))) {
        return new ReadOutcome.Found(bytes, before.size(), before.version());
      }
    }
    throw new IOException("replaced " + MAX_READ_ATTEMPTS + " times while it was read");
  }

  /** The bytes of the range, or null if the file is not there or not so long any more. */
  private static byte[] bytes(Path path, long size, ByteRange range) throws IOException {
    long offset = range == null ? 0 : range.offset();
    long length = range == null ? size : Math.min(range.length(), size - offset);
    if (length > MAX_READ_BYTES) {
      throw new StoreException(Kind.PERMANENT, "too long for one read: " + length + " bytes", null);
    }
    byte[] bytes = new byte[(int) length];
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      channel.position(offset);
      for (int from = 0; from < bytes.length; ) {
        int wanted = Math.min(CHUNK_BYTES, bytes.length - from);
        int count = channel.read(ByteBuffer.wrap(bytes, from, wanted));
        if (count < 0) {
          return null;
        }
        from += count;
      }
      return bytes;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private FileChanges changes() throws IOException {
    FileChanges opened = changes;
    if (opened != null) {
      return opened;
    }
    synchronized (openLock) {
      if (changes == null) {
        changes = FileChanges.open(folders, clock);
      }
      return changes;
    }
  }

  private Future<PutOutcome> notPut(Throwable e) {
    if (e instanceof NoSuchFileException) {
      // A directory went away under us: the next put makes it again.
      folders.forget();
    }
    StoreException failure = asStoreException(e);
    return failure.kind() == Kind.PERMANENT
        ? Future.failedFuture(failure)
        : Future.succeededFuture(new PutOutcome.Unknown(failure.getMessage()));
  }

  private <T> Future<T> work(Callable<T> task, Function<Throwable, Future<T>> onFailure) {
    synchronized (this) {
      if (closed) {
        return Future.failedFuture(StoreException.closed());
      }
      running++;
    }
    return workers.call(task).recover(onFailure).onComplete(ignored -> ended());
  }

  private void ended() {
    boolean last;
    synchronized (this) {
      running--;
      last = closed && running == 0;
    }
    if (last) {
      drain();
    }
  }

  private void drain() {
    try {
      if (changes != null) {
        changes.close();
      }
    } catch (IOException e) {
      drained.fail(asStoreException(e));
      return;
    }
    drained.complete();
  }

  private static <T> Future<T> typed(Throwable e) {
    return Future.failedFuture(asStoreException(e));
  }

  private static StoreException asStoreException(Throwable e) {
    if (e instanceof StoreException typed) {
      return typed;
    }
    if (e instanceof RejectedExecutionException) {
      return new StoreException(Kind.TRANSIENT, "too much file work waits already", e);
    }
    Kind kind = e instanceof AccessDeniedException ? Kind.PERMANENT : Kind.TRANSIENT;
    return new StoreException(kind, String.valueOf(e), e);
  }
}
