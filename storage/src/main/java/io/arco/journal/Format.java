package io.arco.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;

/**
 * The number of the storage format. A build reads every format up to its own; whoever meets a
 * higher one stops owning, compacting and answering for the workspace, and never skips.
 */
public final class Format {
  /** The format this build writes, and the highest it reads. */
  public static final int CURRENT = 1;

  private Format() {}

  /**
   * Checks the head of an object before anything else of it is looked at.
   *
   * @param object its name for messages
   * @param tree its first JSON object
   * @param type what its {@code type} must say
   * @throws CorruptObjectException if it is not such an object
   * @throws io.arco.problem.ProblemException {@link ErrorCode#FORMAT_TOO_NEW}, naming both numbers
   */
  public static void check(String object, JsonNode tree, String type) {
    if (!tree.isObject() || !type.equals(tree.path("type").asText())) {
      throw new CorruptObjectException(object, "it is not of type " + type);
    }
    JsonNode format = tree.path("format");
    if (!format.isInt() || format.intValue() < 1) {
      throw new CorruptObjectException(object, "it has no format number");
    }
    if (format.intValue() > CURRENT) {
      throw Problem.of(
              ErrorCode.FORMAT_TOO_NEW,
              "This workspace was written in format "
                  + format.intValue()
                  + "; this server reads formats up to "
                  + CURRENT
                  + ". Upgrade the server.")
          .with("object", object)
          .with("found", format.intValue())
          .with("supported", CURRENT)
          .asException();
    }
  }
}
