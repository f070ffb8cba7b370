package io.arco.server.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that nobody but their owner reads, where the file system knows owners. */
public final class OwnerOnly {
  private OwnerOnly() {}

  /** What a new file is made with. */
  public static FileAttribute<?>[] file() {
    return mode("rw-------");
  }

  /** What a new folder is made with. */
  public static FileAttribute<?>[] folder() {
    return mode("rwx------");
  }

  /** Writes a file whole or not at all, in place of what was there. */
  static void write(Path file, byte[] bytes) throws IOException {
    Path target = file.toAbsolutePath();
    Path unfinished =
        Files.createTempFile(target.getParent(), "." + target.getFileName(), ".unfinished", file());
    try {
      Files.write(unfinished, bytes);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static FileAttribute<?>[] mode(String permissions) {
    boolean hasModes = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return hasModes
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
