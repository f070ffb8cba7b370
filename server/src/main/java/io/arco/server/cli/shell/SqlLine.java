package io.arco.server.cli.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * What was typed so far, as completion sees it: one word, which is the dotted name, command or file
 * that the cursor stands in or behind.
 *
 * @param line all lines
 * @param cursor where in them
 * @param start where the word begins
 */
record SqlLine(String line, int cursor, int start) implements CompletingParsedLine {
  /** Input is whole when every statement is ended, or when it is a command. */
  static Parser parser() {
    return (line, cursor, context) -> {
      if (context == Parser.ParseContext.ACCEPT_LINE && !isWhole(line)) {
        throw new EOFError(-1, -1, "the statement is not ended");
      }
      return at(line, cursor);
    };
  }

  static boolean isWhole(String text) {
    return text.stripLeading().startsWith("\\") || SqlText.split(text).isComplete();
  }

  private static ParsedLine at(String line, int cursor) {
    boolean isCommand = line.stripLeading().startsWith("\\");
    int start = cursor;
    while (start > 0 && isWordPart(line, start - 1, isCommand)) {
      start--;
    }
    return new SqlLine(line, cursor, start);
  }

  /** A quoted part may hold anything, and is closed or goes on to the cursor. */
  private static boolean isWordPart(String line, int at, boolean isCommand) {
    char c = line.charAt(at);
    if (isCommand) {
      return !Character.isWhitespace(c);
    }
    if (SqlText.isNamePart(c) || c == '.' || c == '"') {
      return true;
    }
    return SqlText.spans(line).stream()
        .anyMatch(
            span -> span.kind() == SqlText.Kind.NAME && span.start() <= at && at < span.end());
  }

  @Override
  public String word() {
    return line.substring(start, cursor);
  }

  @Override
  public int wordCursor() {
    return cursor - start;
  }

  @Override
  public int wordIndex() {
    return 0;
  }

  @Override
  public List<String> words() {
    return List.of(word());
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return candidate;
  }

  @Override
  public int rawWordCursor() {
    return wordCursor();
  }

  @Override
  public int rawWordLength() {
    return wordCursor();
  }
}
