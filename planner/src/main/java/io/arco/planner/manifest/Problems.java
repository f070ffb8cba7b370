package io.arco.planner.manifest;

import io.arco.problem.ErrorCode;
import io.arco.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers everything that is wrong with a manifest, to be told at once: each with its place and
 * code, up to a limit.
 */
public final class Problems {
  private static final int EXCERPT_CHARACTERS = 200;

  private final int limit;
  private final List<Map<String, Object>> named = new ArrayList<>();
  private int count;
  private int unsupported;

  Problems(int limit) {
    this.limit = limit;
  }

  /** Adds a mistake of which a value and what would be taken is known. */
  void add(ErrorCode code, String field, String text, String value, String expected) {
    Map<String, Object> details = new LinkedHashMap<>();
    if (value != null) {
      details.put("value", excerpt(value));
    }
    if (expected != null) {
      details.put("expected", expected);
    }
    add(code, field, text, details);
  }

  /** Adds a mistake. */
  void add(ErrorCode code, String field, String text, Map<String, Object> details) {
    count++;
    unsupported += code == ErrorCode.NOT_SUPPORTED ? 1 : 0;
    if (named.size() < limit) {
      Map<String, Object> problem = new LinkedHashMap<>();
      problem.put("field", field);
      problem.put("code", code.name());
      problem.put("detail", text);
      problem.putAll(details);
      named.add(problem);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * All of them as one: NOT_SUPPORTED if there is nothing else, else INVALID_MANIFEST; {@code
   * problems} are those named, {@code count} how many there are.
   */
  Problem toProblem() {
    boolean onlyUnsupported = unsupported == count;
    return Problem.of(
            onlyUnsupported ? ErrorCode.NOT_SUPPORTED : ErrorCode.INVALID_MANIFEST,
            onlyUnsupported
                ? "The manifest has fields that have no effect yet."
                : "The manifest can't be deployed as it is.")
        .with("field", named.get(0).get("field"))
        .with("count", count)
        .with("problems", List.copyOf(named));
  }

  /** The value as it can be shown: cut where it is long, lone surrogates replaced. */
  static String excerpt(String value) {
    StringBuilder text = new StringBuilder();
    value
        .substring(0, Math.min(value.length(), EXCERPT_CHARACTERS))
        .codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
        .forEach(text::appendCodePoint);
    return value.length() > EXCERPT_CHARACTERS ? text.append('…').toString() : text.toString();
  }
}
