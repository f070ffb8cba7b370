package io.arco.server.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what of a text is SQL and what stands in quotes and comments, and so where its statements
 * end. Reads as DuckDB's lexer does: {@code ''} and {@code E'\''}, {@code ""}, {@code $tag$},
 * {@code --} and nested comments.
 */
final class SqlText {
  private static final Pattern DOLLAR_TAG = Pattern.compile("\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

  private SqlText() {}

  /** What a stretch of a text is. */
  enum Kind {
    /** Neither of the others. */
    CODE,
    /** A quoted value. */
    STRING,
    /** A quoted name. */
    NAME,
    /** A comment. */
    COMMENT
  }

  /**
   * A stretch of a text.
   *
   * @param start its first character
   * @param end the one after its last
   * @param closed whether it ends before the text does, or need not
   */
  record Span(Kind kind, int start, int end, boolean closed) {}

  /**
   * A statement.
   *
   * @param text of it, without its semicolon and the blanks around it
   * @param offset where it begins
   */
  record Statement(String text, int offset) {}

  /**
   * A text cut at its semicolons.
   *
   * @param statements those that are ended, none blank
   * @param rest what follows the last semicolon, blank if there is but space and comments
   * @param closed whether no quote and no comment is open at the end
   */
  record Split(List<Statement> statements, Statement rest, boolean closed) {
    /** Whether nothing is left to be ended. */
    boolean isComplete() {
      return closed && (isBlank(rest.text()) || rest.text().startsWith("\\"));
    }
  }

  /** All stretches of a text, in order. */
  static List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    int code = 0;
    int at = 0;
    while (at < text.length()) {
      Span quoted = quoted(text, at);
      if (quoted == null) {
        at++;
        continue;
      }
      if (quoted.start() > code) {
        spans.add(new Span(Kind.CODE, code, quoted.start(), true));
      }
      spans.add(quoted);
      at = quoted.end();
      code = at;
    }
    if (code < text.length()) {
      spans.add(new Span(Kind.CODE, code, text.length(), true));
    }
    return spans;
  }

  /** Cuts a text into statements. */
  static Split split(String text) {
    List<Statement> statements = new ArrayList<>();
    int begin = 0;
    boolean closed = true;
    for (Span span : spans(text)) {
      closed = span.closed();
      for (int at = span.start(); span.kind() == Kind.CODE && at < span.end(); at++) {
        if (text.charAt(at) == ';') {
          Statement statement = statement(text, begin, at);
          if (!isBlank(statement.text())) {
            statements.add(statement);
          }
          begin = at + 1;
        }
      }
    }
    return new Split(List.copyOf(statements), statement(text, begin, text.length()), closed);
  }

  /** The text, its quotes and comments overwritten with spaces, so that positions stay. */
  static String code(String text) {
    StringBuilder code = new StringBuilder(text);
    for (Span span : spans(text)) {
      for (int at = span.start(); span.kind() != Kind.CODE && at < span.end(); at++) {
        code.setCharAt(at, ' ');
      }
    }
    return code.toString();
  }

  /** Whether a text has nothing but space and comments. */
  static boolean isBlank(String text) {
    return spans(text).stream()
        .allMatch(
            span ->
                span.kind() == Kind.COMMENT
                    || (span.kind() == Kind.CODE
                        && text.substring(span.start(), span.end()).isBlank()));
  }

  private static Statement statement(String text, int from, int to) {
    int begin = from;
    while (begin < to && Character.isWhitespace(text.charAt(begin))) {
      begin++;
    }
    return new Statement(text.substring(begin, to).stripTrailing(), begin);
  }

  /** The quote or comment that begins at a place, or null. */
  private static Span quoted(String text, int at) {
    char c = text.charAt(at);
    if (c == '\'') {
      return delimited(text, at, Kind.STRING, isEscaped(text, at));
    } else if (c == '"') {
      return delimited(text, at, Kind.NAME, false);
    } else if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return new Span(Kind.COMMENT, at, end < 0 ? text.length() : end, true);
    } else if (text.startsWith("/*", at)) {
      return nested(text, at);
    }
    return c == '$' ? dollar(text, at) : null;
  }

  /** A doubled quote ends one stretch and begins the next, which comes to the same. */
  private static Span delimited(String text, int at, Kind kind, boolean escapes) {
    char quote = text.charAt(at);
    for (int i = at + 1; i < text.length(); i++) {
      if (escapes && text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return new Span(kind, at, i + 1, true);
      }
    }
    return new Span(kind, at, text.length(), false);
  }

  private static boolean isEscaped(String text, int at) {
    return at > 0
        && Character.toLowerCase(text.charAt(at - 1)) == 'e'
        && (at == 1 || !isNamePart(text.charAt(at - 2)));
  }

  private static Span nested(String text, int at) {
    int open = 0;
    for (int i = at; i < text.length(); ) {
      if (text.startsWith("/*", i)) {
        open++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        open--;
        i += 2;
        if (open == 0) {
          return new Span(Kind.COMMENT, at, i, true);
        }
      } else {
        i++;
      }
    }
    return new Span(Kind.COMMENT, at, text.length(), false);
  }

  private static Span dollar(String text, int at) {
    Matcher tag = DOLLAR_TAG.matcher(text).region(at, text.length());
    if ((at > 0 && isNamePart(text.charAt(at - 1))) || !tag.lookingAt()) {
      return null;
    }
    int end = text.indexOf(tag.group(), tag.end());
    return end < 0
        ? new Span(Kind.STRING, at, text.length(), false)
        : new Span(Kind.STRING, at, end + tag.group().length(), true);
  }

  /** Whether a character can stand in a name without quotes. */
  static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
  }
}
