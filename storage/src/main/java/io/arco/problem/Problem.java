package io.arco.problem;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One failure as a caller sees it. The text is constant for the code's use; what varies stands in
 * the details. It never shows paths of the machine, messages of the store or names of another
 * tenant.
 *
 * @param code from the catalogue
 * @param text one sentence for a person
 * @param details the offending field and value and the like, in order; values are strings, numbers,
 *     booleans, lists of them, or lists of maps of them
 */
public record Problem(ErrorCode code, String text, Map<String, Object> details) {
  /** A problem without details. */
  public static Problem of(ErrorCode code, String text) {
    return new Problem(code, text, Map.of());
  }

  /** This problem with one more detail. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new Problem(code, text, more);
  }

  /** As something to throw or to fail a future with. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
