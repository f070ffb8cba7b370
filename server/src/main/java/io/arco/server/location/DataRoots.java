package io.arco.server.location;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import io.arco.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories that the locations of tables may lie in. Links are followed before anything is
 * compared: at registration as far as the path is there, and again, by {@link #resolved}, when it
 * is read. Every method reads the file system and blocks: call them on workers.
 */
public final class DataRoots {
  private final List<Path> roots;
  private final Path storeRoot;

  /**
   * Takes what is configured.
   *
   * @param roots absolute; none: no local file is a location
   * @param storeRoot the directory of the store, which is never a location; null if it has none
   */
  public DataRoots(List<Path> roots, Path storeRoot) {
    this.roots = List.copyOf(roots);
    this.storeRoot = storeRoot;
  }

  /**
   * The location itself, if a table may point there. Locations of other schemes than {@code file}
   * are taken as they are: nothing here reads them.
   *
   * @throws ProblemException INVALID_LOCATION
   */
  public String checked(String location) {
    if (isFile(location)) {
      resolved(location);
    }
    return location;
  }

  /**
   * Where a {@code file} location leads now, with every link followed.
   *
   * @throws ProblemException INVALID_LOCATION if that is outside the roots, in the store, or no
   *     local file
   */
  public Path resolved(String location) {
    Path path = real(pathOf(location), location);
    boolean inside = roots.stream().anyMatch(root -> path.startsWith(real(root, location)));
    if (!inside) {
      throw refused(location, "a file in one of the data roots");
    }
    if (storeRoot != null && path.startsWith(real(storeRoot, location))) {
      throw refused(location, "a file outside the store");
    }
    return path;
  }

  private static boolean isFile(String location) {
    return location.regionMatches(true, 0, "file:", 0, "file:".length());
  }

  private static Path pathOf(String location) {
    try {
      URI uri = new URI(location);
      boolean local = uri.getAuthority() == null || uri.getAuthority().isEmpty();
      boolean plain = uri.getQuery() == null && uri.getFragment() == null;
      if (isFile(location) && local && plain && !uri.isOpaque()) {
        return Path.of(new URI("file", null, uri.getPath(), null));
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      throw refused(location, "a URI like file:///directory/file");
    }
    throw refused(location, "a URI like file:///directory/file");
  }

  /** The real path of what is there, and behind it the rest as it is written, without dots. */
  private static Path real(Path path, String location) {
    Path existing = path.toAbsolutePath();
    for (Path name : existing) {
      if (name.toString().equals("..") || name.toString().equals(".")) {
        throw refused(location, "no segments . and ..");
      }
    }
    while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      throw refused(location, "a file in one of the data roots");
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(path.toAbsolutePath()));
    } catch (IOException e) {
      // A link that leads nowhere, or into itself.
      throw refused(location, "a file in one of the data roots");
    }
  }

  private static ProblemException refused(String location, String expected) {
    return Problem.of(ErrorCode.INVALID_LOCATION, "A table can't point there.")
        .with("field", "/location")
        .with("value", location.length() > 200 ? location.substring(0, 200) + "…" : location)
        .with("expected", expected)
        .asException();
  }
}
