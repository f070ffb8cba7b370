package io.arco.server.cli;

import io.arco.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;

/** Makes sure that two store locations of a command share nothing. */
final class StoresApart {
  private StoresApart() {}

  /**
   * Refuses two that are one, or one within the other.
   *
   * @throws CommandException naming both
   */
  static void check(StoreLocation one, StoreLocation other) {
    if (one instanceof StoreLocation.Memory || other instanceof StoreLocation.Memory) {
      return;
    }
    String first = text(one);
    String second = text(other);
    if (first.startsWith(second) || second.startsWith(first)) {
      throw new CommandException(
          ExitCode.USAGE, one + " and " + other + " are one, or one lies within the other");
    }
  }

  /** As a folder: links are followed as far as there is something. */
  private static String text(StoreLocation location) {
    return (location instanceof StoreLocation.Directory directory
            ? "file:" + real(directory.path())
            : location)
        + "/";
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }
}
