package io.arco.server.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Resolves links, also of paths whose end does not exist yet. Blocks. */
final class RealPath {
  private RealPath() {}

  /**
   * The path with all links of its existing part resolved.
   *
   * @param path absolute and normal
   * @return empty if that can't be told: a link leads nowhere or in a circle, or a folder may not
   *     be looked into
   */
  static Optional<Path> of(Path path) {
    Path existing = path;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
      if (existing == null) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(existing.toRealPath().resolve(existing.relativize(path)).normalize());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
