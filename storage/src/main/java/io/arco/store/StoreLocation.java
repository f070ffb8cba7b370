package io.arco.store;

import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Which store to use, as configuration writes it.
 *
 * <table>
 * <caption>What is understood</caption>
 * <tr><td>{@code memory:}</td><td>a store in memory, gone with the process</td></tr>
 * <tr><td>{@code file:/abs/path}, {@code file:///abs/path}</td><td>a directory</td></tr>
 * <tr><td>{@code file:path}, or a path alone</td><td>a directory; if relative, then to the working
 * directory</td></tr>
 * </table>
 *
 * Paths are taken as they are: no {@code %20}, no {@code ~}.
 */
public sealed interface StoreLocation {
  /** In memory. */
  record Memory() implements StoreLocation {
    @Override
    public String toString() {
      return "memory:";
    }
  }

  /**
   * In a directory.
   *
   * @param path absolute and normalized; need not exist
   */
  record Directory(Path path) implements StoreLocation {
    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /**
   * Reads a location.
   *
   * @throws IllegalArgumentException if the text names no store this build can open; the message is
   *     for the person who configured it
   */
  static StoreLocation parse(String text) {
    if (text.equals("memory:")) {
      return new Memory();
    }
    if (text.startsWith("file:")) {
      return directory(text, withoutAuthority(text));
    }
    if (text.startsWith("s3:")) {
      throw new IllegalArgumentException("store '" + text + "': s3 is not supported by this build");
    }
    if (SCHEME.matcher(text).lookingAt()) {
      throw new IllegalArgumentException(
          "store '" + text + "': not known; known are memory:, file:PATH and a path alone");
    }
    return directory(text, text);
  }

  /** Opens the store. File work runs on the workers. */
  default ObjectStore open(Workers workers, Clock clock) {
    return this instanceof Directory directory
        ? FileStore.open(directory.path(), workers, clock)
        : new MemoryStore();
  }

  /** More than one letter, so that a drive is no scheme. */
  Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

  private static String withoutAuthority(String text) {
    String path = text.substring("file:".length());
    if (!path.startsWith("//")) {
      return path;
    }
    if (!path.startsWith("///")) {
      throw new IllegalArgumentException("store '" + text + "': a file has no host");
    }
    return path.substring(2);
  }

  private static StoreLocation directory(String text, String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("store '" + text + "': the path is empty");
    }
    return new Directory(Path.of(path).toAbsolutePath().normalize());
  }
}
