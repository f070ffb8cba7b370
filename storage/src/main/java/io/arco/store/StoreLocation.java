package io.arco.store;

import io.arco.runtime.Clock;
import io.arco.runtime.Workers;
import io.arco.store.s3.S3Location;
import io.arco.store.s3.S3Store;
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
 * <tr><td>{@code s3://bucket/prefix?endpoint=…&region=…&pathStyle=true&caFile=…}</td><td>a folder of
 * a bucket; every parameter may be left out, see {@link S3Location}</td></tr>
 * </table>
 *
 * Paths and parameters are taken as they are: no {@code %20}, no {@code ~}.
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
   * In a bucket.
   *
   * @param location which one, where in it, and how it is reached
   */
  record Bucket(S3Location location) implements StoreLocation {
    @Override
    public String toString() {
      return location.toString();
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
      return bucket(text);
    }
    if (SCHEME.matcher(text).lookingAt()) {
      throw new IllegalArgumentException(
          "store '"
              + text
              + "': not known; known are memory:, file:PATH, a path alone and s3://BUCKET/PREFIX");
    }
    return directory(text, text);
  }

  /** Opens the store. What blocks runs on the workers. */
  default ObjectStore open(Workers workers, Clock clock) {
    if (this instanceof Directory directory) {
      return FileStore.open(directory.path(), workers, clock);
    }
    return this instanceof Bucket bucket
        ? S3Store.open(bucket.location(), workers)
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

  /** The text is not quoted: somebody may have put a password into it. */
  private static StoreLocation bucket(String text) {
    try {
      return new Bucket(S3Location.parse(text));
    } catch (IllegalArgumentException e) {
      int question = text.indexOf('?');
      String shown = question < 0 ? text : text.substring(0, question) + "?…";
      throw new IllegalArgumentException("store '" + shown + "': " + e.getMessage(), e);
    }
  }

  private static StoreLocation directory(String text, String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("store '" + text + "': the path is empty");
    }
    return new Directory(Path.of(path).toAbsolutePath().normalize());
  }
}
