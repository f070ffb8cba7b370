package io.arco.store;

import io.arco.runtime.Clock;
import io.arco.store.Precondition.Absent;
import io.arco.store.Precondition.Matches;
import io.arco.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing half of a file store. Everything here blocks.
 *
 * <p>A put writes and syncs a file in {@code %store/tmp}, then gives it its name: by link for
 * {@link Precondition#ABSENT}, which the system refuses where the name is taken, by rename under
 * the root's lock otherwise; then it syncs the directory.
 */
final class FileChanges {
  /** A file in {@code tmp} that was last written longer ago belongs to a killed process. */
  static final long ABANDONED_MILLIS = TimeUnit.HOURS.toMillis(1);

  /** The most abandoned files removed at one opening; the next opening removes more. */
  static final int MAX_REMOVED = 10_000;

  private static final int CHUNK_BYTES = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(FileChanges.class);

  private final FileFolders folders;
  private final Clock clock;
  private final FileSession session;
  private final Path tmp;

  private FileChanges(FileFolders folders, Clock clock, FileSession session, Path tmp) {
    this.folders = folders;
    this.clock = clock;
    this.session = session;
    this.tmp = tmp;
  }

  /**
   * Makes the root and the private folder where missing, and makes sure of the file system.
   *
   * @throws StoreException if the file system lacks what the store is built on
   */
  static FileChanges open(FileFolders folders, Clock clock) throws IOException {
    Path own = folders.root().resolve("%store");
    Path tmp = own.resolve("tmp");
    folders.make(tmp);
    FileSession session = FileSession.join(folders.root(), own.resolve("lock"), clock);
    try {
      FileChanges changes = new FileChanges(folders, clock, session, tmp);
      changes.probeFileSystem();
      changes.removeAbandoned();
      return changes;
    } catch (IOException | RuntimeException e) {
      session.leave();
      throw e;
    }
  }

  void close() throws IOException {
    session.leave();
  }

  /** Writes an object. What it throws before the name is given means: not written. */
  PutOutcome put(Path target, byte[] bytes, Precondition precondition) throws Exception {
    FileStamp found = FileStamp.of(target);
    if (!mayHold(precondition, found)) {
      return new PutOutcome.PreconditionFailed();
    }
    folders.make(target.getParent());
    refuseFolder(target);
    long stampNanos = session.stamp(clock, 0);
    Path staged = tmp.resolve(Long.toHexString(stampNanos));
    try {
      stage(staged, bytes, stampNanos);
      FileStamp named =
          precondition instanceof Absent
              ? link(staged, target)
              : session.alone(() -> replace(staged, target, precondition));
      return named == null ? new PutOutcome.PreconditionFailed() : written(target, named);
    } finally {
      discard(staged);
    }
  }

  /** Makes the new name durable; it is visible already, so failing is no refusal any more. */
  private static PutOutcome written(Path target, FileStamp named) {
    try {
      FileFolders.sync(target.getParent());
      return new PutOutcome.Written(named.version());
    } catch (IOException e) {
      return new PutOutcome.Unknown("written, but not known to be durable: " + e);
    }
  }

  private static void discard(Path staged) {
    try {
      Files.deleteIfExists(staged);
    } catch (IOException e) {
      // Then it is abandoned, and removed as such; the put it belongs to is decided.
      LOG.warn("can't remove a staged file: {}", e.toString());
    }
  }

  /** Removes an object, if there is one. */
  void delete(Path target) throws Exception {
    if (FileStamp.of(target) == null) {
      return;
    }
    folders.refuseLinks(target.getParent());
    session.alone(() -> FileStamp.of(target) != null && Files.deleteIfExists(target));
    FileFolders.sync(target.getParent());
  }

  /** A first look, before anything is written; for all but absent, a second one decides. */
  private static boolean mayHold(Precondition precondition, FileStamp found) {
    if (precondition instanceof Matches matches) {
      return found != null && found.version().equals(matches.version());
    }
    return !(precondition instanceof Absent) || found == null;
  }

  /** Gives the staged file its name; null if an object has it. */
  private static FileStamp link(Path staged, Path target) throws IOException {
    FileStamp own = FileStamp.required(staged);
    try {
      Files.createLink(target, staged);
      return own;
    } catch (FileAlreadyExistsException e) {
      refuseFolder(target);
      // A network file system may have lost its own first answer and asked twice.
      FileStamp winner = FileStamp.of(target);
      return own.isFileOf(winner) ? own : null;
    }
  }

  /** Puts the staged file in the place of what is there; null if that is not what was asked. */
  private FileStamp replace(Path staged, Path target, Precondition precondition)
      throws IOException {
    FileStamp found = FileStamp.of(target);
    if (!mayHold(precondition, found)) {
      return null;
    }
    FileStamp own = FileStamp.required(staged);
    if (found != null && own.nanos() <= found.nanos()) {
      // The wall clock was set back, or another process is ahead by less than a put takes.
      stampFile(staged, session.stamp(clock, found.nanos()));
      FileFolders.sync(staged);
      own = FileStamp.required(staged);
    }
    Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    return own;
  }

  private static void stage(Path staged, byte[] bytes, long stampNanos) throws IOException {
    try (FileChannel channel =
        FileChannel.open(staged, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int from = 0; from < bytes.length; from += CHUNK_BYTES) {
        ByteBuffer chunk = ByteBuffer.wrap(bytes, from, Math.min(CHUNK_BYTES, bytes.length - from));
        while (chunk.hasRemaining()) {
          channel.write(chunk);
        }
      }
      stampFile(staged, stampNanos);
      channel.force(true);
    }
  }

  private static void stampFile(Path file, long nanos) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(nanos, TimeUnit.NANOSECONDS));
  }

  private static void refuseFolder(Path target) throws IOException {
    BasicFileAttributes found = FileStamp.look(target);
    if (found != null && found.isDirectory()) {
      throw new StoreException(
          Kind.PERMANENT, "a file system can't hold the key: it is a folder: " + target, null);
    }
  }

  private void probeFileSystem() throws IOException {
    long nanos = session.stamp(clock, 0);
    Path file = tmp.resolve(Long.toHexString(nanos));
    Path second = tmp.resolve(Long.toHexString(session.stamp(clock, 0)));
    try {
      Files.createFile(file);
      stampFile(file, nanos);
      if (FileStamp.required(file).nanos() != nanos) {
        throw lacks("modification times in nanoseconds", null);
      }
      Files.createLink(second, file);
    } catch (UnsupportedOperationException e) {
      throw lacks("hard links", e);
    } catch (FileSystemException e) {
      if (second.toString().equals(e.getFile())) {
        throw lacks("hard links", e);
      }
      throw e;
    } finally {
      discard(file);
      discard(second);
    }
  }

  private StoreException lacks(String what, Exception cause) {
    String detail = cause == null ? "" : ": " + cause;
    return new StoreException(
        Kind.PERMANENT, "the file system of " + folders.root() + " has no " + what + detail, cause);
  }

  private void removeAbandoned() throws IOException {
    long oldest = TimeUnit.MILLISECONDS.toNanos(clock.wallMillis() - ABANDONED_MILLIS);
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(tmp)) {
      for (Path file : files) {
        BasicFileAttributes found = FileStamp.look(file);
        if (found != null && found.lastModifiedTime().to(TimeUnit.NANOSECONDS) < oldest) {
          discard(file);
          if (++removed == MAX_REMOVED) {
            return;
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
