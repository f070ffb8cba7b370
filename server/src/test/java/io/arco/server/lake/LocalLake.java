package io.arco.server.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All files of this machine, judged by nobody. */
class LocalLake implements LakeFiles {
  private static Path path(String name) {
    return Path.of(name.substring("file:".length()));
  }

  @Override
  public Path file(String name) {
    if (!Files.isRegularFile(path(name))) {
      throw LakeException.unreadable("not there: " + name);
    }
    return path(name);
  }

  @Override
  public Optional<String> stamp(String name) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path(name), BasicFileAttributes.class);
      return Optional.of(
          attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> list(String folder) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> new Entry("file:" + file, file.toFile().length(), 0))
          .sorted(Comparator.comparing(Entry::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
