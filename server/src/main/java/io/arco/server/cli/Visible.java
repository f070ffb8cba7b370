package io.arco.server.cli;

/** Text of others, so that it can't steer the terminal. */
public final class Visible {
  private Visible() {}

  /** The text; control characters but line ends and tabs become {@code ·}. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' && c != '\t' ? '·' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
