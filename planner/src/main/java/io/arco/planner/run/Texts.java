package io.arco.planner.run;

/**
 * The rules of short texts in commands.
 *
 * @param longest the most characters
 */
record Texts(int longest) {
  /** A text of one line that must be there. */
  void required(String field, String text) {
    if (text == null || text.isEmpty()) {
      throw RunProblems.wrong(field, "a text").asException();
    }
    optional(field, text);
  }

  /** A text of one line, at least a character; null is none. */
  void optional(String field, String text) {
    if (text != null && text.isEmpty()) {
      throw RunProblems.wrong(field, "1 to " + longest + " characters").asException();
    }
    check(field, text, false);
  }

  /** A text of any lines; null is none. */
  void lines(String field, String text) {
    check(field, text, true);
  }

  private void check(String field, String text, boolean isLines) {
    if (text == null) {
      return;
    }
    if (text.length() > longest) {
      throw RunProblems.wrong(field, "at most " + longest + " characters").asException();
    }
    if (isBroken(text, isLines)) {
      String expected =
          isLines
              ? "no control characters but tab and line ends, no lone surrogates"
              : "no control characters, no lone surrogates";
      throw RunProblems.wrong(field, expected).asException();
    }
  }

  private static boolean isBroken(String text, boolean isLines) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      } else if (Character.isISOControl(c) && !(isLines && (c == '\t' || c == '\n' || c == '\r'))) {
        return true;
      }
    }
    return false;
  }
}
