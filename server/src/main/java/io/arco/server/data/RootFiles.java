package io.arco.server.data;

import io.arco.server.lake.LakeException;
import io.arco.server.lake.LakeFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files that tables' metadata names, where they lie in the data roots. A name is judged with
 * its links resolved, whoever wrote it. Blocks.
 */
final class RootFiles implements LakeFiles {
  private static final String SCHEME = "file:";

  private final DataRoots roots;
  private final BucketCache.Held held;
  private int names;

  /**
   * Files of one query.
   *
   * @param held has its copies of objects
   */
  RootFiles(DataRoots roots, BucketCache.Held held) {
    this.roots = roots;
    this.held = held;
  }

  /** A path as metadata would name it. */
  static String name(Path path) {
    return SCHEME + path;
  }

  @Override
  public Path file(String name) {
    if (DataBuckets.isBucketName(name)) {
      return roots.buckets().file(name, held);
    }
    Path path = real(name);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw LakeException.unreadable("A file that the table's metadata names is not there.");
    }
    return path;
  }

  @Override
  public Optional<String> stamp(String name) {
    if (DataBuckets.isBucketName(name)) {
      return roots.buckets().stamp(name);
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(real(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          ? Optional.of(DataFile.stamp(attributes))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> list(String folder) {
    if (DataBuckets.isBucketName(folder)) {
      return roots.buckets().list(folder, false, FileListing.MAX_NAMES);
    }
    Path path = real(folder);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      for (Path child : children) {
        if (++names > FileListing.MAX_NAMES) {
          throw LakeException.tooLarge(
              "The table's metadata holds too many names.", FileListing.MAX_NAMES);
        }
        BasicFileAttributes attributes =
            Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          entries.add(
              new Entry(
                  folder + "/" + child.getFileName(),
                  attributes.size(),
                  attributes.lastModifiedTime().toMillis()));
        }
      }
    } catch (IOException e) {
      throw LakeException.unreadable("The table's metadata can't be listed.", e);
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  private Path real(String name) {
    return roots
        .real(path(name))
        .orElseThrow(
            () ->
                LakeException.unreadable(
                    "The table's metadata names a file outside the data roots."));
  }

  /** Of {@code file:/path}, {@code file:///path}, or a path alone. */
  private static Path path(String name) {
    String path = name.startsWith(SCHEME) ? name.substring(SCHEME.length()) : name;
    String absolute = path.startsWith("///") ? path.substring(2) : path;
    boolean isPlain =
        absolute.startsWith("/")
            && !absolute.startsWith("//")
            && Arrays.stream(absolute.split("/")).noneMatch(FileUri.STEPS::contains);
    try {
      if (isPlain) {
        return Path.of(absolute).normalize();
      }
    } catch (InvalidPathException e) {
      // no path of this machine
    }
    throw LakeException.unreadable("The table's metadata names a file that can't be read here.");
  }
}
