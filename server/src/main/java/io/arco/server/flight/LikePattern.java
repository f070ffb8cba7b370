package io.arco.server.flight;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Patterns as metadata calls have them: {@code %} any text, {@code _} any character, {@code \}
 * quotes.
 */
final class LikePattern {
  /** The longest pattern, in characters. */
  static final int MAX_CHARS = 1_024;

  private LikePattern() {}

  /** What matches the pattern; everything if there is none. */
  static Predicate<String> of(boolean isGiven, String pattern) {
    if (!isGiven) {
      return name -> true;
    }
    if (pattern.length() > MAX_CHARS) {
      return name -> false;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        // Several in turn mean the same as one, and would cost more.
        regex.append(regex.toString().endsWith(".*") ? "" : ".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        boolean quotes = c == '\\' && i + 1 < pattern.length();
        regex.append(Pattern.quote(String.valueOf(quotes ? pattern.charAt(++i) : c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
  }
}
