package io.arco.server.sql;

import io.arco.journal.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A statement as it may stand in a log: names and words, {@code ?} for every literal, no comments.
 * Statements that differ in literals, comments, white space and case of what is not quoted have one
 * fingerprint.
 *
 * @param withoutLiterals at most {@value #MAX_CHARS} characters of it
 * @param fingerprint 16 hexadecimal digits
 */
public record StatementText(String withoutLiterals, String fingerprint) {
  /** The longest text. */
  public static final int MAX_CHARS = 500;

  private static final int FINGERPRINT_DIGITS = 16;

  /** Of any text, SQL or not. */
  public static StatementText of(String sql) {
    String bare = new Scanner(sql).scan();
    byte[] folded = bare.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return new StatementText(
        bare.substring(0, Math.min(bare.length(), MAX_CHARS)),
        Hash.of(folded).hex().substring(0, FINGERPRINT_DIGITS));
  }

  /** Reads the engine's tokens; what does not end is a literal to the end. */
  private static final class Scanner {
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    String scan() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c) || isComment()) {
          skipBlank();
          blank();
        } else if (c == '\'') {
          literal(quoted(at, '\'', isEscaped()));
        } else if (c == '"') {
          int end = quoted(at, '"', false);
          out.append(text, at, end);
          at = end;
        } else if (c == '$') {
          dollar();
        } else if (Character.isDigit(c) || c == '.' && isDigit(at + 1)) {
          literal(number());
        } else if (isNamePart(c)) {
          name();
        } else {
          out.append(c);
          at++;
        }
      }
      return out.toString().strip();
    }

    private void blank() {
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }

    private boolean isComment() {
      return text.startsWith("--", at) || text.startsWith("/*", at);
    }

    private void skipBlank() {
      if (text.startsWith("--", at)) {
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
          at++;
        }
      } else if (text.startsWith("/*", at)) {
        int open = 0;
        do {
          boolean opens = text.startsWith("/*", at);
          boolean closes = text.startsWith("*/", at);
          open += opens ? 1 : closes ? -1 : 0;
          at += opens || closes ? 2 : 1;
        } while (open > 0 && at < text.length());
      } else {
        at++;
      }
    }

    private void literal(int end) {
      out.append('?');
      at = end;
    }

    /** Whether a quote begins a text with escapes: it stands right behind an {@code e}. */
    private boolean isEscaped() {
      return at > 0
          && Character.toLowerCase(text.charAt(at - 1)) == 'e'
          && (at == 1 || !isNamePart(text.charAt(at - 2)));
    }

    /** The end of what is quoted from here. */
    private int quoted(int start, char quote, boolean isEscaped) {
      int i = start + 1;
      while (i < text.length()) {
        char c = text.charAt(i);
        if (isEscaped && c == '\\') {
          i += 2;
        } else if (c == quote && i + 1 < text.length() && text.charAt(i + 1) == quote) {
          i += 2;
        } else if (c == quote) {
          return i + 1;
        } else {
          i++;
        }
      }
      return text.length();
    }

    /** A parameter, or a text between two equal tags. */
    private void dollar() {
      int i = at + 1;
      if (isDigit(i)) {
        out.append('$');
        at++;
        name();
        return;
      }
      while (i < text.length() && isNamePart(text.charAt(i)) && text.charAt(i) != '$') {
        i++;
      }
      if (i == text.length() || text.charAt(i) != '$') {
        out.append('$');
        at++;
        return;
      }
      String tag = text.substring(at, i + 1);
      int end = text.indexOf(tag, i + 1);
      literal(end < 0 ? text.length() : end + tag.length());
    }

    private int number() {
      int i = at;
      while (i < text.length()
          && (isNamePart(text.charAt(i))
              || text.charAt(i) == '.'
              || (text.charAt(i) == '-' || text.charAt(i) == '+')
                  && Character.toLowerCase(text.charAt(i - 1)) == 'e')) {
        i++;
      }
      return i;
    }

    private void name() {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        out.append(text.charAt(at++));
      }
    }

    private boolean isDigit(int i) {
      return i < text.length() && Character.isDigit(text.charAt(i));
    }

    private static boolean isNamePart(char c) {
      return c >= 0x80 || c == '_' || c == '$' || Character.isLetterOrDigit(c);
    }
  }
}
