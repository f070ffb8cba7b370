package io.arco.server.api;

import java.util.UUID;

/**
 * The ETag of an entity, {@code "id.version"}: an entity that was deleted and made again under the
 * same name has another.
 *
 * @param id the entity
 * @param version its version
 */
record EntityTag(UUID id, long version) {
  private static final int MAX_LENGTH = 64;

  /** As the header's value. */
  String text() {
    return "\"" + id + "." + version + "\"";
  }

  /**
   * The one tag of If-Match.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is not a tag of ours; {@code *}
   *     and lists are not taken
   */
  static EntityTag parse(String header) {
    int dot = header.lastIndexOf('.');
    boolean quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
    if (quoted && dot > 0 && header.length() <= MAX_LENGTH) {
      long version =
          Numbers.parse(header.substring(dot + 1, header.length() - 1), 1, Long.MAX_VALUE);
      try {
        if (version > 0) {
          return new EntityTag(UUID.fromString(header.substring(1, dot)), version);
        }
      } catch (IllegalArgumentException e) {
        throw notATag(header);
      }
    }
    throw notATag(header);
  }

  /** Whether an If-None-Match header names this tag, or any. */
  boolean isIn(String header) {
    return header.equals("*") || header.contains(text());
  }

  private static RuntimeException notATag(String header) {
    return RequestProblems.header("If-Match", header, "one ETag of this resource");
  }
}
