package io.arco.catalog;

/** What texts are made of. Characters are Unicode code points. */
final class TextRules {
  private TextRules() {}

  /** Whether the text has at most {@code limit} characters. */
  static boolean fits(String text, int limit) {
    return text.length() <= limit
        || (text.length() <= 2L * limit && text.codePointCount(0, text.length()) <= limit);
  }

  /** Whether any character is a control character (C0, C1 or DEL). */
  static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** Whether any character is a control character other than tab, line feed, carriage return. */
  static boolean hasControlInLines(String text) {
    return text.chars()
        .anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r');
  }

  /** Whether a surrogate stands alone: such a text has no UTF-8 form. */
  static boolean isBroken(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
