package io.arco.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * The look at a path before it is routed. A path that a router would have to interpret (dot
 * segments, empty segments, broken escapes) reaches none: what a name means is never guessed.
 */
final class RawPath {
  /** The one path that may end like a folder: people type it. */
  private static final String BROWSER = "/browser/";

  private RawPath() {}

  /**
   * Checks a path as it stands in the request line, without its query.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST for escapes that are not UTF-8 and dot
   *     segments, NOT_FOUND for empty segments
   */
  static void check(String path) {
    String expected = expectedOrNull(path);
    if (expected != null) {
      throw RequestProblems.path(expected);
    }
    if (path.equals(BROWSER)) {
      return;
    }
    if (path.contains("//") || (path.length() > 1 && path.endsWith("/"))) {
      throw RequestProblems.noSuchRoute();
    }
    if (path.indexOf('.') >= 0 || path.indexOf('%') >= 0) {
      checkDots(path);
    }
  }

  /**
   * Checks a query as it stands in the request line.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST for escapes that are not UTF-8
   */
  static void checkQuery(String query) {
    if (expectedOrNull(query) != null) {
      throw RequestProblems.query();
    }
  }

  private static void checkDots(String path) {
    for (String segment : path.split("/", -1)) {
      String dots = segment.replace("%2e", ".").replace("%2E", ".");
      if (dots.equals(".") || dots.equals("..")) {
        throw RequestProblems.path("no segments . and ..");
      }
    }
  }

  /** What was expected instead of the escapes there are, or null. */
  private static String expectedOrNull(String path) {
    if (path.indexOf('%') < 0) {
      return null;
    }
    ByteBuffer decoded = ByteBuffer.allocate(path.length() * 3);
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        decoded.put(c < 0x80 ? (byte) c : (byte) '?');
        continue;
      }
      int high = i + 2 <= path.length() - 1 ? Character.digit(path.charAt(i + 1), 16) : -1;
      int low = i + 2 <= path.length() - 1 ? Character.digit(path.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return "% followed by two hexadecimal digits";
      }
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      UTF_8.newDecoder().decode(decoded.flip());
      return null;
    } catch (CharacterCodingException e) {
      return "escapes that are UTF-8";
    }
  }
}
