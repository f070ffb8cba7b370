package io.arco.planner.manifest;

import io.arco.problem.ErrorCode;

/** The rules of texts in a manifest; what breaks them is added to the problems. */
final class TextRules {
  private final ManifestLimits limits;
  private final Problems problems;

  TextRules(ManifestLimits limits, Problems problems) {
    this.limits = limits;
    this.problems = problems;
  }

  /** A text that must be there. */
  void required(String field, String text) {
    if (text == null) {
      problems.add(ErrorCode.INVALID_REQUEST, field, "A value is missing.", null, "a text");
    } else {
      optional(field, text);
    }
  }

  /** A text of one line, at least a character; null is none. */
  void optional(String field, String text) {
    if (text == null) {
      return;
    }
    if (text.isEmpty() || text.length() > limits.textCharacters()) {
      wrong(field, text, "1 to " + limits.textCharacters() + " characters");
    } else if (isBroken(text, false)) {
      wrong(field, text, "no control characters, no lone surrogates");
    }
  }

  /** A description; null is none. */
  void description(String field, String text) {
    lines(field, text, limits.descriptionCharacters());
  }

  /** A text of any lines; null is none. */
  void lines(String field, String text, int longest) {
    if (text == null) {
      return;
    }
    if (text.length() > longest) {
      wrong(field, text, "at most " + longest + " characters");
    } else if (isBroken(text, true)) {
      wrong(field, text, "no control characters but tab and line ends, no lone surrogates");
    }
  }

  /** A kind or a group. */
  void word(String field, String text, boolean isRequired) {
    if (text == null && isRequired) {
      required(field, null);
    } else if (text != null && !ManifestRules.WORD.matcher(text).matches()) {
      wrong(field, text, ManifestRules.WORD.pattern());
    }
  }

  /** How many there are of something. */
  void count(String field, int count, int limit) {
    if (count > limit) {
      problems.add(
          ErrorCode.LIMIT_REACHED,
          field,
          "There are more of these than there may be.",
          Integer.toString(count),
          "at most " + limit);
    }
  }

  void wrong(String field, String value, String expected) {
    problems.add(
        ErrorCode.INVALID_REQUEST, field, "The value is not allowed here.", value, expected);
  }

  private static boolean isBroken(String text, boolean isLines) {
    return text.codePoints()
        .anyMatch(
            c ->
                Character.getType(c) == Character.SURROGATE
                    || (Character.isISOControl(c)
                        && !(isLines && (c == '\t' || c == '\n' || c == '\r'))));
  }
}
