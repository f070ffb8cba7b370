package io.arco.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directories of a file store: made, made durable, and never links.
 *
 * <p>A directory may have been made a moment ago by another process that has not yet made its entry
 * durable. So each process syncs the parent of every directory it uses once, whoever made it.
 *
 * @param root the store's root, which may itself be reached through links
 * @param durable directories whose entry this process has made durable
 */
record FileFolders(Path root, Set<Path> durable) {
  /** The most directories remembered; beyond it all are forgotten, which costs syncs only. */
  static final int MAX_REMEMBERED = 10_000;

  FileFolders(Path root) {
    this(root, ConcurrentHashMap.newKeySet());
  }

  /** Refuses a directory that is reached through a link below the root. */
  void refuseLinks(Path directory) throws IOException {
    for (Path each = directory; !each.equals(root); each = each.getParent()) {
      refuseLink(each, FileStamp.look(each));
    }
  }

  /** Makes the directory and those above it, and their entries durable. */
  void make(Path directory) throws IOException {
    if (durable.contains(directory)) {
      refuseLinks(directory);
      return;
    }
    if (directory.equals(root)) {
      makeRoot(root);
    } else {
      make(directory.getParent());
      makeOne(directory);
    }
    if (durable.size() >= MAX_REMEMBERED) {
      durable.clear();
    }
    durable.add(directory);
  }

  /** Forgets what is remembered, after a directory was found gone. */
  void forget() {
    durable.clear();
  }

  /** Makes a directory's entries durable. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void makeRoot(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      makeRoot(directory.getParent());
      makeOne(directory);
    }
  }

  private static void makeOne(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      BasicFileAttributes found = FileStamp.look(directory);
      refuseLink(directory, found);
      if (found != null && !found.isDirectory()) {
        throw new StoreException(
            StoreException.Kind.PERMANENT,
            "an object is where the key needs a folder: " + directory,
            e);
      }
    }
    sync(directory.getParent());
  }

  private static void refuseLink(Path directory, BasicFileAttributes found) {
    if (found != null && found.isSymbolicLink()) {
      throw new StoreException(
          StoreException.Kind.PERMANENT, "a link is not followed: " + directory, null);
    }
  }
}
