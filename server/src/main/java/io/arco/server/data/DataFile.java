package io.arco.server.data;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A file of a table as it was when it was found.
 *
 * @param path absolute, links resolved
 * @param keys the keys of its {@code key=value} folders, outermost first
 * @param stamp changes when the file does
 */
record DataFile(Path path, List<String> keys, String stamp) {
  static DataFile of(Path path, List<String> keys, BasicFileAttributes attributes) {
    return new DataFile(path, keys, stamp(attributes));
  }

  /** What differs when a file is another one than before, or was written anew. */
  static String stamp(BasicFileAttributes attributes) {
    return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
  }
}
