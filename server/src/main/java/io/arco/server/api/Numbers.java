package io.arco.server.api;

/** Whole numbers in headers and parameters. */
final class Numbers {
  private static final int MAX_DIGITS = 19;

  private Numbers() {}

  /**
   * The number a text of digits stands for.
   *
   * @return {@code min - 1} if it is not only digits, or out of bounds
   */
  static long parse(String text, long min, long max) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(Numbers::isDigit)) {
      return min - 1;
    }
    try {
      long value = Long.parseLong(text);
      return value < min || value > max ? min - 1 : value;
    } catch (NumberFormatException e) {
      return min - 1;
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
