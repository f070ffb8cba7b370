package io.arco.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ETag of an entity, {@code "id.version"}, and {@code "id.version.incarnation"} once the
 * workspace was restored: an entity that was deleted and made again under the same name has
 * another, and so has one that comes to the same version in another life.
 *
 * @param id the entity
 * @param version its version
 * @param life the id of the incarnation as text, empty for the first
 */
record EntityTag(UUID id, long version, String life) {
  private static final Pattern GRAMMAR =
      Pattern.compile("\"([0-9a-f-]{36})\\.([0-9]{1,19})(?:\\.([0-9a-f-]{36}))?\"");

  /** The tag of an entity as it was answered. */
  static EntityTag of(JsonNode view, String life) {
    return new EntityTag(
        UUID.fromString(view.path("id").asText()), view.path("version").asLong(), life);
  }

  /** The id of the tag, or null of null. */
  static UUID idOf(EntityTag tagOrNull) {
    return tagOrNull == null ? null : tagOrNull.id();
  }

  /** The version of the tag, or null of null. */
  static Long versionOf(EntityTag tagOrNull) {
    return tagOrNull == null ? null : Long.valueOf(tagOrNull.version());
  }

  /** As the header's value. */
  String text() {
    return "\"" + id + "." + version + (life.isEmpty() ? "" : "." + life) + "\"";
  }

  /**
   * The one tag of If-Match.
   *
   * @throws io.arco.problem.ProblemException INVALID_REQUEST if it is not a tag of ours; {@code *}
   *     and lists are not taken
   */
  static EntityTag parse(String header) {
    Matcher tag = GRAMMAR.matcher(header);
    if (tag.matches()) {
      long version = Numbers.parse(tag.group(2), 1, Long.MAX_VALUE);
      try {
        if (version > 0) {
          String life = tag.group(3) == null ? "" : tag.group(3);
          return new EntityTag(UUID.fromString(tag.group(1)), version, life);
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

  /** The problem of an entity that is not the one this tag names. */
  RuntimeException mismatch() {
    return Problem.of(ErrorCode.VERSION_MISMATCH, "It is not the one that If-Match names.")
        .with("expectedId", id.toString())
        .with("expectedVersion", version)
        .asException();
  }

  private static RuntimeException notATag(String header) {
    return RequestProblems.header("If-Match", header, "one ETag of this resource");
  }
}
