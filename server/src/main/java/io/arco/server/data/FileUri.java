package io.arco.server.data;

import io.arco.catalog.CatalogProblems;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Locations as {@code file:} URIs (RFC 8089), and the paths they mean. */
final class FileUri {
  static final Set<String> STEPS = Set.of(".", "..");

  private FileUri() {}

  /**
   * The path of a location: absolute and normal.
   *
   * @throws io.arco.problem.ProblemException INVALID_LOCATION if it is no {@code file:} URI of an
   *     absolute path, has a host, a query or a fragment, or holds {@code .}, {@code ..}, a control
   *     character or an escaped slash
   */
  static Path path(String location) {
    URI uri;
    try {
      uri = new URI(location);
    } catch (URISyntaxException e) {
      throw refused(location, "a URI like file:///folder/file.parquet");
    }
    if (!"file".equalsIgnoreCase(uri.getScheme()) || uri.isOpaque()) {
      throw refused(location, "a URI like file:///folder/file.parquet");
    }
    if (uri.getRawAuthority() != null) {
      throw refused(location, "no host: file:///folder/file.parquet");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused(location, "no query and no fragment");
    }
    return path(location, uri);
  }

  private static Path path(String location, URI uri) {
    String path = uri.getPath();
    // What does not decode as UTF-8 decodes to U+FFFD.
    if (uri.getRawPath().toUpperCase(Locale.ROOT).contains("%2F")
        || path.indexOf('\uFFFD') >= 0
        || path.chars().anyMatch(Character::isISOControl)) {
      throw refused(location, "no control characters, no escaped slash, escapes of UTF-8");
    }
    if (Arrays.stream(path.split("/")).anyMatch(STEPS::contains)) {
      throw refused(location, "a path without . and ..");
    }
    try {
      return Path.of(path).normalize();
    } catch (InvalidPathException e) {
      throw refused(location, "a path that the server's machine can have");
    }
  }

  /** The canonical location of an absolute path: three slashes, ASCII, no slash at the end. */
  static String of(Path path) {
    String raw = path.toUri().getRawPath();
    boolean folder = raw.length() > 1 && raw.endsWith("/");
    return "file://" + (folder ? raw.substring(0, raw.length() - 1) : raw);
  }

  /** INVALID_LOCATION. */
  static RuntimeException refused(String location, String expected) {
    return CatalogProblems.location(location, expected).asException();
  }
}
