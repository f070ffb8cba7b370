package io.arco.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What one look at a file tells, without following a link.
 *
 * @param nanos its modification time in nanoseconds since 1970
 * @param size in bytes
 * @param inode the file system's own identity of it, or null
 */
record FileStamp(long nanos, long size, Object inode) {
  /**
   * Looks at what should be an object.
   *
   * @return null if no object is there: nothing, a directory, or something below a file
   * @throws StoreException if a link or a special file is there
   */
  static FileStamp of(Path path) throws IOException {
    BasicFileAttributes attributes = look(path);
    if (attributes == null || attributes.isDirectory()) {
      return null;
    }
    if (!attributes.isRegularFile()) {
      throw new StoreException(
          StoreException.Kind.PERMANENT, "not followed, a link or special file: " + path, null);
    }
    return new FileStamp(
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        attributes.size(),
        attributes.fileKey());
  }

  /** Looks at a file that must be there. */
  static FileStamp required(Path path) throws IOException {
    FileStamp found = of(path);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  /** The attributes of whatever is there, not following a link; null if nothing is. */
  static BasicFileAttributes look(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    } catch (FileSystemException e) {
      if (e.getClass() == FileSystemException.class && belowFile(path)) {
        return null;
      }
      throw e;
    }
  }

  /** The version of the object whose file this is. */
  Version version() {
    return new Version(Long.toHexString(nanos) + "-" + Long.toHexString(size));
  }

  /** Whether both are one file, if the file system can tell. */
  boolean isFileOf(FileStamp other) {
    return inode != null && other != null && inode.equals(other.inode);
  }

  /** Whether a file stands where the path has a directory (the error itself has no type). */
  private static boolean belowFile(Path path) {
    for (Path each = path.getParent(); each != null; each = each.getParent()) {
      if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return false;
  }
}
